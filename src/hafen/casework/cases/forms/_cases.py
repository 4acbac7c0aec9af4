from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.forms._fields import RowsForm, choice, day
from hafen.casework.cases.forms._help import GoingOnForm
from hafen.casework.cases.models import AreaOutcome, Case, Client, Programme
from hafen.casework.cases.queries import is_special
from hafen.casework.cases.reference import ProgrammeTemplate, Term
from hafen.core.accounts.models import User
from hafen.core.ui.fields import since_day, until_day
from hafen.core.ui.forms import Form, TextArea
from hafen.core.ui.sparse import HINT


class CaseFilterForm(RowsForm):
    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    owner = choice(User, _("Responsible"), required=False)
    programme = choice(Programme, _("Programme"), required=False)
    first, last = since_day(), until_day()
    part = forms.CharField(required=False, widget=forms.HiddenInput)


class ProgrammedForm(RowsForm):
    """A form that asks for the programme, and for the criteria that some have."""

    programme = choice(Programme, _("Programme"), required=False)
    criteria = forms.MultipleChoiceField(
        label=_("Criteria of access that are met"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, rows: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, rows=rows, **options)
        fields: Any = self.fields
        # The field would ask for the programmes a second time.
        offered = [(row.pk, row.name) for row in rows["programme"]]
        fields["programme"].choices = [("", "–"), *offered]
        asked = [
            (row.name, row.shipped.criteria)
            for row in rows["programme"]
            if row.shipped and row.shipped.criteria
        ]
        if not asked:
            del fields["criteria"]
            return
        names = ", ".join(name for name, _terms in asked)
        fields["criteria"].help_text = _("Only for: %(names)s") % {"names": names}
        fields["criteria"].choices = [
            (term.code, term.name if term.is_required else _optional(term))
            for _name, terms in asked
            for term in terms
        ]


def _optional(term: Term) -> str:
    return _("%(criterion)s (need not be met)") % {"criterion": term.name}


class OpenCaseForm(ProgrammedForm):
    client = choice(
        Client,
        _("Who is accompanied"),
        required=False,
        empty_label=_("the household as a whole"),
    )
    owner = choice(User, _("Responsible person"))
    on = day(_("Begins on"))
    field_order = ("client", "owner", "programme", "criteria", "on")


class CaseForm(ProgrammedForm):
    stage = forms.ChoiceField(label=_("Stage"), choices=Case.Stage.choices)
    intensity = forms.ChoiceField(
        label=_("How much it takes"), choices=Case.Intensity.choices
    )
    field_order = ("stage", "intensity", "programme", "criteria")

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        phases = case.programme.phases() if case.programme else {}
        fields["stage"].choices = [
            (code, phases.get(code) or label) for code, label in Case.Stage.choices
        ]


class HandOverForm(RowsForm):
    to = choice(User, _("New responsible person"))


class DeputyForm(RowsForm):
    user = choice(User, _("Stands in"))
    valid_from = day(_("From"))
    valid_until = day(_("Last day"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("valid_from"), values.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("It ends before it begins."))
        return values


def _because(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=HINT, max_length=300, widget=TextArea(rows=2)
    )


class ExtendForm(Form):
    because = _because(_("Why it goes on beyond the period"))


class CloseForm(GoingOnForm):
    outcome = forms.ChoiceField(
        label=pgettext_lazy("case", "What came of it"), choices=Case.Outcome.choices
    )
    on = day(_("Closed on"))
    follow_up_on = day(_("Ask again how it goes on"), required=False)

    def __init__(
        self,
        *args: Any,
        areas: Iterable[Any],
        ends: Collection[str] = (),
        **options: Any,
    ) -> None:
        """
        Ask what came of each area of life.

        :param areas: labels of the domains
        :param ends: the outcomes that the programme knows; none: all
        """
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["outcome"].choices = [
            (code, label)
            for code, label in Case.Outcome.choices
            if not ends or code in ends
        ]
        self._areas = {label.code: is_special(label) for label in areas}
        for label in areas:
            fields[f"area_{label.code}"] = forms.ChoiceField(
                label=label.name, choices=[("", "–"), *AreaOutcome.Outcome.choices]
            )

    @property
    def content(self) -> dict[str, Any]:
        values = dict(super().content)
        return values | {
            "areas": {
                code: (values.pop(f"area_{code}"), special)
                for code, special in self._areas.items()
            }
        }


class ReopenForm(Form):
    because = _because(_("Why it is opened again"))


class ProgrammeForm(Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    months = forms.IntegerField(
        label=_("Longest period in months"), required=False, min_value=1, max_value=600
    )
    longest_months = forms.IntegerField(
        label=_("Longest period with reasons, in months"),
        required=False,
        min_value=1,
        max_value=600,
    )
    review_months = forms.IntegerField(
        label=_("Look at a plan again after at most, in months"),
        required=False,
        min_value=1,
        max_value=60,
    )
    offer_days = forms.IntegerField(
        label=_("Days until the first offer, at most"),
        help_text=_("From the first needs assessment on."),
        min_value=1,
        max_value=365,
        initial=14,
    )
    source = forms.CharField(
        label=_("Where this is said"),
        help_text=_("The rule of the funder, with its date."),
        max_length=200,
        required=False,
    )
    template = forms.ChoiceField(
        label=_("Follows the programme"),
        help_text=_(
            "Warnings, outcomes and contents of the plan then are those of this"
            " programme."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, templates: Iterable[ProgrammeTemplate], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["template"].choices = [
            ("", _("an own one")),
            *((each.code, each.name) for each in templates),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        months, longest = values.get("months"), values.get("longest_months")
        if longest and (not months or longest < months):
            self.add_error("longest_months", _("This is the longer of both periods."))
        return values
