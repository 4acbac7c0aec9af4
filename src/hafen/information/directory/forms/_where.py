from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form, TimeInput
from hafen.information.directory.models import AccessFeature, Location
from hafen.information.directory.schedules import weekly
from hafen.information.directory.shapes import DayOff, LocationData, ScheduleData

RHYTHMS = (
    ("1", _("every week")),
    ("2", _("every second week")),
    ("first", _("every first such day of the month")),
    ("third", _("every third such day of the month")),
)
_NTH = {"first": 1, "third": 3}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class LocationForm(Form):
    """An address, and what the place offers."""

    name = forms.CharField(label=_("Name of the place"), max_length=200, required=False)
    street = forms.CharField(label=_("Street"), max_length=120, required=False)
    house_number = forms.CharField(label=_("Number"), max_length=20, required=False)
    addition = forms.CharField(
        label=_("Floor, room, way in"), max_length=200, required=False
    )
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("Town"), max_length=120, required=False)
    latitude = forms.FloatField(
        label=_("Latitude"),
        help_text=_("The district follows from the point."),
        min_value=-90,
        max_value=90,
        required=False,
    )
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, required=False
    )
    access_features = forms.MultipleChoiceField(
        label=_("Accessibility"),
        choices=AccessFeature.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    transport = forms.CharField(label=_("Bus and rail"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if (values.get("latitude") is None) != (values.get("longitude") is None):
            self.add_error(
                "longitude", ValidationError(_("A point needs both numbers."))
            )
        return values

    @property
    def has_address(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("name", "street", "city"))

    @property
    def location(self) -> LocationData:
        values = {name: self.cleaned_data[name] for name in _ADDRESS}
        features = tuple(self.cleaned_data["access_features"])
        return LocationData(**values, access_features=features)

    @staticmethod
    def said(location: Location) -> dict[str, Any]:
        return {
            name: getattr(location, name) for name in (*_ADDRESS, "access_features")
        }


_ADDRESS = (
    "name",
    "street",
    "house_number",
    "addition",
    "postal_code",
    "city",
    "latitude",
    "longitude",
    "transport",
)


class PlaceForm(LocationForm):
    """Where it is offered: one of the known places, or a new address."""

    known = forms.ModelChoiceField(
        label=_("A place that is already known"),
        queryset=Location.objects.none(),
        required=False,
        empty_label=_("a new address, entered below"),
    )
    note = forms.CharField(
        label=_("Note on this offer at this place"), max_length=300, required=False
    )

    def __init__(self, *args: Any, locations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known: Any = self.fields["known"]
        known.queryset = locations
        known.label_from_instance = lambda location: location.one_line
        self.order_fields(["known"])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("known") and not self.has_address:
            raise ValidationError(_("Please choose a place or enter an address."))
        return values


class HoursForm(Form):
    """Recurring hours; without times they are by appointment."""

    where = forms.ChoiceField(label=_("Where"), required=False)
    days = forms.MultipleChoiceField(
        label=_("Weekdays"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    rhythm = forms.ChoiceField(label=_("How often"), choices=RHYTHMS)
    opens_at = forms.TimeField(label=_("From"), required=False, widget=TimeInput())
    closes_at = forms.TimeField(
        label=_("To"),
        help_text=_("Leave both empty where an appointment is needed."),
        required=False,
        widget=TimeInput(),
    )
    valid_from = forms.DateField(
        label=_("Holds from"), required=False, widget=DateInput()
    )
    valid_until = forms.DateField(
        label=_("Holds until"), required=False, widget=DateInput()
    )
    closed_on_holidays = forms.BooleanField(
        label=_("Closed on public holidays"), required=False, initial=True
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, places: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        where: Any = self.fields["where"]
        where.choices = [("", _("at every place")), *places]

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if (values.get("opens_at") is None) != (values.get("closes_at") is None):
            self.add_error("closes_at", ValidationError(_("Both times are needed.")))
        start, end = values.get("valid_from"), values.get("valid_until")
        if start and end and end < start:
            message = _("The end lies before the beginning.")
            self.add_error("valid_until", ValidationError(message))
        return values

    def schedule(self, zone: ZoneInfo) -> ScheduleData:
        """Return the hours as `ServiceData` takes them."""
        values = self.cleaned_data
        days = [int(day) for day in values["days"]]
        nth = _NTH.get(values["rhythm"])
        rule = weekly(days, every=int(values["rhythm"])) if nth is None else ""
        if nth is not None:
            named = ",".join(f"{nth}{_DAYS[day]}" for day in sorted(set(days)))
            rule = f"FREQ=MONTHLY;BYDAY={named}"
        return ScheduleData(
            rrule=rule,
            opens_at=values["opens_at"],
            closes_at=values["closes_at"],
            zone=zone.key,
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
            closed_on_holidays=values["closed_on_holidays"],
            note=values["note"],
        )


class DayOffForm(Form):
    """One day on which the hours differ, at every place."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    opens_at = forms.TimeField(label=_("From"), required=False, widget=TimeInput())
    closes_at = forms.TimeField(
        label=_("To"),
        help_text=_("Leave both empty where it is closed."),
        required=False,
        widget=TimeInput(),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if (values.get("opens_at") is None) != (values.get("closes_at") is None):
            self.add_error("closes_at", ValidationError(_("Both times are needed.")))
        return values

    @property
    def day_off(self) -> DayOff:
        values = self.cleaned_data
        opens: time | None = values["opens_at"]
        closes: time | None = values["closes_at"]
        return DayOff(values["day"], opens, closes, values["reason"])
