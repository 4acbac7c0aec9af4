from datetime import date

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.mechanisms.privacy.decisions import BY_CODE
from hafen.mechanisms.privacy.models import Confirmation


class AlreadyConfirmed(DomainError):
    """Somebody else has confirmed this decision; withdraw that one first."""


class NotYetDecided(DomainError):
    """The date lies in the future."""


@transaction.atomic
def confirm_decision(
    *,
    code: str,
    decided_by: str,
    office: str,
    decided_on: date,
    note: str,
    by: User,
    today: date,
) -> Confirmation:
    """
    Record that a person has made one of the decisions before going live.

    :raises NotYetDecided: if the date lies in the future
    :raises AlreadyConfirmed: if it was confirmed before
    :raises KeyError: if there is no such decision
    """
    decision = BY_CODE[code]
    if decided_on > today:
        raise NotYetDecided
    made, is_new = Confirmation.objects.get_or_create(
        municipality_id=by.municipality_id,
        code=decision.code,
        defaults={
            "decided_by": decided_by,
            "office": office,
            "decided_on": decided_on,
            "note": note,
        },
    )
    if not is_new:
        raise AlreadyConfirmed
    audit.record(
        action="privacy.decision.confirmed", subject=made, details={"code": code}
    )
    return made


@transaction.atomic
def withdraw_confirmation(*, confirmation: Confirmation) -> None:
    """Open a decision again, since what it rested on has changed."""
    audit.record(
        action="privacy.decision.withdrawn",
        subject=confirmation,
        details={"code": confirmation.code},
    )
    confirmation.delete()
