"""Forms of the desk: note a call in twenty seconds, sort, answer, close."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.mail.models import Notice
from hafen.core.places.models import District, Site
from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.network.contacts.models import Channel
from hafen.voice.inquiries.models import ContactPoint, Inquiry, Step

_EMPTY: list[tuple[str, Any]] = [("", "–")]
TOPICS = 3
HINT = _("Only what the help needs: no reasons for fleeing, no suspicions.")
NOTED = (
    Channel.TELEPHONE,
    Channel.PERSONAL,
    Channel.MACHINE,
    Channel.LETTER,
    Channel.VISIT,
)
_REPLY_BY = [
    (Notice.Channel.MAIL, Notice.Channel.MAIL.label),
    (Notice.Channel.TELEPHONE, Notice.Channel.TELEPHONE.label),
    (Notice.Channel.LETTER, Notice.Channel.LETTER.label),
    (Notice.Channel.VISIT, Notice.Channel.VISIT.label),
]


class NoteForm(Form):
    """A call, somebody at the counter, a letter, the answering machine."""

    channel = forms.ChoiceField(
        label=_("Channel"), choices=[(each, each.label) for each in NOTED]
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Inquiry.Kind.choices)
    who = forms.ChoiceField(
        label=_("Who asks"),
        choices=Inquiry.Who.choices,
        initial=Inquiry.Who.UNKNOWN,
    )
    text = forms.CharField(
        label=_("What it is about"),
        help_text=HINT,
        max_length=5_000,
        widget=TextArea(rows=4),
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    address = forms.CharField(
        label=_("Postal address"), required=False, widget=TextArea(rows=2)
    )
    reply_by = forms.ChoiceField(
        label=_("Answer by"), choices=[*_EMPTY, *_REPLY_BY], required=False
    )
    language = forms.ChoiceField(label=_("Language"))
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False)
    is_call_back = forms.BooleanField(
        label=_("The person has to be called back"), required=False
    )

    def __init__(self, *args: Any, languages: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        language: Any = self.fields["language"]
        language.choices = languages

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        must_call = values.get("is_call_back") or (
            values.get("channel") == Channel.MACHINE
        )
        if must_call and not values.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("To call back, a number is needed."))
        needed = {"MAIL": "email", "LETTER": "address", "TELEPHONE": "phone"}
        field = needed.get(values.get("reply_by", ""))
        if field and not values.get(field) and field not in self.errors:
            self.add_error(field, _("This way of answering needs it."))
        return values


class SortForm(Form):
    """What an inquiry is about, who answers it, and by which route.

    Topics are of two levels, in as many selects as there are and one more.
    """

    kind = forms.ChoiceField(label=_("Kind"), choices=Inquiry.Kind.choices)
    who = forms.ChoiceField(label=_("Who asks"), choices=Inquiry.Who.choices)
    route = forms.ChoiceField(
        label=_("Route"), choices=[*_EMPTY, *Inquiry.Route.choices], required=False
    )
    owner = forms.ModelChoiceField(
        label=_("Who does it"),
        queryset=User.objects.none(),
        required=False,
        empty_label="–",
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="–"
    )
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False)
    legal_areas = forms.MultipleChoiceField(
        label=_("Legal areas"),
        help_text=_("With two or more, a joint conversation is proposed."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    site = forms.ModelChoiceField(
        label=_("Site or house that it is about"),
        queryset=Site.objects.none(),
        required=False,
        empty_label="–",
    )

    def __init__(
        self,
        *args: Any,
        rows: dict[str, Any],
        topics: list[tuple[str, Any]],
        legal_areas: list[tuple[str, Any]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, queryset in rows.items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name
        fields["legal_areas"].choices = legal_areas
        known = sum(name.startswith("topic_") for name in self.initial)
        for number in range(max(TOPICS, known + 1)):
            fields[f"topic_{number}"] = forms.ChoiceField(
                label=_("Further topic") if number else _("Topic"),
                choices=[*_EMPTY, *topics],
                required=False,
            )

    @staticmethod
    def said(topics: list[str]) -> dict[str, Any]:
        """Return the topics of an inquiry as the selects hold them."""
        return {f"topic_{number}": code for number, code in enumerate(topics)}

    @property
    def topic_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("topic_")]

    @property
    def triage(self) -> dict[str, Any]:
        """Return what was chosen, each topic once and in its order."""
        values = {**self.content}
        named = [values.pop(name) for name in [*values] if name.startswith("topic_")]
        return {**values, "topics": [code for code in dict.fromkeys(named) if code]}


class ReplyForm(Form):
    """An answer or a question back, in the language of the requester."""

    text = forms.CharField(
        label=_("Answer"),
        help_text=_("The person reads it on the own page and by the way chosen."),
        max_length=10_000,
        widget=TextArea(rows=6),
    )
    is_question = forms.BooleanField(
        label=_("I am asking back; this is not the answer yet"), required=False
    )
    whole = forms.BooleanField(
        label=_("The mail may carry the text itself"),
        help_text=_("Otherwise it carries only the link to the own page."),
        required=False,
    )


class RemarkForm(Form):
    """A note that colleagues read and nobody else."""

    text = forms.CharField(
        label=_("Note for colleagues"),
        help_text=HINT,
        max_length=5_000,
        widget=TextArea(rows=3),
    )


class CloseForm(Form):
    """How the person took it, apart from what came of it."""

    reaction = forms.ChoiceField(
        label=_("Reaction of the person"),
        choices=[*_EMPTY, *Inquiry.Reaction.choices],
        required=False,
    )
    success = forms.ChoiceField(
        label=_("Result in substance"),
        choices=[*_EMPTY, *Inquiry.Success.choices],
        required=False,
    )
    because = forms.ChoiceField(
        label=_("Closed without an answer because"),
        choices=[*_EMPTY, *Inquiry.Reason.choices],
        required=False,
    )


class StepForm(Form):
    """One step of a clarification."""

    held_on = forms.DateField(label=_("Date"), widget=DateInput())
    kind = forms.ChoiceField(label=_("Kind"), choices=Step.Kind.choices)
    note = forms.CharField(
        label=_("What happened"),
        help_text=HINT,
        max_length=5_000,
        widget=TextArea(rows=3),
    )
    result = forms.CharField(
        label=_("Result"), max_length=2_000, required=False, widget=TextArea(rows=2)
    )
    is_accompanied = forms.BooleanField(
        label=_("The person was accompanied"), required=False
    )


class FilterForm(forms.Form):
    """What the register shows."""

    q = forms.CharField(
        label=_("Number, name, address or telephone"), required=False, max_length=100
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("all kinds")), *Inquiry.Kind.choices],
        required=False,
    )
    who = forms.ChoiceField(
        label=_("Who asks"),
        choices=[("", _("everybody")), *Inquiry.Who.choices],
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[("", _("all channels")), *Channel.choices],
        required=False,
    )
    success = forms.ChoiceField(
        label=_("Result"),
        choices=[("", _("all results")), *Inquiry.Success.choices],
        required=False,
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    legal_area = forms.ChoiceField(label=_("Legal area"), required=False)
    point = forms.ModelChoiceField(
        label=_("Contact point"),
        queryset=ContactPoint.objects.none(),
        required=False,
        empty_label=_("all contact points"),
    )
    whose = forms.ChoiceField(
        label=_("Who does it"),
        choices=[("", _("everybody")), ("me", _("I do")), ("nobody", _("nobody yet"))],
        required=False,
    )
    first = forms.DateField(label=_("From"), required=False, widget=DateInput())
    last = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    part = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        topics: Any,
        legal_areas: Any,
        points: Any,
        teams: Iterable[Team],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["point"].queryset = points
        fields["point"].label_from_instance = lambda row: row.name
        fields["whose"].choices += [(str(team.pk), team.name) for team in teams]
        fields["topic"].choices = [("", _("all topics")), *topics]
        fields["legal_area"].choices = [("", _("all legal areas")), *legal_areas]

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            raise ValidationError(_("The last day lies before the first one."))
        return self.cleaned_data
