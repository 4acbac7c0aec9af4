from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms import RowsForm, choice, day
from hafen.casework.cases.words import Choices
from hafen.casework.obstacles.models import Obstacle, StructuralObstacle
from hafen.core.ui.forms import Form, TextArea
from hafen.core.ui.sparse import HINT

_NO_NAMES = _("No names and nothing by which somebody could be known.")
_MOST = 1_000


def _text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_MOST, widget=TextArea(rows=3), **options
    )


class _DomainForm(RowsForm):
    """A form that asks for an area of life and since when; days have been."""

    def __init__(
        self, *args: Any, domains: Choices, today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._today = today
        fields: Any = self.fields
        fields["domain"].choices = [("", "–"), *domains]

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since > self._today:
            raise forms.ValidationError(_("This day lies in the future."))
        return since


class FilterForm(RowsForm):
    part = forms.CharField(required=False, widget=forms.HiddenInput)
    domain = forms.ChoiceField(label=_("Area of life"), required=False)
    structural = choice(StructuralObstacle, _("Structural obstacle"), required=False)

    def __init__(self, *args: Any, domains: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["domain"].choices = [("", "–"), *domains]


class ObstacleForm(_DomainForm):
    """What stands in the way in a case, in words or as a structural obstacle.

    :param special: areas of which words stand in notes of a special category
    """

    domain = forms.ChoiceField(label=_("Area of life"))
    structural = choice(
        StructuralObstacle,
        _("A structural obstacle that is known"),
        required=False,
    )
    text = _text(_("Or what stands in the way"), help_text=HINT, required=False)
    agency = forms.CharField(
        label=_("Office concerned"), max_length=160, required=False
    )
    since = day(_("Since"))

    def __init__(self, *args: Any, special: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._special = special

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        structural, domain = values.get("structural"), values.get("domain")
        if structural and domain in self._special:
            values["text"] = ""
        elif domain in self._special:
            message = _("Words on this area belong into the special notes.")
            self.add_error("structural", message)
        elif structural and structural.domain in self._special:
            self.add_error("domain", _("Choose the area of the structural obstacle."))
        elif structural is None and not values.get("text"):
            self.add_error("text", _("Say what stands in the way."))
        if structural and not values.get("agency"):
            values["agency"] = structural.agency
        return values


class SolveForm(Form):
    solution = _text(_("How it was solved"))
    on = day(_("Solved on"))


class GatherForm(RowsForm):
    """Which of them stand for the same, and what it is called without a person."""

    obstacles = forms.ModelMultipleChoiceField(
        label=_("Obstacles"),
        queryset=Obstacle.objects.none(),
        widget=forms.MultipleHiddenInput,
    )
    into = choice(
        StructuralObstacle,
        _("Put into this structural obstacle"),
        required=False,
        empty_label=_("stands alone"),
    )
    name = forms.CharField(
        label=_("Or into a new one, called"),
        help_text=_NO_NAMES,
        max_length=160,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("into") and values.get("name"):
            self.add_error("name", _("Choose one of them, or name a new one."))
        return values


class StructuralForm(_DomainForm):
    name = forms.CharField(
        label=_("What stands in the way"), help_text=_NO_NAMES, max_length=160
    )
    domain = forms.ChoiceField(label=_("Area of life"))
    legal_area = forms.ChoiceField(
        label=_("Legal area"),
        help_text=_("Only where it concerns people of one legal area."),
        required=False,
    )
    agency = forms.CharField(
        label=_("Office concerned"), max_length=160, required=False
    )
    since = day(_("Since"))
    proposal = _text(_("Proposal"), help_text=_NO_NAMES, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=StructuralObstacle.State.choices
    )
    again_on = day(_("Ask again on"), required=False)
    solved_on = day(_("Solved on"), required=False)
    solution = _text(_("How it was solved"), help_text=_NO_NAMES, required=False)

    def __init__(self, *args: Any, legal_areas: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["legal_area"].choices = [("", "–"), *legal_areas]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_solved = values.get("state") == StructuralObstacle.State.SOLVED
        since, until = values.get("since"), values.get("solved_on")
        if is_solved and not until:
            self.add_error("solved_on", _("Say when it was solved."))
        if is_solved and not values.get("solution"):
            self.add_error("solution", _("Say how it was solved."))
        if since and until and until < since:
            self.add_error("solved_on", _("It ends before it begins."))
        if not is_solved:
            values["solved_on"], values["solution"] = None, ""
        return values
