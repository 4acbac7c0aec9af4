"""The one script that Wagtail writes into its pages: it starts a chooser.

Moving and copying a page ask for its new place with such a chooser. The policy
of the editor stops scripts within a page, so it lets these pass by their hash,
worked out from the form and never from the page: what somebody managed to write
into the page stays stopped.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm, BoundField
from wagtail.admin.widgets import BaseChooser


def hashes(context: Mapping[str, Any]) -> list[str]:
    """Return sources for the policy: the scripts of all choosers of a page."""
    found = {
        _source(field)
        for form in context.values()
        if isinstance(form, BaseForm)
        for field in form
        if isinstance(field.field.widget, BaseChooser)
    }
    return sorted(found)


def _source(field: BoundField) -> str:
    widget = field.field.widget
    chosen = widget.get_value_data(field.value())
    script = widget.render_js_init(field.id_for_label, field.html_name, chosen)
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
