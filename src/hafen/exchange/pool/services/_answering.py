"""Both sides answer, by link or through the desk; the first answer counts."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.exchange.pool import keys
from hafen.exchange.pool.errors import AlreadyAnswered, AnsweredTooLate, NoStep
from hafen.exchange.pool.models import PAIRINGS, Match
from hafen.exchange.pool.services import _owners as owners
from hafen.exchange.pool.services._locks import lock_pair
from hafen.exchange.pool.services._steps import (
    State,
    Who,
    at,
    note_step,
    save,
)
from hafen.exchange.pool.services._tell import tell_helper, tell_seeker


@transaction.atomic
def answer(
    *,
    match: Match,
    side: str,
    accepts: bool,
    now: datetime,
    reason: str = "",
    by: User | None = None,
    note: str = "",
) -> Match:
    """
    Take the answer of one side; the first one counts.

    :param side: whose answer it is, `keys.HELPER` or `keys.SEEKER`
    :param by: who notes it for the person, at the desk or on the telephone
    :raises AlreadyAnswered: if an answer of this side is there
    :raises AnsweredTooLate: if the time to answer is over
    :raises NoStep: if this side has not been asked
    """
    fresh = lock_pair(match)
    _refuse_answer(fresh, side, now=now)
    if accepts:
        _agree(fresh, side, now=now)
    else:
        fresh.state, fresh.closed_at = State.DECLINED, now
        fresh.reason = reason or Match.Reason.OTHER
    save(fresh)
    told, said = _tell_answer(fresh, side, accepts=accepts, by=by, now=now)
    note_step(
        fresh,
        Who.HELPER if side == keys.HELPER else Who.SEEKER,
        by=by,
        now=now,
        note=note,
        told_helper=told,
        told_seeker=said,
    )
    today = timezone.localdate(now)
    if accepts:
        owners.remind(
            fresh.need, owners.CONFIRM, due_on=today + timedelta(days=2),
            today=today, by=by,
        )  # fmt: skip
    else:
        owners.bring_up(fresh.need, now=now, by=by, kind=owners.ASK_AGAIN)
    return fresh


def _refuse_answer(match: Match, side: str, *, now: datetime) -> None:
    mine = match.helper_agreed_at if side == keys.HELPER else match.seeker_agreed_at
    if mine is not None or match.state in {State.DECLINED, State.ENDED}:
        raise AlreadyAnswered
    if match.is_expired or (
        match.is_asked and match.answer_by is not None and match.answer_by < now
    ):
        raise AnsweredTooLate
    if match.state != (State.ASKED if side == keys.HELPER else State.ACCEPTED):
        raise NoStep


def _agree(match: Match, side: str, *, now: datetime) -> None:
    if side == keys.SEEKER:
        match.seeker_agreed_at = now
        return
    match.helper_agreed_at = now
    match.state = State.ACCEPTED


def _tell_answer(
    match: Match, side: str, *, accepts: bool, by: User | None, now: datetime
) -> tuple[str, str]:
    """Tell both sides what follows from an answer."""
    if not accepts:
        state = "DECLINED" if side == keys.HELPER else "WITHDRAWN"
        told = tell_helper(match, state, by=by, now=now)
        # Of several who were asked one declined: the person need not know.
        is_last = not owners.states_asked(match.need)
        return told, tell_seeker(match, "DECLINED", by=by, now=now) if is_last else ""
    if side == keys.SEEKER:
        return "", ""
    told = tell_helper(match, "ACCEPTED", by=by, now=now)
    asks = match.need.kind in PAIRINGS
    return told, tell_seeker(match, "ACCEPTED", by=by, now=now) if asks else ""


@transaction.atomic
def hold_talk(
    *, match: Match, on: date, seeker_agrees: bool, by: User, now: datetime
) -> Match:
    """
    Note the talk before a sponsorship, and whether both agreed in it.

    :raises NoStep: if the helper has not accepted
    """
    fresh = at(match, State.ACCEPTED)
    fresh.talk_on = on
    if seeker_agrees and fresh.seeker_agreed_at is None:
        fresh.seeker_agreed_at = now
    save(fresh)
    note_step(fresh, Who.DESK, by=by, now=now)
    return fresh
