"""What organisations tell of their offers, and what editors answer."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import DateInput, Form, TextArea

_SALT = "hafen.directory.review"
SLOWEST_SECONDS = 24 * 3_600


def new_token() -> str:
    """Return a token that says when a page was shown to a visitor."""
    return signing.dumps("shown", salt=_SALT)


class ConfirmForm(forms.Form):
    """The one button of a mailed link; the token says that a page was open."""

    token = forms.CharField(widget=forms.HiddenInput)

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"]
        try:
            signing.loads(token, salt=_SALT, max_age=SLOWEST_SECONDS)
        except signing.BadSignature:
            message = _("The page was open for too long. Please send it again.")
            raise ValidationError(message) from None
        return token


class ProposalForm(Form):
    """Everything that an organisation may change of an offer, on one page."""

    name = forms.CharField(label=_("Name of the offer"), max_length=200)
    summary = forms.CharField(
        label=_("In one sentence"), max_length=300, required=False
    )
    description = forms.CharField(
        label=_("Description"), required=False, widget=TextArea(rows=6)
    )
    alert = forms.CharField(label=_("Current notice"), max_length=300, required=False)
    eligibility = forms.CharField(
        label=_("Who may come"), required=False, widget=TextArea(rows=3)
    )
    application = forms.CharField(
        label=_("How to register"), required=False, widget=TextArea(rows=3)
    )
    documents = forms.CharField(
        label=_("What to bring"), required=False, widget=TextArea(rows=3)
    )
    costs = forms.CharField(label=_("Costs"), required=False, widget=TextArea(rows=3))
    accessibility = forms.CharField(
        label=_("Accessibility"), required=False, widget=TextArea(rows=3)
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    website = forms.URLField(
        label=_("Website"), required=False, max_length=500, assume_scheme="https"
    )
    valid_until = forms.DateField(
        label=_("Offered until"), required=False, widget=DateInput()
    )
    note = forms.CharField(
        label=_("Note to the editors"),
        help_text=_("Such as new opening hours or another place."),
        max_length=2_000,
        required=False,
        widget=TextArea(rows=3),
    )
    is_ended = forms.BooleanField(
        label=_("We no longer give this offer"), required=False
    )

    @property
    def said(self) -> dict[str, str]:
        """Return the fields as texts, as `proposing.said_by` has them."""
        values = {
            name: value
            for name, value in self.content.items()
            if name not in {"note", "is_ended", "token"}
        }
        until = values.pop("valid_until")
        texts = {name: value.replace("\r\n", "\n") for name, value in values.items()}
        return {**texts, "valid_until": until.isoformat() if until else ""}


class MailedProposalForm(ConfirmForm, ProposalForm):
    """The same behind a mailed link."""


class DecisionForm(Form):
    """Which of the proposed fields are taken over, or why none is."""

    fields_taken = forms.MultipleChoiceField(required=False)
    reason = forms.CharField(
        label=_("Why not? The organisation is not told by itself."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, names: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["fields_taken"]
        field.choices = [(name, name) for name in names]


class StepForm(Form):
    """One step on the way of an offer that is being set up."""

    title = forms.CharField(label=_("Step"), max_length=200)
    support = forms.CharField(
        label=_("Support that we give"), max_length=300, required=False
    )
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DateInput())


class PlacesForm(Form):
    """How many places there are, and how many are free now."""

    total = forms.IntegerField(label=_("Places"), min_value=0, required=False)
    free = forms.IntegerField(label=_("Free places"), min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        total, free = values.get("total"), values.get("free")
        if total is not None and free is not None and free > total:
            message = _("There cannot be more free places than places.")
            self.add_error("free", ValidationError(message))
        return values


class VisitsForm(Form):
    """How many came on a day: numbers, no names."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    guests = forms.IntegerField(label=_("Guests"), min_value=0, max_value=100_000)
    newcomers = forms.IntegerField(
        label=_("Of them newcomers"), min_value=0, required=False
    )
    volunteers = forms.IntegerField(
        label=_("Volunteers"), min_value=0, max_value=10_000, required=False
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("No names of guests, please."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if (values.get("newcomers") or 0) > (values.get("guests") or 0):
            message = _("There cannot be more newcomers than guests.")
            self.add_error("newcomers", ValidationError(message))
        return values
