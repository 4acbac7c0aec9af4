from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form
from hafen.information.directory.models import AccessFeature, Location
from hafen.information.directory.shapes import LocationData


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
