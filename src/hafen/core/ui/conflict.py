"""Editing a row that somebody else may edit too; one shape for all rooms.

The page after a lost update lies in `core.db`, because the rooms of core below
this one have forms too.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from hafen.core.db.conflict import Difference, conflict_page, differences, shown
from hafen.core.db.errors import DomainError, LostUpdate
from hafen.core.ui.forms import Form

# Where a sent form says why it was refused; None: above all fields.
Refusals = Mapping[type[DomainError], tuple[str | None, str]]


def edited(
    request: HttpRequest,
    form: Form,
    row: Any,
    save: Callable[..., object],
    *,
    current: Mapping[str, Any],
    refusals: Refusals | None = None,
    layout: str = "layouts/staff.html",
) -> HttpResponse | bool:
    """Save what was sent, or say what somebody else has changed meanwhile.

    :param row: as it was read for this request; it has a version
    :param save: calls the service with the version that the person saw
    :param current: what the form would start with now
    :param layout: another one for people who have no desk
    :return: True: it is saved; False: the form is to be shown, new or with what
        is wrong; an answer: the comparison with the present state
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save(expected=form.read_version)
    except LostUpdate:
        return conflict_page(
            request,
            form=form,
            current=current,
            version=row.version,
            back=request.path,
            layout=layout,
        )
    except tuple(refusals or {}) as refused:
        form.add_error(*(refusals or {})[type(refused)])
        return False
    return True


__all__ = [
    "Difference",
    "Refusals",
    "conflict_page",
    "differences",
    "edited",
    "shown",
]
