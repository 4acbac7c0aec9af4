from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import District
from hafen.core.ui.forms import Form, PhoneInput, TextArea
from hafen.exchange.mentoring.models import CheckInAnswer, Side
from hafen.exchange.mentoring.services import Application
from hafen.exchange.pool.models import Level
from hafen.mechanisms.feedback.forms import GuardedFields
from hafen.mechanisms.questions.forms import answers_in, fields_of
from hafen.mechanisms.questions.models import Question

HINT = _("Please nothing about illness or your residence status.")
SPOKEN = (1, 2, 3)


class MoodForm(Form):
    mood = forms.ChoiceField(
        label=_("How is it going?"),
        choices=CheckInAnswer.Mood.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Would you like to say something about it?"),
        help_text=HINT,
        max_length=1_000,
        required=False,
        widget=TextArea(rows=3),
    )


class ApplyForm(GuardedFields, Form):
    """Somebody would like to be a sponsor, or to have one."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        help_text=_("If you have no e-mail address, we call you."),
        required=False,
        max_length=40,
        widget=PhoneInput(),
    )
    district = forms.ModelChoiceField(
        label=_("Where you live"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    text = forms.CharField(
        label=_("What you wish for"),
        help_text=HINT,
        max_length=1_000,
        required=False,
        widget=TextArea(rows=3),
    )
    consent = forms.BooleanField(
        label=_(
            "I agree that my first name and the way to reach me are passed on to "
            "the other person once we have both said yes."
        ),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        districts: Any,
        languages: list[tuple[str, Any]],
        questions: list[Question],
        language: str,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["district"].queryset = districts
        fields["district"].label_from_instance = lambda row: row.name
        for number in SPOKEN:
            fields[f"spoken_{number}"] = forms.ChoiceField(
                label=_("A language you speak"),
                choices=[("", "–"), *languages],
                required=number == 1,
                initial=language if number == 1 else None,
            )
        self.language = language
        fields |= fields_of(questions, language)
        asked = [name for name in fields if name.startswith("question_")]
        spoken = [f"spoken_{number}" for number in SPOKEN]
        self.order_fields(
            ["name", "email", "phone", "district", *spoken, "text", *asked, "consent"]
        )

    @property
    def shown(self) -> list[Any]:
        """What the person sees; the trap for robots stands apart."""
        return [f for f in self.visible_fields() if f.name != "website"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not (values.get("email") or values.get("phone") or self.errors):
            self.add_error(
                "email", _("Please give an e-mail address or a telephone number.")
            )
        return values

    def application(self, side: str, today: date) -> Application:
        values = self.cleaned_data
        return Application(
            side=side,
            person={
                "name": values["name"],
                "email": values["email"],
                "phone": values["phone"],
                "channel": "MAIL" if values["email"] else "TELEPHONE",
                "language": self.language,
                "consent_on": today if values["consent"] else None,
            },
            languages=self._spoken(side),
            district=values["district"],
            text=values["text"],
            answers=self.answers,
        )

    @property
    def answers(self) -> dict[UUID, Any]:
        return answers_in(self.cleaned_data)

    def _spoken(self, side: str) -> dict[str, int]:
        level = Level.FLUENT if side == Side.HELPER else Level.BASIC
        found = (self.cleaned_data[f"spoken_{number}"] for number in SPOKEN)
        return {tag: int(level) for tag in found if tag}
