"""Events of a site: its programme, its free rooms, its talks with neighbours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality, Room, Site
from hafen.information.events.models import PUBLIC, Event, EventDate, PlanEntry
from hafen.information.events.queries._staff import events_visible_to

DAYS = 7


@dataclass(frozen=True)
class RoomDay:
    """What of one day in one room is taken; the rest is free.

    :param taken: from and until, on the clock of the town
    """

    day: date
    taken: tuple[tuple[time, time], ...]

    @property
    def is_free(self) -> bool:
        return not self.taken


@dataclass(frozen=True)
class RoomWeek:
    room: Room
    days: tuple[RoomDay, ...]


def room_weeks(
    municipality: Municipality, site: Site, *, first: date
) -> list[RoomWeek]:
    """Return the rooms of a site with the next days: only when, never for what.

    What is a draft takes no room yet.
    """
    zone = ZoneInfo(municipality.time_zone)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    rooms = list(Room.objects.filter(site=site).order_by("sort_key", "pk"))
    taken = _taken(rooms, days, zone)
    return [
        RoomWeek(
            room,
            tuple(RoomDay(day, tuple(taken.get((room.pk, day), ()))) for day in days),
        )
        for room in rooms
    ]


def _taken(
    rooms: list[Room], days: list[date], zone: ZoneInfo
) -> dict[tuple[UUID, date], list[tuple[time, time]]]:
    begin = datetime.combine(days[0], time(), zone)
    end = datetime.combine(days[-1] + timedelta(days=1), time(), zone)
    rows = EventDate.objects.filter(
        event__room__in=rooms,
        event__state=Event.State.PUBLISHED,
        is_cancelled=False,
        starts_at__lt=end,
        ends_at__gt=begin,
    ).select_related("event")
    found: dict[tuple[UUID, date], list[tuple[time, time]]] = {}
    for row in rows.order_by("starts_at", "pk"):
        for day in days:
            span = _on_day(row, day, zone)
            if span and row.event.room_id:
                found.setdefault((row.event.room_id, day), []).append(span)
    return found


def _on_day(row: EventDate, day: date, zone: ZoneInfo) -> tuple[time, time] | None:
    """Return what a date takes of a day; nothing of days it does not touch."""
    begin = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    if row.starts_at >= end or row.ends_at <= begin:
        return None
    first, last = max(row.starts_at, begin), min(row.ends_at, end)
    return first.astimezone(zone).time(), last.astimezone(zone).time()


def last_exchange(site: Site, user: User, today: date) -> EventDate | None:
    """Return when neighbours, volunteers and residents of a site met last."""
    return (
        EventDate.objects.filter(
            event__in=events_visible_to(user),
            event__site=site,
            event__kind__in=[Event.Kind.EXCHANGE, Event.Kind.NEIGHBOURS],
            event__state__in=PUBLIC,
            is_cancelled=False,
            first_day__lte=today,
        )
        .select_related("event")
        .order_by("-starts_at", "-pk")
        .first()
    )


def follow_ups(event: Event) -> tuple[tuple[str, bool], ...]:
    """Return what was agreed and is to be done, with whether it is done."""
    rows = PlanEntry.objects.filter(event=event).order_by("day", "pk")
    return tuple(
        (row.text, row.is_done or row.kind == PlanEntry.Kind.AGREEMENT) for row in rows
    )


def neighbours_are_told(site: Site) -> bool:
    """Return whether a public event tells the neighbours of a site, or told them."""
    return Event.objects.filter(
        Q(state=Event.State.PUBLISHED),
        municipality=site.municipality_id,
        site=site,
        kind=Event.Kind.NEIGHBOURS,
    ).exists()
