"""A notice becomes an offer or a request of the exchange, in one click."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.mail.models import Notice
from hafen.exchange.board import categories
from hafen.exchange.board.models import Converted, Post
from hafen.exchange.board.queries import moderated_by
from hafen.exchange.pool.models import Posting


def prefill(user: User, key: UUID) -> dict[str, Any] | None:
    """Return what the form of an offer or a request starts with."""
    row = moderated_by(user).filter(pk=key).select_related("member").first()
    if row is None or row.member is None:
        return None
    member = row.member
    return {
        "kind": categories.kind_of(row.category),
        "title": row.title,
        "text": row.text,
        "is_urgent": row.is_urgent,
        "district": row.district_id,
        "name": row.author_name or member.name,
        "channel": member.channel or Notice.Channel.VISIT,
        "phone": member.phone,
        "email": member.email,
        "address": member.address,
        "person_language": member.language,
        "organisation": member.organisation_id,
    }


@transaction.atomic
def note_posting(key: UUID, posting: Posting, by: User, now: datetime) -> None:
    """Keep what became of a notice; it hangs on until somebody settles it."""
    del now
    row = Post.objects.get(pk=key)
    side = "need" if posting.is_need else "offer"
    made = Converted.objects.create(
        municipality=row.municipality, post=row, **{side: posting}
    )
    audit.record(action="board.post.converted", subject=made, by=by)
