from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.information.events.models import Event, EventDate
from hafen.information.events.queries import series_of
from hafen.information.events.recurrence import Meeting, meetings

# As far as a calendar is planned; a job goes on each night.
AHEAD = timedelta(days=550)
BACK = timedelta(days=3 * 366)
_FIELDS = (
    "first_day",
    "last_day",
    "starts_at",
    "ends_at",
    "is_all_day",
    "is_cancelled",
    "is_changed",
    "place",
    "note",
)


@transaction.atomic
def follow_dates(*, event: Event, now: datetime) -> int:
    """
    Work the dates of an event out anew; those that stay the same are not touched.

    A past date whose visitors were counted stays even if the rule left it.

    :return: how many dates there are
    """
    today = timezone.localdate(now)
    # Only a series is cut off: what took place once is kept for the figures.
    first = max(event.first_day, today - BACK) if event.rule else event.first_day
    wanted = {
        meeting.original_day: meeting
        for meeting in meetings(
            series_of(event),
            first=first,
            last=max(today, event.first_day) + AHEAD,
        )
    }
    present = {row.original_day: row for row in event.dates.all()}
    gone = [
        row.pk
        for day, row in present.items()
        if day not in wanted and row.visitors is None
    ]
    EventDate.objects.filter(pk__in=gone).delete()
    EventDate.objects.bulk_create(
        EventDate(
            municipality_id=event.municipality_id,
            event=event,
            original_day=day,
            **_values(event, meeting),
        )
        for day, meeting in wanted.items()
        if day not in present
    )
    for day, meeting in wanted.items():
        if day in present:
            _renew(present[day], _values(event, meeting))
    return len(wanted)


def lay_dates(*, events: Iterable[Event], now: datetime) -> None:
    """Go on with the dates of series, as days pass."""
    for event in events:
        follow_dates(event=event, now=now)


def _values(event: Event, meeting: Meeting) -> dict[str, Any]:
    values = {name: getattr(meeting, name) for name in _FIELDS}
    values["is_cancelled"] = meeting.is_cancelled or event.is_cancelled
    return values


def _renew(row: EventDate, values: dict[str, Any]) -> None:
    differing = [name for name in values if getattr(row, name) != values[name]]
    if differing:
        for name in differing:
            setattr(row, name, values[name])
        row.save(update_fields=[*differing, "updated_at"])
