from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hafen.casework.cases.models import AccessRefusal, Programme
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit


@transaction.atomic
def count_refusal(
    *, programme: Programme, facts: Mapping[str, Any], by: User
) -> AccessRefusal:
    """
    Count that somebody was not taken into a programme, without saying who.

    :param facts: day, reason, area of life, and where the person was referred to
    """
    row = AccessRefusal.objects.create(
        municipality_id=programme.municipality_id, programme=programme, **facts
    )
    audit.record(action="cases.refusal.counted", subject=row, by=by)
    return row


@transaction.atomic
def take_back_refusal(*, refusal: AccessRefusal, by: User) -> None:
    """Count it no more, since it was entered by mistake."""
    audit.record(action="cases.refusal.taken_back", subject=refusal, by=by)
    refusal.delete()
