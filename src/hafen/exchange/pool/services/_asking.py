"""A pair is laid before the desk, and helpers are asked."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.exchange.pool import keys
from hafen.exchange.pool.errors import NoStep
from hafen.exchange.pool.models import Match, Need, Offer
from hafen.exchange.pool.queries import points_of
from hafen.exchange.pool.services import _owners as owners
from hafen.exchange.pool.services._answering import answer
from hafen.exchange.pool.services._locks import lock, lock_sides
from hafen.exchange.pool.services._steps import (
    State,
    Who,
    answer_by,
    at,
    begin_row,
    note_step,
    refuse,
    save,
)
from hafen.exchange.pool.services._tell import tell_helper, tell_seeker


@transaction.atomic
def propose(*, need: Need, offer: Offer, by: User | None, now: datetime) -> Match:
    """
    Lay a pair before the desk, with its points of today; nobody is told yet.

    :raises NotOpen: if one side is not open any more
    :raises RuleBroken: if the pair breaks a hard rule
    :raises AlreadyAnswered: if the two are being placed already
    """
    lock(need, offer)
    refuse(need, offer)
    match = Match(
        municipality=need.municipality,
        need=need,
        offer=offer,
        points=points_of(need, offer, today=timezone.localdate(now)),
    )
    begin_row(match)
    note_step(match, Who.DESK if by else Who.HOUSE, by=by, now=now)
    return match


@transaction.atomic
def ask(
    *,
    need: Need,
    offers: Iterable[Offer],
    by: User | None,
    now: datetime,
) -> list[Match]:
    """
    Ask one or several helpers; the person who waits is told once.

    Who has been proposed before is asked now. First the pairs are checked, so
    that nobody is asked when one of them does not fit.

    :raises NotOpen: if the need or an offer is not open any more
    :raises RuleBroken: if a pair breaks a hard rule
    :raises AlreadyAnswered: if one of them was asked already
    :raises NoWayToTell: if somebody cannot be reached by the chosen way
    """
    asked = []
    chosen = list(offers)
    lock_sides(offers=chosen, needs=[need])
    for offer in chosen:
        match = Match.objects.active().filter(need=need, offer=offer).first()
        if match is None:
            match = propose(need=need, offer=offer, by=by, now=now)
        match = at(match, State.PROPOSED)
        match.answer_by = answer_by(need, now=now)
        match.state = State.ASKED
        save(match)
        asked.append(match)
    for match in asked:
        told = tell_helper(match, "ASKED", by=by, now=now, due_at=match.answer_by)
        first = match is asked[0]
        said = tell_seeker(match, "ASKED", by=by, now=now) if first else ""
        note_step(match, Who.DESK, by=by, now=now, told_helper=told, told_seeker=said)
    owners.relieve(need, owners.FIND, owners.ASK_AGAIN, by=by, now=now)
    return asked


@transaction.atomic
def note_agreement(*, need: Need, offer: Offer, by: User, now: datetime) -> Match:
    """
    Note that a helper has said yes in a talk; nobody is asked once more.

    :raises NotOpen: if one side is not open any more
    :raises RuleBroken: if the pair breaks a hard rule
    :raises AlreadyAnswered: if the two are being placed already
    """
    match = propose(need=need, offer=offer, by=by, now=now)
    match.answer_by = answer_by(need, now=now)
    match.state = State.ASKED
    save(match)
    note_step(match, Who.DESK, by=by, now=now)
    owners.relieve(need, owners.FIND, owners.ASK_AGAIN, by=by, now=now)
    return answer(match=match, side=keys.HELPER, accepts=True, by=by, now=now)


@transaction.atomic
def ask_anew(*, match: Match, now: datetime) -> Match:
    """
    Ask a helper once more whose time to answer was over; they wished it.

    :raises NoStep: if it has not run out
    :raises NotOpen: if nobody is looked for any more
    :raises RuleBroken: if the pair does not fit any more
    :raises AlreadyAnswered: if they were asked again already
    """
    if not match.is_expired:
        raise NoStep
    [asked] = ask(need=match.need, offers=[match.offer], by=None, now=now)
    return asked
