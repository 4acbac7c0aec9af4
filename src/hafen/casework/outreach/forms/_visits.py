from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms import RowsForm, choice, day
from hafen.casework.outreach.forms._travel import TripForm
from hafen.casework.outreach.models import HomeVisit
from hafen.core.accounts.models import User
from hafen.core.ui.forms import Form, TextArea, TimeInput
from hafen.core.ui.sparse import HINT
from hafen.exchange.interpreting.models import Institution

_RESULTS = [each for each in HomeVisit.Result.choices if each[0]]


class PlanForm(RowsForm):
    on = day(_("Day"))
    at = forms.TimeField(label=_("Time"), widget=TimeInput, required=False)
    visitor = choice(User, _("Who goes"), empty_label=None)
    announced = forms.ChoiceField(
        label=_("Announced"), choices=HomeVisit.Announced.choices
    )
    interpreter = forms.ChoiceField(
        label=_("Interpreter"), choices=HomeVisit.Interpreter.choices
    )


class MoveVisitForm(Form):
    on = day(_("Day"))
    at = forms.TimeField(label=_("Time"), widget=TimeInput, required=False)


class InterpreterForm(RowsForm):
    """Who books, and for which language of the family."""

    institution = choice(Institution, _("Office that books"), empty_label=None)
    language = forms.ChoiceField(label=_("Language"))
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=15, max_value=480, initial=60
    )

    def __init__(
        self, *args: Any, languages: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["language"].choices = languages


class RecordForm(TripForm):
    """What came of a visit; on a phone, with one hand."""

    # The keyboard begins here, and has the note two fields further.
    result = forms.ChoiceField(
        label=_("Result"),
        choices=_RESULTS,
        widget=forms.RadioSelect({"autofocus": True}),
    )
    persons_met = forms.IntegerField(
        label=_("Persons met"), required=False, min_value=1, max_value=99
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=HINT,
        required=False,
        max_length=4000,
        widget=TextArea(rows=6),
    )
    on = day(_("Day"))
    sheet = forms.ChoiceField(label=_("Information sheet handed out"), required=False)
    again_on = day(_("Go again on"), required=False)

    def __init__(
        self, *args: Any, sheets: Iterable[tuple[str, Any]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["sheet"].choices = [("", _("none")), *sheets]

    @property
    def seen(self) -> list[Any]:
        """What came of the visit; the way there stands below."""
        way = TripForm.base_fields
        return [self[name] for name in self.fields if name not in way]


class LineForm(Form):
    """One visit of a day sheet; without a result it is left as it is."""

    result = forms.ChoiceField(
        label=_("Result"), choices=[("", "–"), *_RESULTS], required=False
    )
    persons_met = forms.IntegerField(
        label=_("Persons met"), required=False, min_value=1, max_value=99
    )
    again_on = day(_("Go again on"), required=False)
