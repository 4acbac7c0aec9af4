"""A booking is changed: one date, it and the later ones, or all; everybody once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import save_next
from hafen.exchange.interpreting.errors import NotOpen, PastDate
from hafen.exchange.interpreting.models import Appointment, Call, Interpreter, Span
from hafen.exchange.interpreting.queries import broken_rules
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._booking import place_in_time, seek
from hafen.exchange.interpreting.services._calling import ask_again
from hafen.exchange.interpreting.services._ending import take_off
from hafen.exchange.interpreting.services._series import Scope, dates_of
from hafen.exchange.interpreting.services._tell import (
    Changes,
    tell_changed,
    tell_institution,
)

State = Call.State
# What somebody said yes to; where one of these changes, they are asked anew.
_AGREED = {
    "language", "dialect", "level", "direction", "mode", "subject", "district",
    "gender_wish", "code",
}  # fmt: skip


@transaction.atomic
def edit_appointment(
    *,
    appointment: Appointment,
    data: Mapping[str, Any],
    expected: int | None,
    by: User | None,
    now: datetime,
    scope: str = Scope.ONE,
) -> list[Appointment]:
    """
    Change a booking, or others of its series alike; everybody is told once.

    Other dates take over what changed here and keep what differs: a date that was
    moved by itself moves by as much. Where day, hour, language, way, subject or
    district change, whoever said yes is asked anew, all dates in one message.

    :param by: None: the institution itself, by its link
    :raises LostUpdate: when somebody else changed it meanwhile
    :raises NotOpen: if it is passed on or over
    :raises PastDate: if one of the dates would lie in the past
    """
    rows = dates_of(appointment, scope, now=now, expected=expected)
    first = rows[0]
    if not (first.is_open or first.is_confirmed):
        raise NotOpen
    changed = {
        name: value
        for name, value in data.items()
        if name not in {"spans", "is_urgent"} and getattr(first, name) != value
    }
    spans: list[Span] = data["spans"]
    moves = _moves(first.spans, spans)
    is_anew = bool(moves) or bool(_AGREED & changed.keys())
    told: dict[Interpreter, Changes] = {}
    for row in rows:
        to = spans if row is first else [_moved(row, moves)] if moves else row.spans
        if moves and to[0][0] < now:
            raise PastDate
        was = row.spans[0]
        for name, value in changed.items():
            setattr(row, name, value)
        is_urgent = bool(data.get("is_urgent")) and row is first
        place_in_time(row, to, now=now, is_urgent=is_urgent)
        if is_anew:
            _open_anew(row, was, told, by=by, now=now)
        else:
            _keep(row, told)
        audit.record(action="interpreting.appointment.edited", subject=row, by=by)
    for who, changes in told.items():
        tell_changed(who, changes, now=now)
    tell_institution(rows, gettext_noop("Your booking is changed."), now=now)
    return rows


def _moves(old: list[Span], new: list[Span]) -> tuple[int, datetime, timedelta] | None:
    """Return days, hour and length of a move; None where all dates stay."""
    if old == new:
        return None
    before, after = timezone.localtime(old[0][0]), timezone.localtime(new[0][0])
    return (after.date() - before.date()).days, after, new[0][1] - new[0][0]


def _moved(row: Appointment, moves: tuple[int, datetime, timedelta]) -> Span:
    """Move by whole days of wall time, to the same hour on each."""
    days, hour, length = moves
    day = timezone.localdate(row.starts_at) + timedelta(days=days)
    begins = timezone.make_aware(datetime.combine(day, hour.time()))
    return begins, begins + length


def _keep(row: Appointment, told: dict[Interpreter, Changes]) -> None:
    """Save what nobody has to agree to anew, such as another room."""
    row.sequence += row.is_confirmed
    save_next(row)
    if row.is_confirmed and row.interpreter is not None:
        told.setdefault(row.interpreter, Changes()).kept.append(row)


def _open_anew(
    row: Appointment,
    was: Span,
    told: dict[Interpreter, Changes],
    *,
    by: User | None,
    now: datetime,
) -> None:
    """Ask whoever was asked or had said yes, if they fit; let the others go."""
    if row.is_confirmed and row.interpreter is not None:
        told.setdefault(row.interpreter, Changes()).off.append(row)
        take_off(row)
    save_next(row)
    living = [State.ASKED, State.ACCEPTED, State.CHOSEN]
    calls = Call.objects.filter(appointment=row, state__in=living)
    asked = False
    for call in calls.select_related("interpreter", "municipality").order_by("pk"):
        changes = told.setdefault(call.interpreter, Changes())
        if all(broken_rules(row, call.interpreter, span) for span in row.spans):
            call.state = State.WITHDRAWN
            save_next(call)
            changes.gone.append(was)
        else:
            changes.asked.append(ask_again(call, row, now=now))
            asked = True
    owners.relieve(row, owners.FIND, owners.CONFIRM, by=by, now=now)
    if not asked:
        seek(row, by=by, now=now)
