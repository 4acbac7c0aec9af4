"""An appointment is settled, given back, moved or called off."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_noop

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
from hafen.exchange.interpreting.services._booking import seek
from hafen.exchange.interpreting.services._money import claim_for
from hafen.exchange.interpreting.services._tell import (
    tell_institution,
    tell_off,
    tell_released,
    tell_settled,
)
from hafen.exchange.interpreting.travel import minutes_between
from hafen.exchange.interpreting.triggers import ANSWERED

State = Appointment.State
_HOUR = 3600
_MOST_NOTICE = 32_000


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
    release_calls(appointment, Call.State.TAKEN, now=now)
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


def release_calls(appointment: Appointment, state: str, *, now: datetime) -> None:
    """Close what is still open between others and this appointment, and say so."""
    rows = Call.objects.filter(
        appointment=appointment, state__in=[Call.State.ASKED, Call.State.ACCEPTED]
    ).select_related("municipality", "appointment", "interpreter__offer__helper")
    for call in rows.order_by("pk"):
        call.state = state
        save_next(call)
        tell_released(call, now=now)


@transaction.atomic
def give_back(
    *,
    appointment: Appointment,
    by: User | None,
    now: datetime,
    by_interpreter: bool = False,
) -> Appointment:
    """
    Take the interpreter off a settled appointment; the desk looks for another.

    :param by_interpreter: said so on the own page; whoever says it needs no letter
    :raises NotOpen: if it is not settled
    """
    fresh = locked(appointment, expected=None)
    if not fresh.is_confirmed or fresh.interpreter is None:
        raise NotOpen
    before = fresh.interpreter
    fresh.state, fresh.interpreter, fresh.blocked = State.OPEN, None, None
    fresh.confirmed_at = fresh.confirmed_by = None
    fresh.sequence += 1
    save_next(fresh)
    Call.objects.filter(appointment=fresh, interpreter=before).update(
        state=Call.State.DECLINED, answered_at=now, reason=Call.Reason.OTHER
    )
    if not by_interpreter:
        tell_off(fresh, before, now=now)
    tell_institution(
        fresh,
        gettext_noop("The interpreter cannot come. We look for somebody else."),
        now=now,
    )
    seek(fresh, by=by, now=now)
    audit.record(action="interpreting.appointment.given_back", subject=fresh, by=by)
    return fresh


@transaction.atomic
def call_off(
    *,
    appointment: Appointment,
    by: User | None,
    now: datetime,
    following: bool = False,
) -> list[Appointment]:
    """
    Call an appointment off, or it and all later ones of its series.

    Late ones are paid by the tariff.

    :raises NotOpen: if it is over by now
    """
    rows = [appointment]
    if following and appointment.series_id:
        later = Appointment.objects.filter(
            series=appointment.series_id,
            starts_at__gt=appointment.starts_at,
            closed_at__isnull=True,
        )
        rows += list(later.order_by("starts_at", "pk"))
    return [_call_off(row, by=by, now=now) for row in rows]


def _call_off(
    appointment: Appointment, *, by: User | None, now: datetime
) -> Appointment:
    fresh = locked(appointment, expected=None)
    if not fresh.is_living:
        raise NotOpen
    was_settled, before = fresh.is_confirmed, fresh.interpreter
    fresh.state, fresh.closed_at, fresh.blocked = State.CANCELLED, now, None
    fresh.sequence += 1
    left = int((fresh.starts_at - now).total_seconds() // _HOUR)
    fresh.notice_hours = min(max(left, 0), _MOST_NOTICE)
    save_next(fresh)
    release_calls(fresh, Call.State.WITHDRAWN, now=now)
    owners.relieve(fresh, owners.FIND, owners.CONFIRM, owners.REPORT, by=by, now=now)
    if was_settled and before is not None:
        tell_off(fresh, before, now=now)
        claim_for(fresh, by=by, now=now)
    tell_institution(fresh, gettext_noop("Your booking is called off."), now=now)
    audit.record(action="interpreting.appointment.called_off", subject=fresh, by=by)
    return fresh
