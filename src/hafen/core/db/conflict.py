"""Two people edited one row: what the second one sees, and can decide.

A service that is handed the version that somebody read refuses to overwrite a
newer one (`LostUpdate`); this page puts both states side by side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _

from hafen.core.db.forms import SUBMISSION, VERSION

_GUARDS = frozenset({SUBMISSION, VERSION, "csrfmiddlewaretoken"})


@dataclass(frozen=True)
class Difference:
    """One field as it stands now, and as the person wants it."""

    label: str
    now: str
    mine: str


def conflict_page(
    request: HttpRequest,
    *,
    form: forms.Form,
    current: Mapping[str, Any],
    version: int,
    back: str,
    layout: str = "layouts/staff.html",
) -> HttpResponse:
    """Answer 409 with a readable comparison; nothing was saved.

    :param form: what the person sent, valid
    :param current: what the same form would start with now
    :param version: the one that exists now; saving again is based on it
    :param back: address of the form, to start from the present state
    :param layout: another one for people who have no desk
    """
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _GUARDS
        for value in values
    ]
    context = {
        "differences": list(differences(form, current)),
        "sent": sent,
        "version": version,
        "back": back,
        "layout": layout,
    }
    return render(request, "ui/conflict.html", context, status=409)


def differences(form: forms.Form, current: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield the fields in which the sent form differs from the present state."""
    for field in form.visible_fields():
        mine = shown(field, form.cleaned_data.get(field.name))
        now = shown(field, current.get(field.name))
        if mine != now:
            yield Difference(label=str(field.label), now=now, mine=mine)


def shown(field: BoundField, value: Any) -> str:
    """Return a value of a field as a person reads it, with labels for codes."""
    if value in (None, "", [], ()):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = _flat(getattr(field.field, "choices", ()))
    if isinstance(value, list | tuple):
        return ", ".join(choices.get(str(item), str(item)) for item in value)
    key = str(getattr(value, "pk", value))
    return choices.get(key) or str(formats.localize_input(value) or value)


def _flat(choices: Any) -> dict[str, str]:
    """Return the labels of choices, those in groups too."""
    found: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            found |= _flat(label)
        else:
            found[str(value)] = str(label)
    return found
