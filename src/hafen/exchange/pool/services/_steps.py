"""What all steps of a placement do: lock, refuse, save, and write down."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places import queries as places
from hafen.exchange.pool.errors import (
    AlreadyAnswered,
    HeldBack,
    NoPlaceLeft,
    NoStep,
    NotOpen,
    RuleBroken,
)
from hafen.exchange.pool.gates import held_back
from hafen.exchange.pool.models import Match, MatchStep, Need, Offer
from hafen.exchange.pool.queries import broken_rules, free_places
from hafen.exchange.pool.registries import followers
from hafen.exchange.pool.services._locks import lock_pair
from hafen.exchange.pool.services._postings import settings_of
from hafen.exchange.pool.services._showing import show_anew

State = Match.State
Who = MatchStep.Who
# A day ends with the last minute in which somebody may answer.
_LAST_MINUTE = time(23, 59)


def last_taken(need: Need, offer: Offer) -> tuple[str, str]:
    """Return who confirmed last on either side, and when."""
    steps = MatchStep.objects.filter(state=State.CONFIRMED).select_related("by")
    for rows in (steps.filter(match__need=need), steps.filter(match__offer=offer)):
        step = rows.order_by("-at").first()
        if step is not None:
            return step.by.name if step.by else "", step.at.isoformat()
    return "", ""


def refuse(need: Need, offer: Offer) -> None:
    need.refresh_from_db()
    offer.refresh_from_db()
    if not (need.is_open and offer.is_open):
        raise NotOpen
    if broken := broken_rules(need, offer):
        raise RuleBroken(*broken)
    refuse_at_gates(need, offer)
    if free_places(need) == 0 or free_places(offer) == 0:
        raise NoPlaceLeft(*last_taken(need, offer))


def refuse_at_gates(need: Need, offer: Offer) -> None:
    """
    Ask the rooms above.

    :raises HeldBack: if one of them refuses the pair
    """
    if sentence := held_back(need, offer):
        raise HeldBack(sentence)


def at(match: Match, *states: str) -> Match:
    fresh = lock_pair(match)
    if fresh.state not in states:
        raise AlreadyAnswered if fresh.is_active else NoStep
    return fresh


def begin_row(match: Match) -> None:
    try:
        with transaction.atomic():
            match.save()
    except IntegrityError as refused:
        if "one_living_placement_per_pair" in str(refused):
            raise AlreadyAnswered from refused
        raise


def save(match: Match) -> None:
    match.version += 1
    match.save()


def note_step(
    match: Match,
    who: str,
    *,
    by: User | None,
    now: datetime,
    note: str = "",
    told_helper: str = "",
    told_seeker: str = "",
) -> None:
    is_of_desk = who in {Who.DESK, Who.HOUSE}
    MatchStep.objects.create(
        municipality_id=match.municipality_id,
        match=match,
        state=match.state,
        at=now,
        who=who,
        by=by,
        is_on_behalf=by is not None and not is_of_desk,
        note=note,
        told_helper=told_helper,
        told_seeker=told_seeker,
    )
    audit.record(action=f"pool.match.{match.state.lower()}", subject=match, by=by)
    show_anew(match.need)
    for follower in followers:
        follower.moved(match, by, now)


def answer_by(need: Need, *, now: datetime) -> datetime:
    found = settings_of(need.municipality)
    if need.is_urgent:
        return now + timedelta(hours=found.urgent_hours)
    calendar = places.working_calendar(need.municipality)
    zone = ZoneInfo(need.municipality.time_zone)
    day = calendar.add_working_days(now.astimezone(zone).date(), found.answer_days)
    return datetime.combine(day, _LAST_MINUTE, zone)
