from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import RowsForm, choice, day
from hafen.casework.cases.models import Goal, GridEntry, GridMeasure
from hafen.casework.cases.words import Choices
from hafen.core.ui.forms import Form
from hafen.network.organisations.models import Organisation


class MeasureForm(RowsForm):
    """A line of the catalogue; without an organisation the office is named."""

    domain = forms.ChoiceField(label=_("Area of life"))
    name = forms.CharField(label=_("What is done"), max_length=160)
    organisation = choice(Organisation, _("Organisation that does it"), required=False)
    agency = forms.CharField(
        label=_("Or which office does it"), max_length=160, required=False
    )
    is_active = forms.BooleanField(
        label=_("Can be planned"), required=False, initial=True
    )

    def __init__(self, *args: Any, domains: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["domain"].choices = [("", "–"), *domains]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        organisation = values.get("organisation")
        if organisation and not values.get("agency"):
            values["agency"] = organisation.name
        if not values.get("agency"):
            self.add_error("agency", _("Name the office."))
        return values


class PlanMeasureForm(RowsForm):
    """A measure is chosen by its area of life and its office."""

    measure = choice(GridMeasure, _("Measure"))
    goal = choice(Goal, _("Goal of the plan"), required=False)
    due_on = day(_("Until"), required=False)
    is_sure = forms.BooleanField(
        label=_("Plan it all the same; we have agreed who does what"),
        widget=forms.HiddenInput,
        required=False,
    )

    def __init__(self, *args: Any, names: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["measure"].label_from_instance = lambda row: (
            f"{names.get(row.domain, row.domain)}: {row.name} ({row.agency})"
        )
        fields["goal"].label_from_instance = lambda row: row.text

    def ask_again(self, alike: Iterable[GridEntry]) -> None:
        """Say which office plans or does something alike, and offer to go on."""
        fields: Any = self.fields
        fields["is_sure"].widget = forms.CheckboxInput()
        rows = "; ".join(
            f"{row.measure.agency}: {row.measure.name} ({row.get_state_display()})"
            for row in alike
        )
        said = _("Another office does or plans this or something alike: %(rows)s.")
        self.add_error("is_sure", said % {"rows": rows})


class PlanOwnForm(PlanMeasureForm):
    """What an office plans in its own field; the goals of a case it does not see."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        del fields["goal"]


class MoveOwnForm(forms.Form):
    entry = forms.UUIDField()
    state = forms.ChoiceField(choices=GridEntry.State.choices[1:])


class ShareGridForm(RowsForm):
    organisation = choice(
        Organisation,
        _("Office"),
        help_text=_("Only offices to which somebody in the case has agreed."),
    )
    email = forms.EmailField(label=_("E-mail address"))


class MoveMeasureForm(Form):
    state = forms.ChoiceField(
        label=_("Where it stands"), choices=GridEntry.State.choices[1:]
    )
    on = day(_("Since"))
