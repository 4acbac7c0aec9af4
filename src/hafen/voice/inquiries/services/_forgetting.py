"""What is over long enough goes: texts and people; codes and days stay as figures."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from hafen.core.audit import services as audit
from hafen.voice.inquiries.models import Inquiry, Requester
from hafen.voice.inquiries.queries import family_of

KEEP_DAYS = 180


@transaction.atomic
def forget_inquiries(*, municipality_id: UUID, now: datetime) -> int:
    """Delete texts and people of what was closed half a year ago.

    :return: how many inquiries lost their texts
    """
    due = Inquiry.objects.filter(
        municipality=municipality_id,
        state=Inquiry.State.CLOSED,
        closed_at__lt=now - timedelta(days=KEEP_DAYS),
        forgotten_at__isnull=True,
    )
    keys = set(due.values_list("pk", flat=True))
    for inquiry in [each for row in due for each in family_of(row)]:
        keys.add(inquiry.pk)
        for rows in (
            inquiry.messages,
            inquiry.parties,
            inquiry.conversations,
            inquiry.steps,
            inquiry.checks,
            inquiry.accused,
        ):
            rows.all().delete()
        inquiry.requester = inquiry.addressee = None
        inquiry.forgotten_at = now
        inquiry.secret_round += 1
        inquiry.save()
    _forget_requesters(municipality_id, now)
    if keys:
        audit.record(action="inquiries.forgotten", details={"count": len(keys)})
    return len(keys)


def _forget_requesters(municipality_id: UUID, now: datetime) -> None:
    """Delete who has no inquiry left and was not written down just now."""
    Requester.objects.filter(
        municipality=municipality_id,
        inquiries__isnull=True,
        created_at__lt=now - timedelta(days=1),
    ).delete()
