"""Which times people may ask for without the desk: free, open, and not overrun."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from hafen.casework.consultations.models import (
    LIVING,
    Appointment,
    DeskHour,
    OnlineRequest,
)
from hafen.casework.consultations.queries._load import Slot, overrun
from hafen.casework.consultations.queries._plan import of_day
from hafen.core.accounts.models import Absence
from hafen.core.places.hours import Hours
from hafen.core.places.models import Municipality, Site
from hafen.core.places.queries import hours_of_site

# The desk wants to read a request before somebody comes, and knows no plan of
# further days than these.
EARLIEST = timedelta(hours=18)
FURTHEST = timedelta(days=28)
MOST_SHOWN = 60


@dataclass(frozen=True)
class FreeTime:
    """A time that somebody may ask for, with who is free then.

    :param hours: advice hours of those who are, whoever needs no interpreter first
    """

    starts_at: datetime
    hours: tuple[DeskHour, ...]

    @property
    def key(self) -> str:
        return str(int(self.starts_at.timestamp()))


def online_hours(site: Site, *, first: date, last: date) -> QuerySet[DeskHour]:
    """Return in which hours of the plan people ask for an appointment online."""
    rows = DeskHour.objects.filter(site=site, adviser__is_active=True)
    return rows.online(first, last).select_related("adviser").in_order()


def free_times(
    town: Municipality,
    site: Site,
    *,
    topic: str,
    language: str,
    now: datetime,
    beside: UUID | None = None,
) -> list[FreeTime]:
    """
    Return the times at a site that are free for a topic, in order.

    :param beside: an appointment that may be moved, so its own time is free too
    """
    first = timezone.localdate(now)
    last = first + FURTHEST
    hours = [
        hour
        for hour in online_hours(site, first=first, last=last)
        if not topic or not hour.topics or topic in hour.topics
    ]
    if not hours:
        return []
    door = hours_of_site(town, site)
    full = overrun(site, door, today=first)
    taken = _taken(hours, now, beside)
    found = [
        (starts_at, hour)
        for starts_at, hour in _times(hours, door, full, first, last)
        if starts_at >= now + EARLIEST and not _is_taken(taken, hour, starts_at)
    ]
    found.sort(key=lambda each: (each[0], language not in each[1].languages))
    grouped = groupby(found, key=lambda each: each[0])
    times = [FreeTime(at, tuple(hour for _at, hour in of)) for at, of in grouped]
    return times[:MOST_SHOWN]


def _times(
    hours: list[DeskHour], door: Hours, full: list[Slot], first: date, last: date
) -> Iterator[tuple[datetime, DeskHour]]:
    """Yield each time of each hour while the door is open and nobody has to wait."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        spans = door.plan(day).spans
        for hour in of_day(hours, day):
            is_open = any(
                span.opens <= hour.begins and hour.ends <= (span.closes or hour.ends)
                for span in spans
            )
            # A site without hours of its own is open by word of mouth.
            if is_open or not door.weekly:
                yield from _of_hour(hour, day, full)


def _of_hour(
    hour: DeskHour, day: date, full: list[Slot]
) -> Iterator[tuple[datetime, DeskHour]]:
    step = timedelta(minutes=hour.online_minutes or 0)
    begins = datetime.combine(day, hour.begins)
    while begins + step <= datetime.combine(day, hour.ends):
        ends = begins + step
        if not any(
            slot.weekday == day.weekday()
            and begins.time() < slot.closes
            and ends.time() > slot.opens
            for slot in full
        ):
            yield timezone.make_aware(begins), hour
        begins = ends


_Taken = dict[UUID, list[tuple[datetime, datetime]]]


def _taken(hours: list[DeskHour], now: datetime, beside: UUID | None) -> _Taken:
    """Return when each adviser has an appointment or is away; two queries."""
    advisers = {hour.adviser_id for hour in hours}
    rows = living(now).filter(adviser__in=advisers, ends_at__gt=now)
    taken: _Taken = {}
    for own, pk, begins, ends in rows.values_list(
        "pk", "adviser", "starts_at", "ends_at"
    ):
        if own != beside:
            taken.setdefault(pk, []).append((begins, ends))
    away: Any = Absence.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate(now)),
        user__in=advisers,
    )
    for pk, since, until in away.values_list("user", "valid_from", "valid_until"):
        end = until or timezone.localdate(now) + 2 * FURTHEST
        taken.setdefault(pk, []).append(
            (_midnight(since), _midnight(end + timedelta(days=1)))
        )
    return taken


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _is_taken(taken: _Taken, hour: DeskHour, starts_at: datetime) -> bool:
    ends_at = starts_at + timedelta(minutes=hour.online_minutes or 0)
    assert hour.adviser_id is not None
    spans = taken.get(hour.adviser_id, [])
    return any(begin < ends_at and end > starts_at for begin, end in spans)


def living(now: datetime) -> QuerySet[Appointment]:
    """Return what takes the time of an adviser: not what nobody has confirmed."""
    late = Q(state=Appointment.State.HELD, online__held_until__lte=now)
    return Appointment.objects.filter(state__in=LIVING).exclude(late)


def request_of_link(town: Municipality, pk: UUID) -> OnlineRequest | None:
    """Return what a mailed link opens, as long as it is kept."""
    rows = OnlineRequest.objects.filter(municipality=town, appointment=pk)
    return rows.select_related("municipality", "appointment__site").first()


def requests_of(town: Municipality, email: str, *, now: datetime) -> list[Any]:
    """Return the appointments to come for which an address has asked."""
    coming = living(now).filter(ends_at__gt=now).values("pk")
    rows = OnlineRequest.objects.filter(
        municipality=town, email__iexact=email, appointment__in=coming
    )
    return list(rows.select_related("municipality", "appointment__site"))
