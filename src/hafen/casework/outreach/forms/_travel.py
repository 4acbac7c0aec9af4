from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms import RowsForm, choice
from hafen.casework.outreach.models import Trip, Vehicle
from hafen.core.places.models import Site
from hafen.core.ui.fields import DecimalField
from hafen.core.ui.forms import DateTimeInput, Form

_LONGEST = timedelta(days=14)


def _money(label: Any, **options: Any) -> DecimalField:
    return DecimalField(
        label=label,
        min_value=0,
        decimal_places=2,
        required=False,
        **options,
    )


class TripForm(Form):
    """The way to a visit; without a means of transport nothing is claimed."""

    means = forms.ChoiceField(
        label=_("How you got there"),
        choices=[("", "–"), *Trip.Means.choices],
        required=False,
    )
    kilometres = DecimalField(
        label=_("Kilometres, there and back"),
        min_value=0,
        max_value=999,
        decimal_places=1,
        required=False,
    )
    ticket = _money(_("Ticket in euros"), max_value=999)

    @property
    def way(self) -> list[Any]:
        return [self[name] for name in ("means", "kilometres", "ticket")]

    @property
    def ways(self) -> list[list[Any]]:
        """The same as the rows of a fold."""
        return [self.way]

    @property
    def trip(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "means": data["means"],
            "kilometres": data["kilometres"],
            "ticket_cents": _cents(data["ticket"]),
        }


def _cents(euros: Decimal | None) -> int:
    return int((euros or Decimal(0)) * 100)


class LineOfSiteForm(RowsForm):
    """What a site may spend in a year, and by which rates."""

    site = choice(Site, _("Site"))
    year = forms.IntegerField(label=_("Year"), min_value=2020, max_value=2100)
    euros = DecimalField(
        label=_("Material costs for travel in euros"),
        min_value=0,
        max_value=10_000_000,
        decimal_places=2,
    )
    car_cents = DecimalField(
        label=_("Cents for a kilometre by car"),
        help_text=_("As the law on travel costs of your state says for this year."),
        min_value=0,
        max_value=200,
        decimal_places=2,
    )
    bicycle_cents = DecimalField(
        label=_("Cents for a kilometre by bicycle"),
        min_value=0,
        max_value=200,
        decimal_places=2,
    )

    @property
    def line(self) -> dict[str, Any]:
        return {**self.cleaned_data, "cents": _cents(self.cleaned_data["euros"])}


class VehicleForm(RowsForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    site = choice(Site, _("Site"))
    is_active = forms.BooleanField(
        label=_("Can be booked"), required=False, initial=True
    )


class BookingForm(RowsForm):
    vehicle = choice(Vehicle, _("Vehicle"), empty_label=None)
    starts_at = forms.DateTimeField(label=_("From"), widget=DateTimeInput)
    ends_at = forms.DateTimeField(label=_("Until"), widget=DateTimeInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("starts_at"), data.get("ends_at")
        if first and last and not first < last <= first + _LONGEST:
            self.add_error("ends_at", _("After the beginning, and within two weeks."))
        return data
