"""Interpreters are asked, and answer by link or telephone; the first answer counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import locked, save_next
from hafen.exchange.interpreting.errors import (
    AlreadyAnswered,
    AnsweredTooLate,
    NobodyChosen,
    NotImpartial,
    NotOpen,
    RuleBroken,
)
from hafen.exchange.interpreting.models import (
    DELICATE,
    Appointment,
    Call,
    Interpreter,
    Service,
    Urgency,
)
from hafen.exchange.interpreting.queries import broken_rules
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._settling import settle
from hafen.exchange.interpreting.services._tell import tell_called

State = Call.State


@dataclass(frozen=True)
class Answer:
    """What an interpreter says.

    :param chosen: which of the dates
    :param is_impartial: knows nobody of the people involved (I2)
    :param all_dates: the answer is for all dates of the series
    """

    accepts: bool
    chosen: int = 0
    reason: str = ""
    is_impartial: bool = False
    all_dates: bool = False


@transaction.atomic
def ask(
    *,
    appointment: Appointment,
    interpreters: Iterable[tuple[Interpreter, int]],
    by: User | None,
    now: datetime,
    whole_series: bool = False,
) -> list[Call]:
    """
    Ask several interpreters; first the rules are looked at, then all are written to.

    :param interpreters: each with the points of the list
    :raises NobodyChosen: for nobody
    :raises NotOpen: if the appointment is settled or over
    :raises RuleBroken: if one of them breaks a hard rule at all of the dates
    """
    chosen = list(interpreters)
    if not chosen:
        raise NobodyChosen
    rows = _of_series(appointment) if whole_series else [appointment]
    fresh = [locked(row, expected=None) for row in rows]
    if not all(row.is_open for row in fresh):
        raise NotOpen
    service = owners.service(appointment.municipality)
    calls: list[Call] = []
    for interpreter, points in chosen:
        mine = [
            call
            for row in fresh
            if (call := _call(row, interpreter, points, service, now=now))
        ]
        if mine:
            tell_called(mine, now=now)
        calls += mine
    for row in fresh:
        owners.relieve(row, owners.FIND, by=by, now=now)
    audit.record(action="interpreting.appointment.asked", subject=appointment, by=by)
    return calls


def _of_series(appointment: Appointment) -> list[Appointment]:
    rows = Appointment.objects.open().filter(
        series=appointment.series_id, starts_at__gte=appointment.starts_at
    )
    return list(rows.order_by("pk")) if appointment.series_id else [appointment]


def _call(
    appointment: Appointment,
    interpreter: Interpreter,
    points: int,
    service: Service,
    *,
    now: datetime,
) -> Call | None:
    """Return the new question; None where the interpreter was asked before."""
    broken = [broken_rules(appointment, interpreter, s) for s in appointment.spans]
    if all(broken):
        raise RuleBroken(*min(broken, key=len))
    found = Call.objects.filter(appointment=appointment, interpreter=interpreter)
    old = found.select_for_update().first()
    if old is not None and old.state in {State.ASKED, State.ACCEPTED, State.CHOSEN}:
        return None
    row = old or Call(
        municipality=appointment.municipality,
        appointment=appointment,
        interpreter=interpreter,
    )
    row.points = points
    _renew(row, appointment, service, now=now)
    row.version += old is not None
    row.save()
    return row


def ask_again(call: Call, appointment: Appointment, *, now: datetime) -> Call:
    """Open a question again whose appointment has changed; the caller tells it."""
    _renew(call, appointment, owners.service(call.municipality), now=now)
    call.appointment = appointment
    save_next(call)
    return call


def _renew(
    call: Call, appointment: Appointment, service: Service, *, now: datetime
) -> None:
    call.state, call.asked_at, call.chosen = State.ASKED, now, 0
    call.answered_at, call.reason, call.is_on_behalf = None, "", False
    call.answer_by = _answer_by(appointment, service, now=now)


def _answer_by(
    appointment: Appointment, service: Service, *, now: datetime
) -> datetime:
    is_urgent = appointment.urgency == Urgency.URGENT
    hours = service.urgent_hours if is_urgent else service.answer_hours
    last = max(ends for _begins, ends in appointment.spans)
    return max(min(now + timedelta(hours=hours), last), now + timedelta(minutes=30))


@transaction.atomic
def answer(*, call: Call, said: Answer, now: datetime, by: User | None = None) -> Call:
    """
    Note an answer; whoever is first and settles by itself, comes.

    :param by: who at the desk notes what was said on the telephone
    :raises AlreadyAnswered: when there is an answer
    :raises AnsweredTooLate: when the time is over, or somebody else comes
    :raises NotImpartial: for a delicate subject, by whoever knows the people
    """
    appointment = locked(call.appointment, expected=None)
    fresh = locked(call, expected=None)
    if fresh.state in {State.ACCEPTED, State.DECLINED, State.CHOSEN}:
        raise AlreadyAnswered
    is_open = appointment.is_open and fresh.is_asked
    if not is_open or (fresh.answer_by < now and by is None):
        raise AnsweredTooLate
    if said.accepts and appointment.subject in DELICATE and not said.is_impartial:
        raise NotImpartial
    fresh.state = State.ACCEPTED if said.accepts else State.DECLINED
    fresh.answered_at, fresh.is_on_behalf = now, by is not None
    fresh.chosen = min(said.chosen, len(appointment.spans) - 1)
    fresh.reason = "" if said.accepts else said.reason or Call.Reason.OTHER
    save_next(fresh)
    audit.record(
        action=f"interpreting.call.{fresh.state.lower()}", subject=fresh, by=by
    )
    _go_on(fresh, appointment, by=by, now=now)
    if said.all_dates:
        for sibling in _siblings(fresh):
            answer(call=sibling, said=_single(said), now=now, by=by)
    fresh.refresh_from_db()
    return fresh


def _single(said: Answer) -> Answer:
    return Answer(said.accepts, said.chosen, said.reason, said.is_impartial)


def _siblings(call: Call) -> list[Call]:
    series = call.appointment.series_id
    if series is None:
        return []
    rows = Call.objects.filter(
        interpreter=call.interpreter_id,
        state=State.ASKED,
        appointment__series=series,
        appointment__state=Appointment.State.OPEN,
    )
    found = rows.select_related("appointment", "interpreter")
    return list(found.order_by("appointment"))


def _go_on(
    call: Call, appointment: Appointment, *, by: User | None, now: datetime
) -> None:
    if call.has_accepted and _settles_alone(appointment, now=now):
        try:
            settle(call=call, by=None, now=now)
        except DomainError:
            pass  # the desk decides; the todo below says so
        else:
            return
    if call.has_accepted:
        _remind(appointment, owners.CONFIRM, by=by, now=now)
        return
    after_no(appointment, by=by, now=now)


def _settles_alone(appointment: Appointment, *, now: datetime) -> bool:
    """Return whether the first yes is enough: urgent, or so agreed."""
    if appointment.urgency == Urgency.URGENT:
        return True
    booker = appointment.institution
    subjects = booker.alone_subjects
    if not booker.confirms_alone or (subjects and appointment.subject not in subjects):
        return False
    if booker.alone_from is None or booker.alone_until is None:
        return True
    return booker.alone_from <= timezone.localtime(now).time() < booker.alone_until


def after_no(appointment: Appointment, *, by: User | None, now: datetime) -> None:
    """Bring an appointment back to Today when nobody is asked any more."""
    waiting = [State.ASKED, State.ACCEPTED]
    if Call.objects.filter(appointment=appointment, state__in=waiting).exists():
        return
    if appointment.is_open:
        _remind(appointment, owners.FIND, by=by, now=now)


def _remind(
    appointment: Appointment, kind: str, *, by: User | None, now: datetime
) -> None:
    today = timezone.localdate(now)
    owners.remind(
        appointment,
        kind,
        owner=appointment.institution.owner,
        due_on=today,
        today=today,
        by=by,
    )


@transaction.atomic
def expire_calls(*, municipality_id: UUID, now: datetime) -> int:
    """Close the questions that nobody answered in time."""
    rows = Call.objects.filter(
        municipality=municipality_id, state=State.ASKED, answer_by__lt=now
    )
    done = 0
    for call in rows.select_related("appointment").order_by("pk"):
        appointment = locked(call.appointment, expected=None)
        fresh = locked(call, expected=None)
        if not fresh.is_asked:
            continue
        fresh.state = State.EXPIRED
        save_next(fresh)
        after_no(appointment, by=None, now=now)
        done += 1
    return done
