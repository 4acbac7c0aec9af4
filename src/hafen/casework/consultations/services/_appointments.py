"""Appointments by arrangement: with an adviser, and an interpreter who is free."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hafen.casework.consultations.errors import Gone
from hafen.casework.consultations.models import Appointment, Visit, Visitor
from hafen.casework.consultations.queries import Who
from hafen.casework.consultations.services._interpreters import book_free
from hafen.casework.consultations.services._online import take
from hafen.casework.consultations.services._queue import check_in
from hafen.casework.consultations.services._telling import (
    CONFIRMED,
    OFF,
    REMINDED,
    tell,
)
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Site
from hafen.exchange.interpreting import services as interpreting
from hafen.exchange.interpreting.models import Institution

State = Appointment.State


@transaction.atomic
def arrange(
    *,
    site: Site,
    adviser: User,
    starts_at: datetime,
    minutes: int,
    topic: str,
    language: str,
    interpreter_for: Institution | None,
    who: Who | None,
    by: User,
    now: datetime,
) -> Appointment:
    """
    Arrange a time, ask for an interpreter, and tell whoever comes.

    :param interpreter_for: the office that books one for `language`; None: nobody
    :raises AdviserBusy: when the adviser has another appointment then
    :raises NobodyInterprets: when no such interpreter is free
    """
    ends_at = starts_at + timedelta(minutes=minutes)
    take([adviser.pk], starts_at, ends_at, now=now)
    row = Appointment(
        municipality_id=site.municipality_id,
        site=site,
        adviser=adviser,
        starts_at=starts_at,
        ends_at=ends_at,
        topic=topic,
        language=language,
    )
    if interpreter_for is not None:
        row.interpreting = book_free(row, interpreter_for, by, now)
    row.save()
    if who is not None:
        Visitor.objects.create(
            municipality_id=site.municipality_id,
            household=who.household,
            client=who.client,
            day=timezone.localdate(starts_at),
            appointment=row,
        )
    audit.record(action="consultations.appointment.arranged", subject=row, by=by)
    tell(row, CONFIRMED, now)
    return row


@transaction.atomic
def book_interpreter(
    *, appointment: Appointment, institution: Institution, by: User, now: datetime
) -> Appointment:
    """
    Book an interpreter for an appointment that has none.

    :raises Gone: when it is over, or one is booked by now
    :raises NobodyInterprets: when no such interpreter is free
    """
    fresh = locked(appointment, expected=None)
    booked = fresh.interpreting
    if not fresh.is_coming or (booked and booked.is_living):
        raise Gone
    fresh.interpreting = book_free(fresh, institution, by, now)
    save_next(fresh)
    audit.record(action="consultations.interpreter.booked", subject=fresh, by=by)
    return fresh


@transaction.atomic
def call_off(
    *, appointment: Appointment, by: User | None, now: datetime
) -> Appointment:
    """
    Call an appointment off, with its interpreter; whoever was to come is told.

    :param by: None: whoever was to come
    :raises Gone: when it is over or off already
    """
    fresh = locked(appointment, expected=None)
    if not fresh.is_living:
        raise Gone
    was_held = fresh.is_held
    fresh.state = State.OFF
    save_next(fresh)
    if fresh.interpreting and fresh.interpreting.is_living:
        interpreting.call_off(appointment=fresh.interpreting, by=by, now=now)
    audit.record(action="consultations.appointment.called_off", subject=fresh, by=by)
    if not was_held:
        tell(fresh, OFF, now)
    return fresh


@transaction.atomic
def arrive(*, appointment: Appointment, by: User, now: datetime) -> Visit:
    """
    Give who came at an arranged time a number, which its adviser calls.

    :raises Gone: when it is over or off already
    """
    fresh = _coming(appointment)
    fresh.state = State.CAME
    save_next(fresh)
    visit = check_in(
        site=fresh.site,
        language=fresh.language,
        topic=fresh.topic,
        appointment=fresh,
        by=by,
        now=now,
    )
    Visitor.objects.filter(appointment=fresh).update(visit=visit, day=visit.day)
    return visit


@transaction.atomic
def miss(*, appointment: Appointment, by: User) -> Appointment:
    """
    Note that nobody came.

    :raises Gone: when it is over or off already
    """
    fresh = _coming(appointment)
    fresh.state = State.MISSED
    save_next(fresh)
    audit.record(action="consultations.appointment.missed", subject=fresh, by=by)
    return fresh


def _coming(appointment: Appointment) -> Appointment:
    fresh = locked(appointment, expected=None)
    if not fresh.is_coming:
        raise Gone
    return fresh


@transaction.atomic
def remind(*, municipality_id: UUID, today: date, now: datetime) -> int:
    """Tell whoever has an appointment tomorrow, each of them once."""
    tomorrow = today + timedelta(days=1)
    rows = Appointment.objects.filter(
        municipality=municipality_id,
        state=State.ARRANGED,
        starts_at__date=tomorrow,
        reminded_on__isnull=True,
    ).select_for_update(of=("self",))
    for row in rows:
        row.reminded_on = today
        save_next(row)
        tell(row, REMINDED, now)
    return len(rows)
