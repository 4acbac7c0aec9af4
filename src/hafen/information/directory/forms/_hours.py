"""Opening hours as a person says them; what a rule is stands in `schedules`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form, TimeInput
from hafen.information.directory.queries import EVERY, NTH, rhythm
from hafen.information.directory.schedules import (
    days_of,
    monthly,
    pattern_of,
    weekly,
)
from hafen.information.directory.shapes import DayOff, ScheduleData

AS_BEFORE = "as_before"
LONGEST_BREAK = timedelta(days=92)
_WEEKS = {**EVERY, 6: _("every sixth week"), 8: _("every eighth week")}
RHYTHMS = (
    ("1", _("every week")),
    *((f"{weeks}", label) for weeks, label in _WEEKS.items()),
    *((f"nth{nth}", label) for nth, label in NTH.items()),
)


class HoursForm(Form):
    """Recurring hours; without times they are by appointment.

    :param old: the line that is changed; None for a new one
    """

    where = forms.ChoiceField(label=_("Where"), required=False)
    days = forms.MultipleChoiceField(
        label=_("Weekdays"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rhythm = forms.ChoiceField(
        label=_("How often"),
        help_text=_("For first and third day of the month please enter two lines."),
        choices=RHYTHMS,
    )
    opens_at = forms.TimeField(label=_("From"), required=False, widget=TimeInput())
    closes_at = forms.TimeField(
        label=_("To"),
        help_text=_("Leave both empty where an appointment is needed."),
        required=False,
        widget=TimeInput(),
    )
    valid_from = forms.DateField(
        label=_("Holds from"),
        help_text=_("With “every second week” and the like: a day of the first week."),
        required=False,
        widget=DateInput(),
    )
    valid_until = forms.DateField(
        label=_("Holds until"), required=False, widget=DateInput()
    )
    closed_on_holidays = forms.BooleanField(
        label=_("Closed on public holidays"), required=False, initial=True
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        places: list[Any],
        old: ScheduleData | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._old = old
        where: Any = self.fields["where"]
        where.choices = [("", _("at every place")), *places]
        if old is not None and pattern_of(old.rrule) is None:
            field: Any = self.fields["rhythm"]
            said = _("as before: %(rule)s") % {"rule": rhythm(None)}
            field.choices = [(AS_BEFORE, said), *RHYTHMS]

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        _refuse_one_time(self, values)
        start, end = values.get("valid_from"), values.get("valid_until")
        if start and end and end < start:
            message = _("The end lies before the beginning.")
            self.add_error("valid_until", ValidationError(message))
        if not values.get("days") and values.get("rhythm") != AS_BEFORE:
            message = _("Please choose at least one weekday.")
            self.add_error("days", ValidationError(message))
        if values.get("rhythm", "") in {str(n) for n in _WEEKS} and not start:
            message = _("Please enter a day of the first week, to count from.")
            self.add_error("valid_from", ValidationError(message))
        return values

    def schedule(self, zone: ZoneInfo) -> ScheduleData:
        """Return the hours as `ServiceData` takes them; days that differ stay."""
        values = self.cleaned_data
        return ScheduleData(
            rrule=self._rule(),
            opens_at=values["opens_at"],
            closes_at=values["closes_at"],
            zone=zone.key,
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
            closed_on_holidays=values["closed_on_holidays"],
            note=values["note"],
            exceptions=self._old.exceptions if self._old else (),
        )

    def _rule(self) -> str:
        days = [int(day) for day in self.cleaned_data["days"]]
        chosen: str = self.cleaned_data["rhythm"]
        if chosen == AS_BEFORE and self._old is not None:
            return self._old.rrule
        if chosen.startswith("nth"):
            return monthly(days, nth=int(chosen.removeprefix("nth")))
        return weekly(days, every=int(chosen))

    @staticmethod
    def said(schedule: ScheduleData, where: str) -> dict[str, Any]:
        """Return what the form starts with when a line is changed."""
        pattern = pattern_of(schedule.rrule)
        often = AS_BEFORE
        if pattern is not None:
            often = f"nth{pattern.nth}" if pattern.nth else str(pattern.every)
        return {
            "where": where,
            "days": [str(day) for day in pattern.days] if pattern else [],
            "rhythm": often,
            "opens_at": schedule.opens_at,
            "closes_at": schedule.closes_at,
            "valid_from": schedule.valid_from,
            "valid_until": schedule.valid_until,
            "closed_on_holidays": schedule.closed_on_holidays,
            "note": schedule.note,
        }


class DayOffForm(Form):
    """One day on which the hours differ, or some weeks in which it is closed."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("Only for a break of several days, such as school holidays."),
        required=False,
        widget=DateInput(),
    )
    opens_at = forms.TimeField(label=_("From"), required=False, widget=TimeInput())
    closes_at = forms.TimeField(
        label=_("To"),
        help_text=_("Leave both empty where it is closed."),
        required=False,
        widget=TimeInput(),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        _refuse_one_time(self, values)
        first, last = values.get("day"), values.get("last_day")
        if first and last and not first <= last <= first + LONGEST_BREAK:
            message = _("The last day must lie within three months after the first.")
            self.add_error("last_day", ValidationError(message))
        if last and values.get("opens_at"):
            message = _("Other hours can be entered for one day at a time.")
            self.add_error("last_day", ValidationError(message))
        return values

    def applied(self, schedules: Iterable[ScheduleData]) -> tuple[ScheduleData, ...]:
        """Return the hours with the day, or the break, noted in each line."""
        return tuple(self._with_days(schedule) for schedule in schedules)

    def _with_days(self, schedule: ScheduleData) -> ScheduleData:
        values = self.cleaned_data
        times = (values["opens_at"], values["closes_at"], values["reason"])
        new = [DayOff(day, *times) for day in self._days(schedule)]
        named = {off.day for off in new}
        kept = [off for off in schedule.exceptions if off.day not in named]
        both = sorted((*kept, *new), key=lambda off: off.day)
        return replace(schedule, exceptions=tuple(both))

    def _days(self, schedule: ScheduleData) -> list[date]:
        """Return the named day; of a break only the days that it would be open."""
        first, last = self.cleaned_data["day"], self.cleaned_data["last_day"]
        if last is None:
            return [first]
        return list(days_of(schedule.rule(), first=first, last=last))


def _refuse_one_time(form: forms.Form, values: dict[str, Any]) -> None:
    if (values.get("opens_at") is None) != (values.get("closes_at") is None):
        form.add_error("closes_at", ValidationError(_("Both times are needed.")))
