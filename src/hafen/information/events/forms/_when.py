"""When an event is, asked so that nobody has to know what a rule is."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, TimeInput
from hafen.information.events import recurrence
from hafen.information.events.models import Event
from hafen.information.events.recurrence import LAST, Pattern

REPEATS = (
    ("", _("once")),
    ("weekly", _("every week")),
    ("monthly_weekday", _("every month, on a certain weekday")),
    ("monthly_date", _("every month, on the same date")),
    ("daily", _("every day")),
    ("yearly", _("every year")),
)
WHICH = (
    ("1", _("the first")),
    ("2", _("the second")),
    ("3", _("the third")),
    ("4", _("the fourth")),
    ("-1", _("the last")),
)
_DAYS = [(str(number), name) for number, name in WEEKDAYS.items()]


class WhenFields(forms.Form):
    """Day, time and recurrence; what is not asked for is left out of the rule."""

    first_day = forms.DateField(label=_("Day"), widget=DateInput())
    starts = forms.TimeField(
        label=_("Begins at"),
        required=False,
        widget=TimeInput(),
        help_text=_("Leave it empty if the event lasts all day."),
    )
    ends = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput())
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput(),
        help_text=_("Only if the event lasts several days in a row."),
    )
    repeats = forms.ChoiceField(label=_("Repeats"), choices=REPEATS, required=False)
    every = forms.IntegerField(
        label=_("How often?"),
        required=False,
        min_value=1,
        max_value=52,
        initial=1,
        help_text=_("1: each week or month. 2: every second one, and so on."),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On these days of the week"),
        choices=_DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for what repeats every week."),
    )
    which = forms.ChoiceField(
        label=_("Which one of the month?"), choices=WHICH, required=False
    )
    weekday = forms.ChoiceField(
        label=_("Which weekday of the month?"),
        choices=[*_DAYS, ("working", _("working day (Monday to Friday)"))],
        required=False,
    )
    until = forms.DateField(
        label=_("Repeats until"), required=False, widget=DateInput()
    )

    WHEN = (("first_day", "starts", "ends"),)
    AGAIN = (
        ("repeats", "every", "until"),
        ("weekdays",),
        ("which", "weekday"),
        ("last_day",),
    )

    @staticmethod
    def said_of(event: Event) -> dict[str, Any]:
        """Return how the form shows what an event has."""
        pattern = recurrence.pattern_of(event.rule)
        said: dict[str, Any] = {
            "first_day": event.first_day,
            "starts": event.starts,
            "ends": event.ends,
            "last_day": event.last_day if event.last_day != event.first_day else None,
            "until": event.until,
        }
        if pattern is None:
            return said
        weekday = "working" if pattern.weekday is None else str(pattern.weekday)
        return said | {
            "repeats": pattern.repeats,
            "every": pattern.every,
            "weekdays": [str(day) for day in pattern.weekdays],
            "which": str(pattern.which),
            "weekday": weekday,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first one."))
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if ends and not starts:
            self.add_error("starts", _("Please say when it begins."))
        if starts and ends and ends <= starts and not (last and last > first):
            self.add_error("ends", _("The end is before the beginning."))
        if cleaned.get("until") and first and cleaned["until"] < first:
            self.add_error("until", _("This day is before the first one."))
        self._check_rule(cleaned)
        return cleaned

    def _check_rule(self, cleaned: dict[str, Any]) -> None:
        if self.errors or not cleaned.get("first_day"):
            return
        try:
            recurrence.first_day_of(self.rule(cleaned), cleaned["first_day"])
        except recurrence.UnreadableRule:
            self.add_error("weekdays", _("Please choose at least one day."))

    @staticmethod
    def rule(cleaned: dict[str, Any]) -> str:
        weekday = cleaned.get("weekday") or "working"
        first = cleaned["first_day"]
        return recurrence.rule_of(
            Pattern(
                repeats=cleaned.get("repeats") or "",
                every=cleaned.get("every") or 1,
                # Without a tick, the weekday of the first day is meant.
                weekdays=tuple(int(day) for day in cleaned.get("weekdays") or ())
                or (first.weekday(),),
                which=int(cleaned.get("which") or LAST),
                weekday=None if weekday == "working" else int(weekday),
            )
        )

    def when(self) -> dict[str, Any]:
        """Return the columns of an event."""
        cleaned = self.cleaned_data
        rule = self.rule(cleaned)
        return {
            "first_day": cleaned["first_day"],
            "last_day": cleaned["last_day"] or cleaned["first_day"],
            "starts": cleaned["starts"],
            "ends": cleaned["ends"],
            "rule": rule,
            "until": cleaned["until"] if rule else None,
            "count": None,
        }
