from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.core.db.forms import Form
from hafen.core.places.forms.rows import NamedChoices, RowForm
from hafen.core.places.models import District, StreetRange, Territory, TerritoryDistrict

LARGEST_UPLOAD = 50_000_000


class DistrictForm(RowForm):
    model = District
    shown = ("name", "is_active")
    texts = ("names",)


class DistrictFileForm(Form):
    """A GeoJSON file of one layer of districts."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("GeoJSON with coordinates in degrees (WGS 84)."),
        widget=forms.ClearableFileInput({"accept": ".geojson,.json"}),
    )
    layer = forms.CharField(
        label=gettext_lazy("What the areas are called together"),
        help_text=gettext_lazy("For example “Stadtteile”. Empty: taken from the file."),
        max_length=60,
        required=False,
    )
    dry_run = forms.BooleanField(
        label=gettext_lazy("Trial: say what would happen and change nothing"),
        required=False,
        initial=True,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            message = _("The file is larger than 50 MB. Use fewer points.")
            raise forms.ValidationError(message)
        return file


class TerritoryForm(RowForm):
    model = Territory
    shown = ("name", "kind", "site", "note", "valid_from", "valid_until")
    texts = ("names",)

    def __init__(self, *args: Any, row: Territory, **options: Any) -> None:
        super().__init__(*args, row=row, **options)
        own = District.objects.filter(municipality=row.municipality_id).active()
        self.fields["districts"] = NamedChoices(
            queryset=own.defer("geometry").in_order(),
            label=_("Districts"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        if not row.is_new:
            members = TerritoryDistrict.objects.filter(territory=row)
            self.initial["districts"] = list(
                members.values_list("district_id", flat=True)
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        needs_site = cleaned.get("kind") == Territory.Kind.TARGET_REGION
        if needs_site and cleaned.get("site") is None:
            self.add_error("site", _("A target region belongs to a site."))
        return cleaned


class StreetForm(RowForm):
    model = StreetRange
    shown = (
        "street",
        "postal_code",
        "number_from",
        "number_to",
        "parity",
        "district",
        "site",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("district") is None and cleaned.get("site") is None:
            self.add_error("site", _("Choose the site in charge, or the district."))
        return cleaned
