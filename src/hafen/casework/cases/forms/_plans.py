from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import RowsForm, choice, day
from hafen.casework.cases.models import Client, Consent, Goal, GoalStep
from hafen.casework.cases.words import Choices
from hafen.core.ui.forms import Form, TextArea
from hafen.core.ui.signing import SignatureField
from hafen.core.ui.sparse import HINT

_MOST = 500


def _words(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_MOST, widget=TextArea(rows=2), **options
    )


def _own_words() -> forms.CharField:
    return forms.CharField(
        label=_("The same in the language of the person"),
        help_text=_("Written with an interpreter; it stands on the printed agreement."),
        max_length=_MOST,
        required=False,
        widget=TextArea(rows=2),
    )


class GoalForm(Form):
    domain = forms.ChoiceField(label=_("Area of life"))
    text = _words(_("What shall be reached"), help_text=HINT)
    own_text = _own_words()

    def __init__(self, *args: Any, domains: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["domain"].choices = [("", "–"), *domains]


class StepForm(Form):
    text = _words(_("What is done"), help_text=HINT)
    own_text = _own_words()
    who = forms.ChoiceField(label=_("Who does it"), choices=GoalStep.Who.choices)
    other = forms.CharField(
        label=_("Which office, where somebody else does it"),
        max_length=120,
        required=False,
    )
    due_on = day(_("Until"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("who") == GoalStep.Who.OTHER and not values.get("other"):
            self.add_error("other", _("Name the office."))
        return values


class EndGoalForm(Form):
    state = forms.ChoiceField(
        label=_("What came of it"),
        choices=[each for each in Goal.State.choices if each[0] != Goal.State.OPEN],
    )
    on = day(_("On"))


def _at_the_latest(latest: date | None) -> str:
    """Return what stands below the day of a review, as the programme asks for it."""
    if latest is None:
        return ""
    told = formats.date_format(latest, "SHORT_DATE_FORMAT")
    return _("At the latest on %(day)s, as the programme asks.") % {"day": told}


class AgreeForm(RowsForm):
    client = choice(Client, _("Who signs"), empty_label=None)
    review_on = day(_("Looked at together again on"))

    def __init__(self, *args: Any, latest: date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["review_on"].help_text = _at_the_latest(latest)


class SignAgreementForm(Form):
    on = day(_("Signed by both on"))
    interpreted = forms.ChoiceField(
        label=_("Who translated"), choices=Consent.Interpreted.choices, required=False
    )


class HandSignAgreementForm(Form):
    """The person signs on the screen, after both parts of the paper."""

    interpreted = forms.ChoiceField(
        label=_("Who translated"), choices=Consent.Interpreted.choices, required=False
    )
    signature = SignatureField(label=_("Signature"))


class ReviewForm(Form):
    review_on = day(_("Looked at together again on"))

    def __init__(self, *args: Any, latest: date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["review_on"].help_text = _at_the_latest(latest)
