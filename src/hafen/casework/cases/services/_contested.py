"""What a person says is wrong: written down in their words, and settled."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hafen.casework.cases.errors import AlreadyClosed
from hafen.casework.cases.models import Client, ContestedPoint
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.mechanisms.privacy import telling


@transaction.atomic
def contest(
    *, client: Client, about: str, words: str, since: date, by: User
) -> ContestedPoint:
    """Write down what a person says is wrong; the data stands as it is, with a mark."""
    row = ContestedPoint.objects.create(
        municipality_id=client.municipality_id,
        client=client,
        about=about,
        words=words,
        since=since,
    )
    audit.record(action="cases.client.contested", subject=client, by=by)
    return row


@transaction.atomic
def settle_contested(
    *, point: ContestedPoint, how: str, now: datetime, by: User
) -> ContestedPoint:
    """
    Say what came of it; what cannot be established keeps its mark, and may be
    settled later. Of a correction whoever got the data is told (Art. 19 DSGVO).

    :raises AlreadyClosed: when that was said already
    """
    fresh = locked(point, expected=None)
    if not fresh.is_marked or fresh.how == how:
        raise AlreadyClosed
    fresh.settled_on, fresh.how = timezone.localdate(now), how
    save_next(fresh)
    audit.record(action="cases.contested.settled", subject=fresh.client, by=by)
    if how == ContestedPoint.How.CORRECTED:
        telling.tell_of_correction(
            root=fresh.client,
            parts=fresh.parts,
            received_on=fresh.since,
            now=now,
            by=by,
        )
    return fresh
