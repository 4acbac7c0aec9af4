"""Integration guides, from the first day to the last."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.exchange.mentoring.errors import (
    AlreadyGuide,
    AtWork,
    NotThisFar,
)
from hafen.exchange.mentoring.models import Guide, Programme
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Match, Offer, Posting


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
