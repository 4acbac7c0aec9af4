"""Forms of people who ask: without account, without cookie, few fields."""

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.mechanisms.feedback.forms import SLOWEST_SECONDS, is_too_quick, new_token
from hafen.mechanisms.feedback.forms import FeedbackForm as _Guarded
from hafen.voice.inquiries.keys import PIN_DIGITS
from hafen.voice.inquiries.models import ContactPoint, Inquiry
from hafen.voice.inquiries.services import NewInquiry, Person

__all__ = ["SLOWEST_SECONDS", "AskForm", "OwnReplyForm", "PinForm", "new_token"]

Kind = Inquiry.Kind
# The kinds in the order in which the public is asked; the addresses use them.
SLUGS = {
    "question": Kind.QUESTION,
    "offer": Kind.OFFER,
    "encounter": Kind.ENCOUNTER,
    "complaint": Kind.COMPLAINT,
    "landlord": Kind.LANDLORD,
    "neighbour": Kind.NEIGHBOUR,
}
_ABOUT = {
    Kind.COMPLAINT: _("Who or which office is it about?"),
    Kind.LANDLORD: _("Which house or flat is it about?"),
    Kind.NEIGHBOUR: _("Which house or place is it about?"),
}
_MESSAGES = {
    Kind.QUESTION: _("Your question"),
    Kind.OFFER: _("How would you like to help?"),
    Kind.ENCOUNTER: _("What would you like to do together?"),
    Kind.COMPLAINT: _("What happened?"),
    Kind.LANDLORD: _("What is it about?"),
    Kind.NEIGHBOUR: _("What is it about?"),
}
_ENCOUNTER = ("place", "day", "needs")


class _VisitorForm(Form):
    """What tells people from robots, as `feedback` does it."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    clean_token = _Guarded.clean_token

    @property
    def is_of_a_robot(self) -> bool:
        quick = is_too_quick(self.cleaned_data["token"])
        return bool(self.cleaned_data.get("website")) or quick


class AskForm(_VisitorForm):
    """A question, an offer, a complaint, a plan: at most six fields."""

    who = forms.ChoiceField(
        label=_("I am"),
        choices=[
            ("", "–"),
            (Inquiry.Who.NEWCOMER, pgettext_lazy("I am", "new here")),
            (Inquiry.Who.ENGAGED, pgettext_lazy("I am", "engaged as a citizen")),
            (Inquiry.Who.ORGANISATION, pgettext_lazy("I am", "writing for a group")),
            (Inquiry.Who.OFFICE, pgettext_lazy("I am", "writing for an office")),
            (Inquiry.Who.INTERESTED, pgettext_lazy("I am", "interested")),
        ],
        required=False,
    )
    point = forms.ModelChoiceField(
        label=_("Who should read it?"), queryset=ContactPoint.objects.none()
    )
    message = forms.CharField(max_length=5_000, widget=TextArea(rows=6))
    about = forms.CharField(max_length=200, required=False)
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)
    day = forms.DateField(label=_("When?"), required=False, widget=DateInput())
    needs = forms.MultipleChoiceField(
        label=_("What do you need for it?"),
        choices=[
            ("room", _("a room")),
            ("money", _("a little money")),
            ("interpreter", _("an interpreter")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    phone = PhoneField(label=_("Your telephone number"), required=False)

    def __init__(
        self, *args: Any, kind: Kind, points: list[ContactPoint], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._kind = kind
        fields: Any = self.fields
        fields["message"].label = _MESSAGES[kind]
        unwanted = set() if kind == Kind.ENCOUNTER else set(_ENCOUNTER)
        unwanted |= {"phone"} if kind == Kind.ENCOUNTER else set()
        unwanted |= set() if kind == Kind.QUESTION else {"who"}
        if kind in _ABOUT:
            fields["about"].label = _ABOUT[kind]
        else:
            unwanted.add("about")
        if len(points) > 1 and kind in {Kind.QUESTION, Kind.COMPLAINT}:
            self._offer_points(points)
        else:
            unwanted.add("point")
        for name in unwanted:
            del fields[name]

    def _offer_points(self, points: list[ContactPoint]) -> None:
        point: Any = self.fields["point"]
        point.queryset = ContactPoint.objects.filter(
            pk__in=[row.pk for row in points]
        ).order_by("sort_key", "id")
        point.empty_label = None
        tongue = get_language() or "de"
        point.label_from_instance = lambda row: row.name_in(tongue)
        point.initial = points[0].pk

    def new_inquiry(self, *, language: str, channel: str) -> NewInquiry:
        values = self.cleaned_data
        return NewInquiry(
            kind=self._kind,
            channel=channel,
            language=language,
            text=self._text(),
            person=Person(
                name=values["name"],
                email=values["email"],
                phone=values.get("phone", ""),
                reply_by="MAIL"
                if values["email"]
                else "TELEPHONE"
                if values.get("phone")
                else "",
            ),
            who=values.get("who", ""),
            point=values.get("point"),
            has_pin=True,
        )

    def _text(self) -> str:
        """Return what was written, with the further answers below their labels."""
        values = self.cleaned_data
        lines = [values["message"]]
        for name in ("about", "place", "day"):
            if values.get(name):
                lines.append(f"{self.fields[name].label} {values[name]}")
        if values.get("needs"):
            needs: Any = self.fields["needs"]
            chosen = [str(dict(needs.choices)[need]) for need in values["needs"]]
            lines.append(f"{needs.label} {', '.join(chosen)}")
        return "\n\n".join(lines)


class PinForm(forms.Form):
    """The digits that were shown when the inquiry was sent."""

    number = forms.CharField(
        label=_("Number of your inquiry"),
        help_text=_("For example 2026-0042."),
        max_length=12,
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
    )
    pin = forms.CharField(
        label=_("Your PIN"),
        max_length=PIN_DIGITS + 4,
        widget=forms.TextInput(
            {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )

    def __init__(self, *args: Any, with_number: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not with_number:
            del self.fields["number"]

    def clean_pin(self) -> str:
        return "".join(char for char in self.cleaned_data["pin"] if char.isdigit())


class OwnReplyForm(Form):
    """What a requester adds on the own page."""

    message = forms.CharField(
        label=_("Write an answer"), max_length=5_000, widget=TextArea(rows=4)
    )
