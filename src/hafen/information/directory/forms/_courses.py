from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form, TimeInput
from hafen.information.directory.forms._sections import refuse_backwards
from hafen.information.directory.models import Course, Level
from hafen.information.directory.queries import Participant, Roll
from hafen.information.directory.shapes import CourseData
from hafen.mechanisms.bookings.forms import PersonForm
from hafen.mechanisms.feedback.forms import GuardedFields
from hafen.mechanisms.questions.forms import answers_in, fields_of
from hafen.mechanisms.questions.models import Question

_LEVELS = [("", _("none")), *Level.choices]


class CourseForm(Form):
    """What a course has beyond an offer."""

    type = forms.ChoiceField(label=_("Type of course"), choices=Course.Type.choices)
    level_from = forms.ChoiceField(
        label=_("Level at the start"), choices=_LEVELS, required=False
    )
    level_to = forms.ChoiceField(
        label=_("Level at the end"), choices=_LEVELS, required=False
    )
    starts_on = forms.DateField(
        label=_("Starts on"), required=False, widget=DateInput()
    )
    ends_on = forms.DateField(label=_("Ends on"), required=False, widget=DateInput())
    starts = forms.TimeField(label=_("Begins at"), required=False, widget=TimeInput())
    places = forms.IntegerField(
        label=_("Places"),
        help_text=_("With a first day and places, people can be placed and wait."),
        min_value=0,
        required=False,
    )
    takes_registrations = forms.BooleanField(
        label=_("People register themselves on the public page"), required=False
    )
    closes_on = forms.DateField(
        label=_("Registration until"),
        help_text=_("Empty: until the first day."),
        required=False,
        widget=DateInput(),
    )
    waiting_places = forms.IntegerField(
        label=_("Places on the waiting list"),
        help_text=_("Empty: no limit. 0: no waiting list."),
        min_value=0,
        required=False,
    )
    needs_approval = forms.BooleanField(
        label=_("We decide on each registration"), required=False
    )
    offer_hours = forms.IntegerField(
        label=_("Hours to accept a place that became free"),
        help_text=_("0: whoever waits gets the place at once."),
        min_value=0,
        max_value=720,
        initial=48,
        required=False,
    )
    is_volunteer = forms.BooleanField(label=_("given by volunteers"), required=False)
    has_childcare = forms.BooleanField(label=_("with childcare"), required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        refuse_backwards(self, values, "starts_on", "ends_on")
        if values.get("level_to", "") < values.get("level_from", ""):
            message = _("A course does not lead downwards.")
            self.add_error("level_to", ValidationError(message))
        if values.get("takes_registrations") and not self._has_dates(values):
            message = _("People can register once there are a first day and places.")
            self.add_error("takes_registrations", ValidationError(message))
        if values.get("offer_hours") is None:
            values["offer_hours"] = 48
        return values

    def _has_dates(self, values: dict[str, Any]) -> bool:
        return values.get("starts_on") is not None and values.get("places") is not None

    @property
    def course(self) -> CourseData:
        values = self.content
        return CourseData(
            **{name: value for name, value in values.items() if name != "places"}
        )


class ProgressForm(Form):
    """Two levels for each participant, by the key of the registration."""

    def __init__(self, *args: Any, roll: Roll, **options: Any) -> None:
        super().__init__(*args, **options)
        for each in roll.participants:
            key = each.registration.pk
            for part, label in (("before", _("before")), ("after", _("after"))):
                self.fields[f"{part}_{key.hex}"] = forms.ChoiceField(
                    label=label,
                    choices=[("", "–"), *Level.choices],
                    initial=getattr(each, part),
                    required=False,
                )
        self.roll = roll

    @property
    def lines(self) -> list[tuple[Participant, Any, Any]]:
        """Each participant with the two fields."""
        found = []
        for each in self.roll.participants:
            key = each.registration.pk.hex
            found.append((each, self[f"before_{key}"], self[f"after_{key}"]))
        return found

    @property
    def levels(self) -> dict[UUID, tuple[str, str]]:
        values = self.cleaned_data
        return {
            each.registration.pk: (
                values[f"before_{each.registration.pk.hex}"],
                values[f"after_{each.registration.pk.hex}"],
            )
            for each in self.roll.participants
        }


class JoinForm(GuardedFields, PersonForm):
    """Somebody registers for a course; its own questions come after the person."""

    def __init__(
        self, *args: Any, questions: list[Question], language: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields |= fields_of(questions, language)

    @property
    def answers(self) -> dict[UUID, Any]:
        """What was answered, by the key of the question."""
        return answers_in(self.cleaned_data)

    @property
    def shown(self) -> list[Any]:
        """What the person sees; the trap for robots stands apart."""
        return [field for field in self.visible_fields() if field.name != "website"]


class EditionForm(Form):
    """The name of an edition."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("Such as “April 2026”."),
        max_length=120,
    )
