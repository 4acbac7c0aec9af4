"""An appointment is given back or called off, alone or with others of its series."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import save_next
from hafen.exchange.interpreting.errors import NotOpen
from hafen.exchange.interpreting.models import Appointment, Call, Interpreter
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._booking import seek
from hafen.exchange.interpreting.services._money import claim_for
from hafen.exchange.interpreting.services._series import Scope, dates_of
from hafen.exchange.interpreting.services._settling import close_calls, release_calls
from hafen.exchange.interpreting.services._tell import tell_institution, tell_off

State = Appointment.State
_HOUR = 3600
_MOST_NOTICE = 32_000


@transaction.atomic
def give_back(
    *,
    appointment: Appointment,
    by: User | None,
    now: datetime,
    by_interpreter: bool = False,
    scope: str = Scope.ONE,
) -> list[Appointment]:
    """
    Take the interpreter off a settled appointment; the desk looks for another.

    :param by_interpreter: said so on the own page; whoever says it needs no letter
    :param scope: with other dates of the series to which the same person comes
    :raises NotOpen: if it is not settled
    """
    first, *others = dates_of(appointment, scope, now=now)
    before = first.interpreter
    if not first.is_confirmed or before is None:
        raise NotOpen
    rows = [first, *(row for row in others if row.interpreter_id == before.pk)]
    for row in rows:
        take_off(row)
        save_next(row)
        Call.objects.filter(appointment=row, interpreter=before).update(
            state=Call.State.DECLINED, answered_at=now, reason=Call.Reason.OTHER
        )
        seek(row, by=by, now=now)
        audit.record(action="interpreting.appointment.given_back", subject=row, by=by)
    if not by_interpreter:
        tell_off(rows, before, now=now)
    said = gettext_noop("The interpreter cannot come. We look for somebody else.")
    tell_institution(rows, said, now=now)
    return rows


def take_off(row: Appointment) -> None:
    """Open a settled appointment again; the caller saves it."""
    row.state, row.interpreter, row.blocked = State.OPEN, None, None
    row.confirmed_at = row.confirmed_by = None
    row.sequence += 1


@transaction.atomic
def call_off(
    *,
    appointment: Appointment,
    by: User | None,
    now: datetime,
    scope: str = Scope.ONE,
) -> list[Appointment]:
    """
    Call an appointment off, or others of its series too; everybody is told once.

    Late ones are paid by the tariff.

    :raises NotOpen: if it is over by now
    """
    rows = dates_of(appointment, scope, now=now)
    if not rows[0].is_living:
        raise NotOpen
    came = [(row.interpreter, row) for row in rows if row.is_confirmed]
    for row in rows:
        _close(row, by=by, now=now)
    release_calls(close_calls(rows, Call.State.WITHDRAWN), now=now)
    for who, theirs in _by_person(came):
        tell_off(theirs, who, now=now)
        for row in theirs:
            claim_for(row, by=by, now=now)
    tell_institution(rows, gettext_noop("Your booking is called off."), now=now)
    return rows


def _close(row: Appointment, *, by: User | None, now: datetime) -> None:
    row.state, row.closed_at, row.blocked = State.CANCELLED, now, None
    row.sequence += 1
    left = int((row.starts_at - now).total_seconds() // _HOUR)
    row.notice_hours = min(max(left, 0), _MOST_NOTICE)
    save_next(row)
    owners.relieve(
        row,
        *(owners.FIND, owners.CONFIRM, owners.AWAIT, owners.REPORT),
        by=by,
        now=now,
    )
    audit.record(action="interpreting.appointment.called_off", subject=row, by=by)


def _by_person(
    came: Iterable[tuple[Interpreter | None, Appointment]],
) -> list[tuple[Interpreter, list[Appointment]]]:
    found: dict[Interpreter, list[Appointment]] = {}
    for who, row in came:
        if who is not None:
            found.setdefault(who, []).append(row)
    return list(found.items())
