"""Opening hours in words, in the language of the reader.

Pages, mail footers and printed sheets say the same, since all ask here.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hafen.core.db.languages import comma
from hafen.core.places.hours import DayPlan, Hours, Span, Status


@dataclass(frozen=True)
class Line:
    """One day of a table of hours.

    :param day_name: "Tuesday", with the date where it differs from the week
    :param times: "16:00 – 18:00" for each stretch, empty when closed
    """

    day: date
    day_name: str
    times: tuple[str, ...]
    reason: str
    is_today: bool

    @property
    def is_closed(self) -> bool:
        return not self.times


def status_text(hours: Hours, status: Status, now: datetime) -> str:
    """Return "open until 18:00" or "closed – next opening Tuesday 16:00"."""
    today = now.astimezone(hours.zone).date()
    if status.is_open and status.closes_at is not None:
        closes = status.closes_at.astimezone(hours.zone)
        return _("open until %(time)s") % {"time": _clock(closes)}
    if status.opens_at is None:
        return pgettext("door", "closed")
    opens = status.opens_at.astimezone(hours.zone)
    return _("closed – next opening %(day)s %(time)s") % {
        "day": _day_in_sentence(opens.date(), today),
        "time": _clock(opens),
    }


def week_lines(hours: Hours, today: date, *, days: int = 7) -> list[Line]:
    """Return the days from today on, with what differs from the usual week."""
    return [
        _line(hours.plan(today + timedelta(days=number)), today)
        for number in range(days)
    ]


def usual_lines(hours: Hours, today: date) -> list[str]:
    """Return the usual week in short lines for a mail footer or a sheet.

    Exceptions and closures are left out; hours of a later period too.
    """
    return [f"{day} {times}" for day, times in usual_days(hours, today)]


def usual_days(hours: Hours, today: date) -> list[tuple[str, str]]:
    """Return weekday and times of the usual week, as for `usual_lines`."""
    usual = Hours(weekly=hours.weekly, zone=hours.zone)
    monday = today - timedelta(days=today.weekday())
    lines = []
    for number in range(7):
        # The weekday at or after today, so that only hours that hold are told.
        day = monday + timedelta(days=number)
        plan = usual.plan(day if day >= today else day + timedelta(days=7))
        if plan.spans:
            times = comma().join(span_text(span) for span in plan.spans)
            lines.append((date_format(plan.day, "l"), times))
    return lines


def span_text(span: Span) -> str:
    """Return "16:00 – 18:00", with what has to be known about it."""
    text = f"{time_format(span.opens)} – {time_format(span.closes)}"
    if span.by_appointment:
        text = _("%(times)s by appointment") % {"times": text}
    return f"{text} ({span.note})" if span.note else text


def _line(plan: DayPlan, today: date) -> Line:
    return Line(
        day=plan.day,
        day_name=date_format(plan.day, "l"),
        times=tuple(span_text(span) for span in plan.spans),
        reason=plan.reason,
        is_today=plan.day == today,
    )


def _clock(instant: datetime) -> str:
    return time_format(instant.time())


def _day_in_sentence(day: date, today: date) -> str:
    """Return "today", "Tuesday", or "Tuesday, 5 January" when it is far off."""
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    if day < today + timedelta(days=7):
        return date_format(day, "l")
    return f"{date_format(day, 'l')}, {date_format(day, 'SHORT_DATE_FORMAT')}"
