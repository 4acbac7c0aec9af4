"""A booking: one date, some that would do, or a series."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked
from hafen.core.places.queries import middle_of
from hafen.exchange.interpreting.errors import NotApproved
from hafen.exchange.interpreting.models import (
    Appointment,
    Institution,
    Mode,
    Series,
    Span,
    Urgency,
)
from hafen.exchange.interpreting.services import _owners as owners

_A_DAY = timedelta(hours=24)
_WORKING_DAYS = 5
_SATURDAY = 5


@dataclass(frozen=True)
class Repeat:
    """A series: so many dates, every so many weeks."""

    count: int = 1
    every_weeks: int = 1


@transaction.atomic
def book(
    *,
    institution: Institution,
    data: Mapping[str, Any],
    by: User | None,
    now: datetime,
    repeat: Repeat = Repeat(),
) -> list[Appointment]:
    """
    Book an interpreter; the desk finds it on Today.

    :raises NotApproved: if the institution may not book
    :raises NoService: if nobody looks after interpreting here yet
    """
    booker = locked(institution, expected=None)
    if not booker.is_approved:
        raise NotApproved
    service = owners.service(booker.municipality)
    series = None
    if repeat.count > 1:
        series = Series.objects.create(
            municipality=booker.municipality,
            count=repeat.count,
            every_weeks=repeat.every_weeks,
        )
    made = []
    for number in range(repeat.count):
        row = Appointment(
            municipality=booker.municipality,
            institution=booker,
            series=series,
            requested_by=by,
            buffer_minutes=service.buffer_minutes,
        )
        _fill(row, data, later=timedelta(weeks=number * repeat.every_weeks), now=now)
        row.save()
        audit.record(action="interpreting.appointment.booked", subject=row, by=by)
        seek(row, by=by, now=now)
        made.append(row)
    return made


def _fill(
    row: Appointment, data: Mapping[str, Any], *, later: timedelta, now: datetime
) -> None:
    for name, value in data.items():
        if name not in {"spans", "is_urgent"}:
            setattr(row, name, value)
    spans: list[Span] = [(_later(a, later), _later(b, later)) for a, b in data["spans"]]
    place_in_time(row, spans, now=now, is_urgent=bool(data.get("is_urgent")))


def place_in_time(
    row: Appointment, spans: list[Span], *, now: datetime, is_urgent: bool
) -> None:
    """Set the dates, and what follows from them and from the district."""
    row.starts_at, row.ends_at = spans[0]
    row.alternatives = [[a.isoformat(), b.isoformat()] for a, b in spans[1:]]
    row.urgency = urgency(row.starts_at, now=now, is_urgent=is_urgent)
    row.latitude, row.longitude = middle_of(row.district)
    if not is_urgent:
        row.pressing = ""
    if row.mode == Mode.WRITTEN:
        row.buffer_minutes = 0


def _later(moment: datetime, later: timedelta) -> datetime:
    """Move by whole weeks of wall time: ten o'clock stays ten o'clock."""
    local = timezone.localtime(moment)
    moved = local.replace(tzinfo=None) + later
    return timezone.make_aware(moved)


def urgency(starts_at: datetime, *, now: datetime, is_urgent: bool) -> str:
    """Return the deadline class."""
    if is_urgent or starts_at - now < _A_DAY:
        return Urgency.URGENT
    first, last = timezone.localdate(now), timezone.localdate(starts_at)
    if _working_days(first, last) < _WORKING_DAYS:
        return Urgency.SOON
    return Urgency.NORMAL


def _working_days(first: date, last: date) -> int:
    days = min((last - first).days, 15)
    return sum(
        (first + timedelta(days=each)).weekday() < _SATURDAY for each in range(days)
    )


def seek(appointment: Appointment, *, by: User | None, now: datetime) -> None:
    """Put an open appointment before the desk."""
    today = timezone.localdate(now)
    owners.remind(
        appointment,
        owners.FIND,
        owner=appointment.institution.owner,
        due_on=max(today, min(timezone.localdate(appointment.starts_at), _soon(today))),
        today=today,
        by=by,
    )


def _soon(today: date) -> date:
    return today + timedelta(days=2)
