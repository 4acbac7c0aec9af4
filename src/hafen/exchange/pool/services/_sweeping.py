"""What ends by itself, and what has to end with something else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.exchange.pool.models import Match, Posting, Seeker
from hafen.exchange.pool.services._locks import lock_pairs
from hafen.exchange.pool.services._placing import expire, withdraw_all
from hafen.exchange.pool.services._postings import close_posting


@transaction.atomic
def expire_unanswered(*, municipality_id: UUID, now: datetime) -> int:
    """Let the questions run out whose time is over."""
    rows = Match.objects.filter(
        municipality=municipality_id, state=Match.State.ASKED, answer_by__lt=now
    )
    over = lock_pairs(rows)
    for match in over:
        expire(match=match, now=now)
    return len(over)


@transaction.atomic
def stop_posting(
    *, posting: Posting, state: Posting.State, by: User | None, now: datetime
) -> Posting:
    """
    Settle or withdraw a posting; whoever was asked for it is released.

    :raises NotOpen: if it is closed by now
    """
    closed = close_posting(posting=posting, state=state, by=by, now=now)
    withdraw_all(posting=closed, by=by, now=now)
    return closed


@transaction.atomic
def forget_seekers(*, municipality_id: UUID) -> int:
    """Delete people whose last request is gone."""
    rows = Seeker.objects.filter(municipality=municipality_id, needs__isnull=True)
    return rows.delete()[0]
