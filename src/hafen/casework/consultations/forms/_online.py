"""Forms of people who ask for an appointment: no account, no name, no matter."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from hafen.casework.consultations.queries import FreeTime
from hafen.casework.consultations.words import Words
from hafen.core.db.languages import comma
from hafen.core.ui.forms import Form
from hafen.mechanisms.feedback.forms import GuardedFields, is_too_quick

TAKEN = _("Somebody has just taken this time. The next free one is chosen here.")


class WishForm(Form):
    """What about, and in which language."""

    topic = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("Only roughly. Please write nothing else about yourself here."),
        required=False,
    )
    language = forms.ChoiceField(label=_("In which language would you like to speak?"))

    def __init__(self, *args: Any, known: Words, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["topic"].choices = [
            ("", _("I do not want to say")),
            *known.topic_choices,
        ]
        fields["language"].choices = known.language_choices


class OtherTimeForm(Form):
    """One of the times that are free."""

    slot = forms.CharField(label=_("When?"), max_length=12, widget=forms.Select)

    def __init__(self, *args: Any, times: Iterable[FreeTime], **options: Any) -> None:
        super().__init__(*args, **options)
        self._times = {each.key: each for each in times}
        slot: Any = self.fields["slot"]
        slot.widget.choices = _named(self._times.values())

    def clean_slot(self) -> FreeTime:
        found = self._times.get(self.cleaned_data["slot"])
        if found is None:
            raise ValidationError(TAKEN)
        return found


class AskForm(GuardedFields, OtherTimeForm):
    """A free time, and where the link to confirm it goes."""

    topic = forms.CharField(required=False, widget=forms.HiddenInput)
    language = forms.CharField(required=False, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a link there with which you confirm the appointment."),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )

    @property
    def is_of_a_robot(self) -> bool:
        return super().is_of_a_robot or is_too_quick(self.cleaned_data["token"])


def _named(times: Iterable[FreeTime]) -> list[tuple[str, str]]:
    local = [(each.key, timezone.localtime(each.starts_at)) for each in times]
    return [
        (
            key,
            comma().join(
                (
                    date_format(begins, "D"),
                    date_format(begins, "SHORT_DATE_FORMAT"),
                    time_format(begins),
                )
            ),
        )
        for key, begins in local
    ]
