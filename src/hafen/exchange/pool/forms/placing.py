"""The small forms of a placement, of plans and of the settings."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.exchange.pool import times
from hafen.exchange.pool.forms.desk import HINT, called
from hafen.exchange.pool.models import (
    Clearance,
    Exclusion,
    Kind,
    Level,
    Match,
    PairWish,
    Skill,
)

_EMPTY: list[tuple[str, Any]] = [("", "–")]


class BehalfForm(Form):
    """What somebody said on the telephone or at the desk."""

    says = forms.ChoiceField(
        label=_("What was said"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("If not: why?"),
        choices=[*_EMPTY, *Match.Reason.choices],
        required=False,
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class TalkForm(Form):
    talk_on = forms.DateField(label=_("Talk held on"), widget=DateInput)
    seeker_agrees = forms.BooleanField(
        label=_("Whoever looks for help agrees too"), required=False
    )


class EndForm(Form):
    outcome = forms.ChoiceField(label=_("What came of it"), choices=Match.Outcome)
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[*_EMPTY, *Match.Reason.choices], required=False
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    looks_on = forms.BooleanField(label=_("Help is still needed"), required=False)


class WithdrawForm(Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=Match.Reason.choices)


class CorrectionForm(Form):
    """A fact of the offer, as it was agreed; which one the rule tells."""

    agreed_on = forms.DateField(label=_("Agreed on"), widget=DateInput)
    note = forms.CharField(
        label=_("How it was agreed"),
        help_text=_("For example: on the telephone."),
        max_length=300,
    )

    def __init__(
        self, *args: Any, fact: str, languages: list[Any], today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["agreed_on"].initial = today
        for name, made in _correction_fields(fact, languages).items():
            fields[name] = made
        self.order_fields(["value", "level", "agreed_on", "note"])

    @property
    def value(self) -> Any:
        found = self.cleaned_data["value"]
        if "level" in self.cleaned_data:
            return found, self.cleaned_data["level"]
        return found


def _correction_fields(fact: str, languages: list[Any]) -> dict[str, forms.Field]:
    if fact == "TIME":
        slots = [(place, times.name_of(place)) for place in range(42)]
        return {
            "value": forms.TypedMultipleChoiceField(
                label=_("Also has time"), choices=slots, coerce=int
            )
        }
    if fact == "LANGUAGE":
        return {
            "value": forms.ChoiceField(label=_("Also speaks"), choices=languages),
            "level": forms.TypedChoiceField(
                label=_("How well"), choices=Level.choices, coerce=int
            ),
        }
    if fact in {"SKILL", "CLEARANCE"}:
        known: Any = Skill.choices if fact == "SKILL" else Clearance.choices[1:]
        kind = str if fact == "SKILL" else int
        labels = {"SKILL": _("Also knows"), "CLEARANCE": _("The desk has seen")}
        return {
            "value": forms.TypedChoiceField(
                label=labels[fact], choices=known, coerce=kind
            )
        }
    labels = {"RADIUS": _("Goes so many kilometres"), "PLACES": _("Has so many places")}
    return {"value": forms.IntegerField(label=labels[fact], min_value=0, max_value=500)}


class ApartSearchForm(Form):
    helper = forms.CharField(label=_("Who helps"), required=False, max_length=80)
    seeker = forms.CharField(
        label=_("Who looks for help"), required=False, max_length=80
    )


class ApartForm(Form):
    """Two who are known.

    :param found: whom the search shows on each side, `known` all who may be chosen
    """

    helper: Any = forms.ModelChoiceField(
        label=_("Who helps"), queryset=None, widget=forms.RadioSelect
    )
    seeker: Any = forms.ModelChoiceField(
        label=_("Who looks for help"), queryset=None, widget=forms.RadioSelect
    )
    wished_by = forms.ChoiceField(
        label=_("Whose wish it is"),
        choices=Exclusion.By.choices,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, found: dict[str, Any], known: dict[str, Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, rows in found.items():
            fields[name].queryset = known[name]
            fields[name].choices = [(row.pk, called(row)) for row in rows]


class SettingsForm(Form):
    answer_days = forms.IntegerField(
        label=_("Working days to answer"), min_value=1, max_value=60
    )
    urgent_hours = forms.IntegerField(
        label=_("Hours to answer when it is urgent"), min_value=1, max_value=240
    )
    valid_days = forms.IntegerField(
        label=_("Days for which offers and requests hold"), min_value=7, max_value=730
    )
    remind_days = forms.IntegerField(
        label=_("Days before their end to ask whether they still hold"),
        min_value=1,
        max_value=90,
    )
    find_days = forms.IntegerField(
        label=_("Days to find somebody"), min_value=1, max_value=365
    )
    is_nightly = forms.BooleanField(
        label=_("Compute a plan of each kind every night"), required=False
    )


class PlanForm(Form):
    kind = forms.ChoiceField(label=_("Kind of help"), choices=Kind.choices)


class WishForm(Form):
    wish = forms.ChoiceField(
        label=_("In the next plan"),
        choices=PairWish.Wish.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=HINT, max_length=500, widget=TextArea(rows=2)
    )
