from datetime import date, timedelta

from django.db import transaction

from hafen.core.accounts.errors import PeriodRunsBackwards
from hafen.core.accounts.models import (
    ConfidentialityUndertaking,
    RoleCondition,
    UndertakingText,
    User,
)
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality


@transaction.atomic
def publish_undertaking_text(
    *,
    municipality: Municipality,
    edition: str,
    language: str,
    text: str,
    today: date,
    by: User | None,
) -> UndertakingText:
    """Add a new edition of the text; what people signed stays as it was."""
    row = UndertakingText.objects.create(
        municipality=municipality,
        edition=edition.strip(),
        language=language,
        text=text,
        valid_from=today,
    )
    audit.record(action="accounts.undertaking_text.published", subject=row, by=by)
    return row


@transaction.atomic
def record_undertaking(
    *,
    user: User,
    text: UndertakingText,
    signed_on: date,
    valid_until: date | None = None,
    is_on_paper: bool,
    by: User,
) -> ConfidentialityUndertaking:
    """Record a signature: on paper by a colleague, on the screen by oneself.

    :raises PeriodRunsBackwards: when the last day lies before the signature
    """
    if valid_until is not None and valid_until < signed_on:
        raise PeriodRunsBackwards
    row = ConfidentialityUndertaking.objects.create(
        municipality_id=user.municipality_id,
        user=user,
        text=text,
        signed_on=signed_on,
        valid_until=valid_until,
        is_on_paper=is_on_paper,
        recorded_by=by,
    )
    user.forget_roles()
    audit.record(action="accounts.undertaking.recorded", subject=row, by=by)
    return row


@transaction.atomic
def end_undertaking(
    *, undertaking: ConfidentialityUndertaking, today: date, by: User
) -> None:
    """End an undertaking; what it was needed for ends with it."""
    audit.record(action="accounts.undertaking.ended", subject=undertaking, by=by)
    if undertaking.signed_on >= today:
        undertaking.delete()
    else:
        undertaking.valid_until = today - timedelta(days=1)
        undertaking.save(update_fields=["valid_until", "updated_at"])


@transaction.atomic
def set_role_condition(
    *, municipality: Municipality, role: str, needs_undertaking: bool, by: User
) -> None:
    """Say whether a role begins only after an undertaking was signed."""
    row, _ = RoleCondition.objects.update_or_create(
        municipality=municipality,
        role=role,
        defaults={"needs_undertaking": needs_undertaking},
    )
    audit.record(
        action="accounts.role_condition.set",
        subject=row,
        by=by,
        details={"role": role, "needs_undertaking": needs_undertaking},
    )
