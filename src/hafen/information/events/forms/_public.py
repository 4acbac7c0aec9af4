from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form, TextArea
from hafen.information.events.forms._when import WhenFields
from hafen.information.events.models import Event, NeedKind
from hafen.mechanisms.bookings.forms import PersonForm
from hafen.mechanisms.feedback.forms import GuardedFields
from hafen.mechanisms.questions.forms import answers_in, fields_of
from hafen.mechanisms.questions.models import Question


class PublicFilterForm(forms.Form):
    """What a reader looks for; a wrong value filters nothing."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    district = forms.ChoiceField(label=_("Near me: district"), required=False)
    language = forms.ChoiceField(label=_("Language spoken"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (choices | {"kind": Event.Kind.choices}).items():
            field: Any = self.fields[name]
            field.choices = [("", _("all")), *found]


def _needs() -> dict[str, forms.Field]:
    return {
        "needs": forms.MultipleChoiceField(
            label=_("What do you need to be able to come?"),
            choices=NeedKind,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "need_detail": forms.CharField(
            label=_("Which language, how many children?"),
            required=False,
            max_length=200,
        ),
    }


class JoinForm(GuardedFields, PersonForm):
    """A visitor registers; the questions of the event come after the person."""

    def __init__(
        self,
        *args: Any,
        questions: list[Question],
        language: str,
        asks_needs: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if asks_needs:
            self.fields |= _needs()
        self.fields |= fields_of(questions, language)

    @property
    def answers(self) -> dict[UUID, Any]:
        """What was answered, by the key of the question."""
        return answers_in(self.cleaned_data)

    @property
    def shown(self) -> list[Any]:
        """What the person sees; the trap for robots stands apart."""
        return [field for field in self.visible_fields() if field.name != "website"]


class SubmitForm(GuardedFields, WhenFields, Form):
    """A partner hands an event in; an editor looks at it."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("Description"), max_length=5_000, widget=TextArea(rows=6)
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind)
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        help_text=_("Room and address, such as “Hall, Marktplatz 1”."),
    )
    contact = forms.CharField(
        label=_("Who answers questions of visitors"), max_length=200, required=False
    )
    submitter_organisation = forms.CharField(
        label=_("Your organisation"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    submitter_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    submitter_email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We write to you when the event is published. Nobody else sees it."
        ),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )

    field_order = (
        "title",
        "description",
        "kind",
        *(name for row in WhenFields.WHEN for name in row),
        "place",
        "contact",
        "submitter_organisation",
        "submitter_name",
        "submitter_email",
    )

    @property
    def shown(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name != "website"]

    def data_of_event(self, language: str) -> dict[str, Any]:
        names = ("title", "description", "kind", "place", "contact")
        cleaned = self.cleaned_data
        return {
            **self.when(),
            **{name: cleaned[name] for name in names},
            "organiser": cleaned["submitter_organisation"],
            "source_language": language,
        }

    def submitter(self, language: str) -> dict[str, str]:
        cleaned = self.cleaned_data
        return {
            "name": cleaned["submitter_name"],
            "email": cleaned["submitter_email"],
            "organisation": cleaned["submitter_organisation"],
            "language": language,
        }


class AskForm(GuardedFields, Form):
    """A visitor's question about an event."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("Please do not write anything private about yourself or others."),
        max_length=2_000,
        widget=TextArea(rows=4),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you would like an answer."),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )

    @property
    def shown(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name != "website"]
