from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.db.roles import Role
from hafen.core.places.models import Site


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """Return a field for one day, with the calendar of the browser."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class Period(forms.Form):
    """First and last day, both included."""

    valid_from = day(_("From"))
    valid_until = day(_("Last day"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first: date | None = cleaned.get("valid_from")
        last: date | None = cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day lies before the first one."))
        return cleaned


def role_choices(roles: frozenset[Role]) -> list[tuple[str, Any]]:
    """Return roles by name, as the person reads them."""
    return sorted(
        ((role.value, role.label) for role in roles), key=lambda pair: str(pair[1])
    )


def name_of(row: User | Team | Site) -> str:
    return row.name
