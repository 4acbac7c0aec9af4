from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms import RowsForm, choice, day
from hafen.casework.cases.models import Household
from hafen.casework.outreach.models import Arrival
from hafen.core.accounts.models import Team, User
from hafen.core.places.models import District, Site
from hafen.core.ui.fields import since_day, until_day
from hafen.core.ui.forms import Form
from hafen.information.knowledge.models import Paper
from hafen.network.organisations.models import Organisation

Choices = Iterable[tuple[str, Any]]
SPOKEN = ("language_1", "language_2")
_K = Arrival.Kind
# What only some kinds ask; all else is asked always.
_ONLY = {
    "number": {_K.LISTED},
    "unit": {_K.ASSIGNMENT},
    "site": {_K.ASSIGNMENT, _K.TRANSFER},
    "basis": {_K.ASSIGNMENT},
    "came_from": {_K.MOVE, _K.TRANSFER},
    "household": {_K.TRANSFER, _K.LISTED},
}


class ArrivalFilterForm(RowsForm):
    q = forms.CharField(label=_("Name or number"), required=False, max_length=80)
    team = choice(Team, _("Team"), required=False)
    district = choice(District, _("District"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "–"), *Arrival.Kind.choices], required=False
    )
    first, last = since_day(), until_day()
    part = forms.CharField(required=False, widget=forms.HiddenInput)


class ArrivalForm(RowsForm):
    """What finding people needs, and nothing more; each kind asks its own part."""

    household = choice(
        Household,
        _("Household of your teams"),
        required=False,
        empty_label=_("no file yet"),
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    number = forms.CharField(
        label=_("Number of the benefit community"), required=False, max_length=40
    )
    persons = forms.IntegerField(
        label=_("Number of persons"), min_value=1, max_value=99, initial=1
    )
    language_1 = forms.ChoiceField(label=_("Language in which we speak"))
    language_2 = forms.ChoiceField(label=_("Further language"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200)
    site = choice(Site, _("Accommodation"), required=False)
    unit = forms.CharField(label=_("Dwelling unit"), required=False, max_length=40)
    district = choice(District, _("District"), required=False)
    dwelling = forms.ChoiceField(
        label=_("Dwelling"), choices=Arrival.Dwelling.choices, required=False
    )
    came_from = forms.CharField(
        label=_("From where"),
        help_text=_("The former dwelling or accommodation in town, nothing else."),
        required=False,
        max_length=120,
    )
    basis = forms.CharField(label=_("Legal basis"), required=False, max_length=120)
    caution = forms.ChoiceField(
        label=_("To be minded on the way"),
        choices=Arrival.Caution.choices,
        required=False,
    )
    on = day(_("Lives there from"))
    due_on = day(_("First approach due on"), required=False)
    team = choice(
        Team,
        _("Team"),
        required=False,
        empty_label=_("the team of the district"),
    )
    sheet = forms.ChoiceField(
        label=_("Information sheet handed out"),
        help_text=_("The edition and the language are kept with the entry."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        languages: Choices,
        sheets: Choices | None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name in SPOKEN:
            fields[name].choices = [("", "–"), *languages]
        fields["sheet"].choices = [("", _("none")), *(sheets or [])]
        unasked = [name for name, kinds in _ONLY.items() if kind not in kinds]
        if sheets is None:
            unasked += ["sheet", "team", "household"]
        for name in set(unasked):
            del fields[name]

    @property
    def facts(self) -> dict[str, Any]:
        """What stands with the arrival."""
        values = dict(self.content)
        spoken = [values.pop(name) for name in SPOKEN]
        for name in ("team", "sheet", "household"):
            values.pop(name, None)
        return values | {"languages": list(dict.fromkeys(filter(None, spoken)))}


def arrival_initial(row: Arrival) -> dict[str, Any]:
    names = ArrivalForm.base_fields.keys() - {"sheet", "submission", "version", *SPOKEN}
    found = {
        name: getattr(row, f"{name}_id", getattr(row, name, None)) for name in names
    }
    return found | dict(zip(SPOKEN, row.languages, strict=False))


def sheet_key(paper: UUID, language: str) -> str:
    return f"{paper}:{language}"


class ApproachForm(Form):
    how = forms.ChoiceField(label=_("First approach"), choices=Arrival.Approach.choices)
    on = day(_("On"))


class EndForm(Form):
    ending = forms.ChoiceField(label=_("Why"), choices=Arrival.Ending.choices)


class RecogniseForm(RowsForm):
    household = choice(Household, _("Household of your teams"))


class GroupForm(RowsForm):
    organisation = choice(Organisation, _("Group of volunteers"))


class HelperForm(RowsForm):
    helper = choice(User, _("Volunteer"))
    until = day(_("Until"))


class SheetForm(Form):
    """Which sheet in which language was handed out, as one choice."""

    sheet = forms.ChoiceField(label=_("Information sheet"))

    def __init__(self, *args: Any, sheets: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["sheet"].choices = list(sheets)


def chosen_sheet(key: str, papers: Mapping[str, Paper]) -> tuple[Paper, str] | None:
    """Return the paper and the language that a choice names."""
    paper, _colon, language = key.partition(":")
    return (papers[paper], language) if paper in papers else None


class PeriodForm(Form):
    since = day(_("From"), required=False)
    until = day(_("Last day"), required=False)

    def bounds(self, today: date) -> tuple[date | None, date]:
        values = self.cleaned_data if self.is_valid() else {}
        return values.get("since"), values.get("until") or today
