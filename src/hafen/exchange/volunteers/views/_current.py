from typing import Any

from hafen.core.db.forms import VERSION
from hafen.core.ui.forms import Form


def current_of(row: Any, form: type[Form]) -> dict[str, Any]:
    """Return what the form of an existing row starts with; nothing of a new one."""
    if row is None:
        return {}
    # A form has fields of its own besides: who sent it, and which version was read.
    return {
        name: getattr(row, name)
        for name in form.base_fields
        if hasattr(type(row), name) and name != VERSION
    }
