"""Integration guides: the concept, and people from the first day to the last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.exchange.mentoring.errors import (
    AlreadyApproved,
    AlreadyGuide,
    AtWork,
    NotThisFar,
    PartsMissing,
    WorkedOn,
)
from hafen.exchange.mentoring.models import Concept, Guide, Programme
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Match, Offer, Posting

State = Concept.State
_COPIED = (*Concept.PARTS, "budget")


@transaction.atomic
def begin_concept(*, programme: Programme, by: User) -> Concept:
    """
    Begin the next edition, with the words of the last one.

    :raises WorkedOn: while there is one that is not approved
    """
    row = locked(programme, expected=None)
    if row.concepts.exclude(state=State.APPROVED).exists():
        raise WorkedOn
    last = row.concepts.order_by("-edition").first()
    made = Concept(municipality=row.municipality, programme=row)
    made.edition = (row.concepts.aggregate(last=Max("edition"))["last"] or 0) + 1
    for name in _COPIED if last else ():
        setattr(made, name, getattr(last, name))
    made.save()
    audit.record(action="mentoring.concept.begun", subject=made, by=by)
    return made


@transaction.atomic
def write_concept(
    *,
    concept: Concept,
    data: Mapping[str, Any],
    is_complete: bool,
    expected: int | None,
    by: User,
) -> Concept:
    """
    Write the parts, as a draft or complete for whoever approves it.

    :raises PartsMissing: a complete one needs its parts; the arguments name them
    :raises AlreadyApproved: an approved edition is not changed any more
    :raises LostUpdate: when somebody else changed it meanwhile
    """
    fresh = _open(concept, expected=expected)
    for name, value in data.items():
        setattr(fresh, name, value)
    if is_complete and fresh.missing:
        raise PartsMissing(*fresh.missing)
    fresh.state = State.COMPLETE if is_complete else State.DRAFT
    save_next(fresh)
    audit.record(
        action=f"mentoring.concept.{fresh.state.lower()}", subject=fresh, by=by
    )
    return fresh


@transaction.atomic
def approve_concept(*, concept: Concept, by: User, now: datetime) -> Concept:
    """
    Approve what is complete; from now on it stays as it is.

    :raises NotThisFar: while it is a draft
    :raises AlreadyApproved: if somebody did so already
    """
    fresh = _open(concept, expected=None)
    if not fresh.is_complete:
        raise NotThisFar
    fresh.state, fresh.approved_by = State.APPROVED, by
    fresh.approved_on = timezone.localdate(now)
    save_next(fresh)
    audit.record(action="mentoring.concept.approved", subject=fresh, by=by)
    return fresh


def _open(concept: Concept, *, expected: int | None) -> Concept:
    fresh = locked(concept, expected=expected)
    if fresh.is_approved:
        raise AlreadyApproved
    return fresh


@transaction.atomic
def recruit_guide(
    *, programme: Programme, offer: Offer, by: User | None, now: datetime
) -> Guide:
    """
    Take somebody who offers to be a sponsor in as a guide of a programme.

    :raises AlreadyGuide: if the offer is one of a guide already
    """
    guide = Guide(
        municipality=programme.municipality,
        programme=programme,
        offer=offer,
        recruited_on=timezone.localdate(now),
    )
    try:
        with transaction.atomic():
            guide.save()
    except IntegrityError as refused:
        raise AlreadyGuide from refused
    audit.record(action="mentoring.guide.recruited", subject=guide, by=by)
    return guide


@transaction.atomic
def end_guide(*, guide: Guide, by: User, now: datetime) -> Guide:
    """
    End the work of a guide; the offer is withdrawn, and who was asked for it told.

    :raises AtWork: while an assignment goes on
    :raises NotThisFar: if it has ended already
    """
    fresh = locked(guide, expected=None)
    if fresh.ended_on is not None:
        raise NotThisFar
    if Match.objects.taken().filter(offer=fresh.offer).exists():
        raise AtWork
    if fresh.offer.is_living:
        state = Posting.State.WITHDRAWN
        pool.stop_posting(posting=fresh.offer, state=state, by=by, now=now)
    fresh.ended_on = timezone.localdate(now)
    save_next(fresh)
    audit.record(action="mentoring.guide.ended", subject=fresh, by=by)
    return fresh
