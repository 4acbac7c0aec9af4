"""When and where somebody helps, for the public form and the own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import District
from hafen.core.ui.forms import Form
from hafen.exchange.pool.models import Level
from hafen.exchange.volunteers import times

LANGUAGES = (1, 2, 3)
_EMPTY: list[tuple[str, Any]] = [("", "–")]


class OfferedFields(Form):
    """Times, languages, district: what each offer of somebody has."""

    slots = forms.TypedMultipleChoiceField(
        label=_("When do you have time?"),
        coerce=int,
        choices=times.CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    radius_km = forms.IntegerField(
        label=_("At most so many kilometres away"),
        min_value=0,
        max_value=500,
        required=False,
    )

    def __init__(
        self, *args: Any, districts: Any, languages: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["district"].queryset = districts
        fields["district"].label_from_instance = lambda row: row.name
        for number in LANGUAGES:
            fields[f"language_{number}"] = forms.ChoiceField(
                label=_("Language"), choices=[*_EMPTY, *languages], required=False
            )
            fields[f"level_{number}"] = forms.TypedChoiceField(
                label=_("How well"),
                choices=Level.choices,
                coerce=int,
                required=False,
            )

    @property
    def grid(self) -> Any:
        return times.grid(self["slots"].value() or [])

    @property
    def pairs(self) -> list[Any]:
        return [(self[f"language_{n}"], self[f"level_{n}"]) for n in LANGUAGES]

    @property
    def offered(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "slots": times.word_of(said["slots"]),
            "district": said["district"],
            "radius_km": said["radius_km"],
            "languages": {
                said[f"language_{n}"]: said[f"level_{n}"] or Level.BASIC
                for n in LANGUAGES
                if said[f"language_{n}"]
            },
        }
