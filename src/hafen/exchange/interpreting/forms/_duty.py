"""Consultation hours, and who is present."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form, TimeInput
from hafen.exchange.interpreting.forms._booking import EMPTY
from hafen.exchange.interpreting.models import DutySlot, Institution, Interpreter


class SlotForm(Form):
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none(), empty_label="–"
    )
    weekday = forms.TypedChoiceField(label=_("Day of the week"), coerce=int)
    begins = forms.TimeField(label=_("From the hour"), widget=TimeInput)
    ends = forms.TimeField(label=_("to the hour"), widget=TimeInput)
    languages = forms.MultipleChoiceField(
        label=_("These languages are needed"), widget=forms.CheckboxSelectMultiple
    )
    first_day = forms.DateField(label=_("From"), widget=DateInput)
    last_day = forms.DateField(label=_("until"), required=False, widget=DateInput)

    def __init__(
        self,
        *args: Any,
        institutions: Any,
        languages: Any,
        weekdays: Any,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["institution"].queryset = institutions
        fields["institution"].label_from_instance = lambda row: row.name
        fields["languages"].choices = languages
        fields["weekday"].choices = weekdays

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for first, last in (("first_day", "last_day"), ("begins", "ends")):
            a, b = data.get(first), data.get(last)
            if a and b and (b < a or (first == "begins" and a == b)):
                self.add_error(last, _("The end lies before the beginning."))
        return data

    @property
    def slot(self) -> dict[str, Any]:
        names = ("weekday", "begins", "ends", "languages", "first_day", "last_day")
        return {name: self.cleaned_data[name] for name in names}


def initial_of_slot(row: DutySlot) -> dict[str, Any]:
    names = ("weekday", "begins", "ends", "languages", "first_day", "last_day")
    return {name: getattr(row, name) for name in names} | {
        "institution": row.institution_id
    }


class DutyForm(Form):
    """Somebody for an hour; a collision is shown first and then accepted."""

    interpreter = forms.ModelChoiceField(
        label=_("Interpreter"), queryset=Interpreter.objects.none(), empty_label="–"
    )
    language = forms.ChoiceField(label=_("Language"))
    all_the_same = forms.BooleanField(
        label=_("All the same: it is agreed with the interpreter."), required=False
    )

    def __init__(
        self, *args: Any, interpreters: Any, languages: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["interpreter"].queryset = interpreters
        fields["interpreter"].label_from_instance = lambda row: row.name
        fields["language"].choices = [*EMPTY, *languages]
