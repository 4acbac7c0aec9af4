from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import District
from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.forms import DateInput, Form, TextArea

# So that one page holds it, in letters that all can read.
_MOST = 900
_SIDES = {
    "neighbours": _("What neighbours expect"),
    "newcomers": _("What newcomers expect"),
}


class AgreementForm(Form):
    """What was agreed at a meeting, in each language."""

    name = forms.CharField(
        label=_("Neighbourhood"),
        help_text=_("The street, house or quarter; no names of persons."),
        max_length=160,
    )
    held_on = forms.DateField(label=_("Day of the meeting"), widget=DateInput())
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    contacts_made = forms.IntegerField(
        label=_("Contacts brought about between people"),
        min_value=0,
        max_value=999,
        initial=0,
    )
    is_public = forms.BooleanField(
        label=_("Everybody may read it"),
        help_text=_("Two languages at least need both sides."),
        required=False,
    )

    def __init__(
        self, *args: Any, districts: Any, languages: list[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        district: Any = self.fields["district"]
        district.queryset = districts
        district.label_from_instance = lambda row: row.name
        self.languages = languages
        is_public = self.fields.pop("is_public")
        for tag in languages:
            for side, label in _SIDES.items():
                self.fields[f"{side}_{tag}"] = forms.CharField(
                    label=f"{label} · {own_name(tag)}",
                    help_text=_("One line each."),
                    max_length=_MOST,
                    required=False,
                    widget=TextArea(rows=5, language=tag),
                )
        self.fields["is_public"] = is_public
        self.fold(languages, *(f"{side}_{{}}" for side in _SIDES))

    @property
    def agreement_data(self) -> dict[str, Any]:
        values = {**self.content}
        for side in _SIDES:
            said = {tag: values.pop(f"{side}_{tag}") for tag in self.languages}
            values[side] = {tag: text for tag, text in said.items() if text.strip()}
        return values
