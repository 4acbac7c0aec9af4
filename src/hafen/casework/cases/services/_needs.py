"""Needs: rated on a day, offered help, met or not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from hafen.casework.cases.errors import AlreadyClosed, NotNamed
from hafen.casework.cases.models import Case, NeedRating, NeedTopic, Urgency
from hafen.casework.cases.queries import is_named
from hafen.casework.cases.services._stages import reach
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.versions import locked, save_next

_State = NeedTopic.State


@dataclass(frozen=True)
class Rated:
    """What was said of one area of life."""

    domain: str
    urgency: str
    is_wish: bool = False
    reason: str = ""
    is_special: bool = False


@transaction.atomic
def assess_needs(
    *, case: Case, on: date, ratings: Collection[Rated], today: date, by: User
) -> list[NeedRating]:
    """
    Write down a sheet: how urgent each area of life is that was talked about.

    An area in need begins a need, or says how urgent it is by now; one without
    need ends it as met. A second sheet of the same day corrects the first one.

    :raises AlreadyClosed: when the case is closed
    :raises NotNamed: for a special category, by who neither owns it nor stands in
    """
    fresh = locked(case, expected=None)
    if not fresh.is_open:
        raise AlreadyClosed
    if any(each.is_special for each in ratings) and not is_named(
        by, fresh, today=today
    ):
        raise NotNamed
    rows = [_rate(fresh, on, each, by) for each in ratings]
    reach(fresh, Case.Stage.ASSESSMENT)
    audit.record(action="cases.needs.assessed", subject=fresh, by=by)
    return rows


def _rate(case: Case, on: date, said: Rated, by: User) -> NeedRating:
    row, _is_new = NeedRating.objects.update_or_create(
        municipality_id=case.municipality_id,
        case=case,
        domain=said.domain,
        on=on,
        defaults={
            "urgency": said.urgency,
            "is_wish": said.is_wish,
            "reason": said.reason,
            "is_special": said.is_special,
            "author": by,
        },
    )
    later = NeedRating.objects.filter(case=case, domain=said.domain, on__gt=on)
    if not later.exists():
        _follow(case, row)
    return row


def _follow(case: Case, rating: NeedRating) -> None:
    """Bring the need of an area to what was said last."""
    living = NeedTopic.objects.filter(
        case=case, domain=rating.domain, ended_on__isnull=True
    )
    topic = living.select_for_update().first()
    if rating.urgency == Urgency.NONE:
        if topic is not None:
            move_to(topic, _State.MET, max(rating.on, topic.since))
        return
    if topic is None:
        topic = NeedTopic(
            municipality_id=case.municipality_id,
            case=case,
            domain=rating.domain,
            is_special=rating.is_special,
            since=rating.on,
        )
    topic.urgency = rating.urgency
    save_next(topic)


def move_to(topic: NeedTopic, state: str, on: date) -> None:
    """Set where a need stands; its first offer keeps its day."""
    topic.state = state
    if state in {_State.OFFERED, _State.RUNNING} and topic.offered_on is None:
        topic.offered_on = max(on, topic.since)
    if state not in NeedTopic.LIVING:
        topic.ended_on = max(on, topic.since)
    save_next(topic)


@transaction.atomic
def note_offer(
    *, case: Case, domain: str, offer: str, on: date, by: User | None
) -> None:
    """
    Let the need of an area of life know that something is offered for it.

    Nothing happens where no need of it lives; the first offer stays the first.
    """
    # A lead, or a desk of the exchange, may not read the need that it helps.
    with opened_for(case.pk):
        rows = NeedTopic.objects.filter(case=case, domain=domain, ended_on=None)
        topic = rows.select_for_update().first()
        if topic is None or topic.offered_on is not None:
            return
        topic.offer = offer[:200]
        move_to(topic, _State.OFFERED, on)
        audit.record(action="cases.need.offered", subject=case, by=by)


@transaction.atomic
def move_need(
    *,
    need: NeedTopic,
    state: str,
    on: date,
    by: User,
    offered_on: date | None = None,
    offer: str = "",
) -> NeedTopic:
    """
    Say that help was offered or runs, or how a need ended.

    The first offer keeps its day, whatever comes later, until somebody corrects it.

    :param offered_on: the day of the first offer, where it is corrected
    :param offer: what it was
    :raises AlreadyClosed: when it has ended
    """
    fresh = locked(need, expected=None)
    if not fresh.is_living:
        raise AlreadyClosed
    if offered_on is not None:
        fresh.offered_on = max(offered_on, fresh.since)
    fresh.offer = offer or fresh.offer
    move_to(fresh, state, on)
    audit.record(
        action="cases.need.moved", subject=fresh.case, by=by, details={"state": state}
    )
    return fresh
