"""A placement is confirmed, begins, and ends."""

from datetime import datetime

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.exchange.pool.errors import NoPlaceLeft, NoStep, RuleBroken, TalkFirst
from hafen.exchange.pool.models import PAIRINGS, WAITING, Match, Need, Offer, Posting
from hafen.exchange.pool.queries import broken_rules, free_places
from hafen.exchange.pool.services import _owners as owners
from hafen.exchange.pool.services._locks import lock, lock_pair, lock_pairs
from hafen.exchange.pool.services._postings import close_posting
from hafen.exchange.pool.services._steps import (
    State,
    Who,
    at,
    last_taken,
    note_step,
    refuse_at_gates,
    save,
)
from hafen.exchange.pool.services._tell import tell_helper, tell_seeker


@transaction.atomic
def confirm(*, match: Match, by: User | None, now: datetime) -> Match:
    """
    Give the place to this helper and tell both sides; others are released.

    :raises HeldBack: if another room refuses the pair
    :raises NoPlaceLeft: if somebody else was faster; the arguments say who
    :raises NoStep: if the helper has not accepted
    :raises RuleBroken: if a fact has changed so that the pair does not fit
    :raises TalkFirst: if a sponsorship lacks the talk, or one side's yes
    """
    # The rows of both sides are the lock: two desks give a place away once.
    need, offer = lock(match.need, match.offer)
    fresh = lock_pair(match)
    _refuse_when_full(fresh, need, offer)
    if fresh.state != State.ACCEPTED:
        raise NoStep
    if broken := broken_rules(need, offer):
        raise RuleBroken(*broken)
    refuse_at_gates(need, offer)
    if need.kind in PAIRINGS and not (fresh.talk_on and fresh.seeker_agreed_at):
        raise TalkFirst
    fresh.state = State.CONFIRMED
    save(fresh)
    told = tell_helper(fresh, "CONFIRMED", by=by, now=now)
    said = tell_seeker(fresh, "CONFIRMED", by=by, now=now)
    note_step(fresh, Who.DESK, by=by, now=now, told_helper=told, told_seeker=said)
    if free_places(need) == 0:
        _release_others(fresh, by=by, now=now)
        owners.relieve(need, owners.FIND, owners.ASK_AGAIN, by=by, now=now)
    owners.bring_up(need, now=now, by=by, kind=owners.FIND)
    return fresh


def _refuse_when_full(match: Match, need: Need, offer: Offer) -> None:
    if match.is_taken:
        raise NoPlaceLeft(*last_taken(match.need, match.offer))
    if free_places(need) == 0 or free_places(offer) == 0:
        raise NoPlaceLeft(*last_taken(need, offer))


def _release_others(match: Match, *, by: User | None, now: datetime) -> None:
    others = Match.objects.filter(need=match.need, state__in=WAITING)
    for other in lock_pairs(others):
        was_asked = not other.is_proposed
        other.state, other.closed_at = State.WITHDRAWN, now
        other.reason = Match.Reason.TAKEN
        save(other)
        told = tell_helper(other, "TAKEN", by=by, now=now) if was_asked else ""
        note_step(other, Who.DESK, by=by, now=now, told_helper=told)


@transaction.atomic
def begin(*, match: Match, by: User | None, now: datetime) -> Match:
    """
    Note that a placement has begun.

    :raises NoStep: if it is not confirmed
    """
    fresh = at(match, State.CONFIRMED)
    fresh.state = State.RUNNING
    save(fresh)
    told = tell_helper(fresh, "RUNNING", by=by, now=now)
    said = tell_seeker(fresh, "RUNNING", by=by, now=now)
    note_step(fresh, Who.DESK, by=by, now=now, told_helper=told, told_seeker=said)
    return fresh


@transaction.atomic
def end(
    *,
    match: Match,
    outcome: str,
    reason: str,
    note: str,
    looks_on: bool,
    by: User | None,
    now: datetime,
) -> Match:
    """
    Note how a placement ended; the need is settled, or looks on.

    :raises NoStep: if it is not confirmed or running
    """
    fresh = at(match, State.CONFIRMED, State.RUNNING)
    fresh.state, fresh.closed_at = State.ENDED, now
    fresh.outcome, fresh.reason = outcome, reason
    save(fresh)
    told = tell_helper(fresh, "ENDED", by=by, now=now)
    said = tell_seeker(fresh, "ENDED", by=by, now=now)
    note_step(
        fresh, Who.DESK, by=by, now=now, note=note, told_helper=told, told_seeker=said
    )
    need = fresh.need
    if looks_on:
        owners.bring_up(need, now=now, by=by, kind=owners.ASK_AGAIN)
    elif need.is_living and not Match.objects.active().filter(need=need).exists():
        close_posting(posting=need, state=Posting.State.DONE, by=by, now=now)
    return fresh


@transaction.atomic
def withdraw(*, match: Match, reason: str, by: User | None, now: datetime) -> Match:
    """
    Take a proposal, a question or a confirmed placement back, and say so.

    :raises NoStep: if it has ended, or is running
    """
    fresh = at(match, State.PROPOSED, State.ASKED, State.ACCEPTED, State.CONFIRMED)
    knows_helper, knows_seeker = not fresh.is_proposed, fresh.is_confirmed
    fresh.state, fresh.closed_at, fresh.reason = State.WITHDRAWN, now, reason
    save(fresh)
    told = tell_helper(fresh, "WITHDRAWN", by=by, now=now) if knows_helper else ""
    said = tell_seeker(fresh, "WITHDRAWN", by=by, now=now) if knows_seeker else ""
    note_step(
        fresh,
        Who.DESK if by else Who.HOUSE,
        by=by,
        now=now,
        told_helper=told,
        told_seeker=said,
    )
    if knows_helper:
        owners.bring_up(fresh.need, now=now, by=by, kind=owners.ASK_AGAIN)
    return fresh


@transaction.atomic
def withdraw_all(*, posting: Posting, by: User | None, now: datetime) -> int:
    """Take back what is asked and not confirmed for a posting that was closed."""
    side = {"need" if posting.is_need else "offer": posting}
    rows = lock_pairs(Match.objects.filter(state__in=WAITING, **side))
    for match in rows:
        withdraw(match=match, reason=Match.Reason.NOT_NEEDED, by=by, now=now)
    return len(rows)


@transaction.atomic
def expire(*, match: Match, now: datetime) -> Match:
    """
    Let a question run out that nobody answered; it comes back to the desk.

    :raises NoStep: if it was answered meanwhile
    """
    fresh = at(match, State.ASKED)
    fresh.state, fresh.closed_at = State.EXPIRED, now
    save(fresh)
    told = tell_helper(fresh, "EXPIRED", by=None, now=now)
    is_last = not owners.states_asked(fresh.need)
    said = tell_seeker(fresh, "EXPIRED", by=None, now=now) if is_last else ""
    note_step(fresh, Who.HOUSE, by=None, now=now, told_helper=told, told_seeker=said)
    owners.bring_up(fresh.need, now=now, by=None, kind=owners.ASK_AGAIN)
    return fresh
