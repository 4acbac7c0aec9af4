"""What really happened: times, ways, and whether everybody came."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.exchange.interpreting.errors import AlreadyReported, NotOpen, NotYet
from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._money import claim_for
from hafen.exchange.interpreting.services._tell import tell_institution

Outcome, Proof, State = Appointment.Outcome, Appointment.Proof, Appointment.State


@dataclass(frozen=True)
class Times:
    """When a job began and ended, and the way to it (one way).

    :param metres: None: not said
    """

    began_at: datetime
    finished_at: datetime
    metres: int | None = None
    way_minutes: int | None = None
    strokes: int = 0


@transaction.atomic
def note_times(
    *,
    appointment: Appointment,
    times: Times,
    mark: str,
    now: datetime,
    trouble: str = "",
) -> Appointment:
    """
    Note what the interpreter says; the institution confirms it.

    :raises NotYet: before the appointment has begun
    :raises AlreadyReported: when the interpreter or the institution said so before
    """
    fresh = _reportable(appointment, now=now)
    if fresh.began_at is not None:
        raise AlreadyReported
    _set(fresh, times)
    fresh.interpreter_mark, fresh.interpreter_trouble = mark, trouble
    save_next(fresh)
    _complain(fresh, mark, now=now)
    tell_institution(
        [fresh],
        gettext_noop("The interpreter has noted the times. Please confirm them."),
        now=now,
    )
    audit.record(action="interpreting.appointment.times_noted", subject=fresh)
    return fresh


@transaction.atomic
def confirm_times(
    *,
    appointment: Appointment,
    outcome: str,
    times: Times | None,
    proof: str,
    mark: str = "",
    trouble: str = "",
    by: User | None,
    now: datetime,
) -> Appointment:
    """
    Close a job: the institution by its link, or the desk for a paper slip.

    :param times: those that the interpreter noted, when None
    :raises NotYet: before the appointment has begun
    :raises AlreadyReported: when it is closed by now
    """
    fresh = _reportable(appointment, now=now)
    if times is not None:
        _set(fresh, times)
    if fresh.began_at is None:
        fresh.began_at, fresh.finished_at = fresh.starts_at, fresh.ends_at
    fresh.outcome, fresh.proof = outcome, proof
    fresh.institution_mark, fresh.institution_trouble = mark, trouble
    fresh.state = State.DONE if outcome == Outcome.HELD else State.ABSENT
    fresh.closed_at = now
    if outcome == Outcome.NO_CLIENT:
        # Somebody stood at the door: as if called off in this hour.
        fresh.notice_hours = 0
    save_next(fresh)
    owners.relieve(fresh, owners.REPORT, by=by, now=now)
    audit.record(action=f"interpreting.appointment.{outcome.lower()}", subject=fresh)
    _complain(fresh, mark, now=now)
    if outcome != Outcome.NO_INTERPRETER:
        claim_for(fresh, by=by, now=now)
    return fresh


def _complain(appointment: Appointment, mark: str, *, now: datetime) -> None:
    """Put what did not go well before the desk, whichever side says so."""
    if mark != Appointment.Mark.BAD:
        return
    today = timezone.localdate(now)
    owners.remind(
        appointment,
        owners.COMPLAINT,
        owner=appointment.institution.owner,
        due_on=today + timedelta(days=2),
        today=today,
        by=None,
    )


@transaction.atomic
def settle_complaint(*, appointment: Appointment, by: User, now: datetime) -> None:
    """Say that both sides were asked what happened."""
    owners.relieve(appointment, owners.COMPLAINT, by=by, now=now)
    audit.record(action="interpreting.complaint.settled", subject=appointment, by=by)


def _reportable(appointment: Appointment, *, now: datetime) -> Appointment:
    fresh = locked(appointment, expected=None)
    if fresh.closed_at is not None:
        raise AlreadyReported
    if not fresh.is_confirmed:
        raise NotOpen
    if fresh.starts_at > now:
        raise NotYet
    return fresh


def _set(appointment: Appointment, times: Times) -> None:
    appointment.began_at, appointment.finished_at = times.began_at, times.finished_at
    if times.metres is not None:
        appointment.metres = times.metres
    if times.way_minutes is not None:
        appointment.way_minutes = times.way_minutes
    appointment.strokes = times.strokes or appointment.strokes


@transaction.atomic
def look_for_missing(*, municipality_id: UUID, now: datetime) -> int:
    """Put settled jobs whose times are missing before the desk."""
    rows = Appointment.objects.filter(municipality=municipality_id, ends_at__lt=now)
    late = rows.confirmed().filter(ends_at__lt=now - timedelta(days=3))
    today = timezone.localdate(now)
    done = 0
    for row in late.select_related("municipality", "institution__owner"):
        owners.remind(
            row,
            owners.REPORT,
            owner=row.institution.owner,
            due_on=today,
            today=today,
            by=None,
        )
        done += 1
    return done
