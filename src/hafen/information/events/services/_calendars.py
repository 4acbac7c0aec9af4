from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.information.events import fetching, ical
from hafen.information.events.ical import Entry
from hafen.information.events.models import (
    DateChange,
    Event,
    ForeignCalendar,
    ImportedEvent,
)
from hafen.information.events.services._review import ask_for_review
from hafen.information.events.services._states import archive_event, publish_event
from hafen.information.events.services._telling import tell
from hafen.information.events.services._write import create_event, set_values


@transaction.atomic
def keep_calendar(
    *,
    municipality: Municipality,
    values: Mapping[str, Any],
    by: Any,
) -> ForeignCalendar:
    """
    Subscribe to a calendar of somebody else.

    :raises Unreachable: if its address leads into a network that is not public
    """
    fetching.checked(str(values["address"]))
    row = ForeignCalendar.objects.create(municipality=municipality, **values)
    audit.record(action="events.calendar.subscribed", subject=row, by=by)
    return row


@transaction.atomic
def drop_calendar(*, calendar: ForeignCalendar, by: Any) -> None:
    """End a subscription; its events stay and are ours from then on."""
    audit.record(action="events.calendar.dropped", subject=calendar, by=by)
    calendar.delete()


def read_calendar(*, calendar: ForeignCalendar, now: datetime) -> int:
    """Fetch a calendar and take its events over; return how many it has.

    A calendar that cannot be read leaves everything as it was and says why.
    """
    try:
        entries = ical.read(
            fetching.fetch(calendar.address), zone=calendar.municipality.time_zone
        )
    except fetching.Unreachable as trouble:
        return _note(calendar, trouble.code, now)
    except ical.Unreadable:
        return _note(calendar, "no_calendar", now)
    take_over(calendar=calendar, entries=entries, now=now)
    _note(calendar, "", now)
    return len(entries)


@transaction.atomic
def take_over(
    *, calendar: ForeignCalendar, entries: list[Entry], now: datetime
) -> None:
    """
    Make the events of a calendar ours: new ones, changed ones, those that went.

    What a person changed here stays; who reads it again changes nothing.
    """
    known = {
        row.uid: row for row in calendar.imported.select_related("event__municipality")
    }
    for entry in entries:
        if row := known.pop(entry.uid, None):
            _renew(row, calendar, entry, now=now)
        else:
            _take(calendar, entry, now=now)
    for row in known.values():
        is_ahead = row.event.dates.filter(ends_at__gt=now).exists()
        if is_ahead and "state" not in row.own and not row.event.is_archived:
            archive_event(event=row.event, by=None, now=now)


def _note(calendar: ForeignCalendar, trouble: str, now: datetime) -> int:
    calendar.read_at, calendar.trouble = now, trouble
    calendar.save()
    return 0


def _take(calendar: ForeignCalendar, entry: Entry, *, now: datetime) -> None:
    if not _is_ahead(entry, now):
        return
    event = create_event(
        municipality=calendar.municipality,
        data=_data(calendar, entry),
        by=None,
        now=now,
    )
    ImportedEvent.objects.create(
        municipality_id=calendar.municipality_id,
        calendar=calendar,
        event=event,
        uid=entry.uid,
    )
    _follow_changes(event, entry)
    if calendar.is_trusted and event.place:
        publish_event(event=event, by=None, now=now)
    else:
        event.state = Event.State.SUBMITTED
        save_next(event)
        tell(event, "imported", by=None, now=now)
        ask_for_review(event, by=None, today=timezone.localdate(now))


def _is_ahead(entry: Entry, now: datetime) -> bool:
    """Return whether an event is worth taking over; the past is past."""
    series, today = entry.series, timezone.localdate(now)
    return bool(series.rule) or series.last_day >= today


def _renew(
    row: ImportedEvent, calendar: ForeignCalendar, entry: Entry, *, now: datetime
) -> None:
    fresh = locked(row.event, expected=None)
    data = _data(calendar, entry)
    for name in _protected(row.own):
        data.pop(name, None)
    changed = set_values(fresh, data)
    is_moved = False
    if "dates" not in row.own:
        is_moved = _follow_changes(fresh, entry)
    if entry.is_cancelled and fresh.state == Event.State.PUBLISHED:
        fresh.state, is_moved = Event.State.CANCELLED, True
    if changed or is_moved:
        save_next(fresh)
        tell(fresh, "imported", by=None, now=now)


_WHEN = ("first_day", "last_day", "starts", "ends", "rule", "until", "count", "zone")


def _protected(own: list[str]) -> set[str]:
    """Return what people changed; times belong together."""
    return {*own, *(_WHEN if set(own) & set(_WHEN) else ())}


def _data(calendar: ForeignCalendar, entry: Entry) -> dict[str, Any]:
    series = entry.series
    return {
        "title": entry.title,
        "description": entry.description,
        "place": entry.place,
        "website": entry.address if entry.address.startswith("https://") else "",
        "kind": calendar.kind,
        "organisation_id": calendar.organisation_id,
        **{name: getattr(series, name) for name in _WHEN},
    }


def _follow_changes(event: Event, entry: Entry) -> bool:
    """Let the single dates differ as the calendar says; return whether any changed."""
    series = entry.series
    wanted: dict[Any, dict[str, Any]] = {
        day: {"is_dropped": True} for day in series.dropped
    }
    for change in series.changes:
        wanted[change.day] = {
            "is_cancelled": change.is_cancelled,
            "new_day": change.new_day,
            "starts": change.starts,
            "ends": change.ends,
            "place": "" if change.place == entry.place else change.place,
            "note": change.note,
        }
    present = {row.day: row for row in event.changes.all()}
    same = present.keys() == wanted.keys() and all(
        getattr(present[day], name) == value
        for day, values in wanted.items()
        for name, value in values.items()
    )
    if same:
        return False
    event.changes.all().delete()
    DateChange.objects.bulk_create(
        DateChange(
            municipality_id=event.municipality_id, event=event, day=day, **values
        )
        for day, values in wanted.items()
    )
    return True
