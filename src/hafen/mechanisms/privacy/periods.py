"""Periods of a municipality: other than declared, as far as the law lets."""

from datetime import date

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.personal_data import DataClass, OnErasure, PersonalData
from hafen.mechanisms.privacy import retention
from hafen.mechanisms.privacy.models import KeepingPeriod

# No file of counselling is kept longer, whatever a filing plan says.
LONGEST = 10 * 365
SHORTEST = 30


class NotAllowed(DomainError):
    """The law fixes this period, or sets a limit that was passed."""


class TooLate(DomainError):
    """A period begins today or later; one that held is never rewritten."""


def limits(found: PersonalData, days: int) -> tuple[int, int]:
    """Return the least and the most days; equal where nothing can be decided.

    What must be kept is not kept shorter. What was promised for a day of its own, and
    traces for security, are not kept longer.
    """
    if days == 0:
        return 0, 0
    is_duty = found.on_erasure is OnErasure.KEEP
    is_fixed = found.data_class is DataClass.A
    return (
        days if is_duty else min(days, SHORTEST),
        days if is_fixed else max(days, LONGEST),
    )


@transaction.atomic
def set_period(
    *,
    kind: str,
    days: int,
    valid_from: date,
    reason: str,
    decided_by: str,
    by: User,
    today: date,
) -> KeepingPeriod:
    """
    Keep one kind of rows for another time, from a day on.

    :param kind: the model, such as "cases.Household"
    :raises NotAllowed: if it goes by no period, or the law sets another limit
    :raises TooLate: if the day is over, or another period was set for it
    """
    for model, found in retention.swept_models():
        if model._meta.label == kind:
            least, most = limits(found, retention.declared_days(model, found))
            break
    else:
        raise NotAllowed
    if least == most or not least <= days <= most:
        raise NotAllowed
    if valid_from < today:
        raise TooLate
    row, is_new = KeepingPeriod.objects.get_or_create(
        municipality_id=by.municipality_id,
        kind=kind,
        valid_from=valid_from,
        defaults={"days": days, "reason": reason, "decided_by": decided_by},
    )
    if not is_new:
        raise TooLate
    audit.record(
        action="privacy.period.set",
        subject=row,
        by=by,
        details={"kind": kind, "days": days},
    )
    return row
