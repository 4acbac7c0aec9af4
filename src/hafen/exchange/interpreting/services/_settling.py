"""An appointment is settled with one interpreter; the others hear of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.exchange.interpreting.errors import (
    AppointmentTaken,
    InterpreterBusy,
    NotOpen,
    RuleBroken,
    TravelTooLong,
)
from hafen.exchange.interpreting.models import Appointment, Call, Interpreter, Span
from hafen.exchange.interpreting.queries import broken_rules
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._tell import (
    tell_released,
    tell_settled,
)
from hafen.exchange.interpreting.travel import minutes_between
from hafen.exchange.interpreting.triggers import ANSWERED

State = Appointment.State


@transaction.atomic
def settle(*, call: Call, by: User | None, now: datetime) -> Appointment:
    """
    Give the appointment to whoever said yes; everybody who was asked hears of it.

    :raises AppointmentTaken: if somebody else was faster; the arguments say who
    :raises NotOpen: if it is called off, or this interpreter said no yes
    :raises InterpreterBusy: if another appointment overlaps
    :raises TravelTooLong: if the way from or to a neighbouring job is too long
    :raises RuleBroken: if a fact has changed so that the pair does not fit
    """
    # Appointment before interpreter, always: nobody waits in a circle. The
    # interpreter's row is the lock: neighbouring jobs cannot appear meanwhile.
    appointment = locked(call.appointment, expected=None)
    interpreter = Interpreter.objects.select_for_update(of=("self",)).get(
        pk=call.interpreter_id
    )
    fresh = locked(call, expected=None)
    if not appointment.is_open:
        raise _taken(appointment)
    if not fresh.has_accepted:
        raise NotOpen
    _place(appointment, interpreter, appointment.spans[fresh.chosen], by=by, now=now)
    fresh.state = Call.State.CHOSEN
    save_next(fresh)
    release_calls(close_calls([appointment], Call.State.TAKEN), now=now)
    owners.relieve(appointment, owners.FIND, owners.CONFIRM, by=by, now=now)
    audit.record(action="interpreting.appointment.settled", subject=appointment, by=by)
    tell_settled(appointment, now=now)
    return appointment


def place(
    appointment: Appointment, interpreter: Interpreter, *, by: User, now: datetime
) -> None:
    """
    Settle with somebody who has agreed before, as on a duty roster.

    :raises InterpreterBusy: if another appointment overlaps
    :raises TravelTooLong: if the way from or to a neighbouring job is too long
    :raises RuleBroken: if the pair breaks a hard rule
    """
    holder = Interpreter.objects.select_for_update(of=("self",)).get(pk=interpreter.pk)
    _place(appointment, holder, appointment.spans[0], by=by, now=now)


def _place(
    appointment: Appointment,
    interpreter: Interpreter,
    span: Span,
    *,
    by: User | None,
    now: datetime,
) -> None:
    _refuse(appointment, interpreter, span)
    _take(appointment, interpreter, span, by=by, now=now)


def _taken(appointment: Appointment) -> Exception:
    if not appointment.is_confirmed or appointment.confirmed_at is None:
        return NotOpen()
    who = appointment.confirmed_by.name if appointment.confirmed_by else ""
    return AppointmentTaken(who, appointment.confirmed_at.isoformat())


def _refuse(appointment: Appointment, interpreter: Interpreter, span: Span) -> None:
    found = broken_rules(appointment, interpreter, span)
    broken = [rule for rule in found if rule not in ANSWERED]
    if broken == ["BUSY"]:
        raise InterpreterBusy
    if broken:
        raise RuleBroken(*broken)
    needed = late_minutes(appointment, interpreter, span)
    if needed:
        raise TravelTooLong(needed)


def late_minutes(appointment: Appointment, interpreter: Interpreter, span: Span) -> int:
    """Return how long the way to a neighbour takes where there is too little time."""
    if not appointment.is_on_site:
        return 0
    near = Appointment.objects.filter(
        interpreter=interpreter, blocked__isnull=False, mode=appointment.mode
    ).exclude(pk=appointment.pk)
    before = near.filter(ends_at__lte=span[0]).order_by("-ends_at").first()
    after = near.filter(starts_at__gte=span[1]).order_by("starts_at").first()
    speed = owners.service(appointment.municipality).kilometres_per_hour
    if before is not None:
        needed = minutes_between(before, appointment, speed)
        if before.ends_at + timedelta(minutes=needed) > span[0]:
            return needed
    if after is not None:
        needed = minutes_between(appointment, after, speed)
        if span[1] + timedelta(minutes=needed) > after.starts_at:
            return needed
    return 0


def _take(
    appointment: Appointment,
    interpreter: Interpreter,
    span: Span,
    *,
    by: User | None,
    now: datetime,
) -> None:
    appointment.starts_at, appointment.ends_at = span
    appointment.alternatives = []
    appointment.interpreter, appointment.state = interpreter, State.CONFIRMED
    appointment.confirmed_by, appointment.confirmed_at = by, now
    appointment.sequence += 1
    if not appointment.is_written:
        until = span[1] + timedelta(minutes=appointment.buffer_minutes)
        appointment.blocked = DateTimeTZRange(span[0], until)
    try:
        with transaction.atomic():
            save_next(appointment)
    except IntegrityError as refused:
        if "an_interpreter_is_at_one_place_at_a_time" in str(refused):
            raise InterpreterBusy from refused
        raise


def close_calls(rows: Sequence[Appointment], state: str) -> list[Call]:
    """Close what is still open between others and these appointments."""
    found = Call.objects.filter(
        appointment__in=rows, state__in=[Call.State.ASKED, Call.State.ACCEPTED]
    ).select_related("municipality", "appointment", "interpreter__offer__helper")
    calls = list(found.order_by("appointment__starts_at", "pk"))
    for call in calls:
        call.state = state
        save_next(call)
    return calls


def release_calls(calls: Iterable[Call], *, now: datetime) -> None:
    """Tell each whose question was closed, once for all of them."""
    mine: dict[UUID, list[Call]] = {}
    for call in calls:
        mine.setdefault(call.interpreter_id, []).append(call)
    for group in mine.values():
        tell_released(group, now=now)
