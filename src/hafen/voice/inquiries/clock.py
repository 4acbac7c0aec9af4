"""How long an answer took, in working hours: a weekend makes nobody slow."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hafen.core.places.calendar import WorkingCalendar

# The hours that count on a working day, for offices whose own hours are shorter.
OPENS, CLOSES = time(8), time(16)


def working_minutes(
    calendar: WorkingCalendar, start: datetime, end: datetime, *, zone: ZoneInfo
) -> int:
    """Return the minutes of working time from one instant to another."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    total = timedelta()
    day = first.date()
    while day <= last.date():
        if calendar.is_working_day(day):
            opens = max(first, datetime.combine(day, OPENS, zone))
            closes = min(last, datetime.combine(day, CLOSES, zone))
            total += max(closes - opens, timedelta())
        day += timedelta(days=1)
    return int(total.total_seconds() // 60)
