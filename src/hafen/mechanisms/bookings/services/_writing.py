from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Value

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import save_next
from hafen.core.places.models import Municipality
from hafen.mechanisms.bookings import mails
from hafen.mechanisms.bookings.models import Bookable, Registration, State


@transaction.atomic
def write_to(
    *,
    bookable: Bookable,
    registrations: Collection[UUID],
    text: str,
    by: User,
    now: datetime,
) -> int:
    """Send words of the manager to the chosen people and to nobody else.

    :return: how many were written to
    """
    chosen = Registration.objects.filter(
        bookable=bookable, pk__in=registrations, registrant__isnull=False
    ).select_related("bookable__municipality")
    count = 0
    for registration in chosen:
        mails.write(registration, text, now=now)
        count += 1
    audit.record(
        action="bookings.bookable.written_to",
        subject=bookable,
        by=by,
        details={"count": count},
    )
    return count


@transaction.atomic
def tell_moved(*, bookable: Bookable, now: datetime) -> int:
    """
    Tell everybody who is registered to look at the times again; for owners whose
    dates are more than the first.

    :return: how many are registered; nobody is told of what is over
    """
    if now >= bookable.ends_at:
        return 0
    active = Registration.objects.filter(bookable=bookable).active()
    rows = list(active.select_related("bookable__municipality"))
    for registration in rows:
        mails.tell(registration, "moved", now=now)
    return len(rows)


@transaction.atomic
def remind_due(*, municipality: Municipality, now: datetime) -> int:
    """Remind those who have a place, once, so many hours before as agreed."""
    hour = Value(timedelta(hours=1), output_field=DurationField())
    lead = ExpressionWrapper(
        F("bookable__remind_hours") * hour, output_field=DurationField()
    )
    due = (
        Registration.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(
            municipality=municipality,
            state=State.CONFIRMED,
            reminded_at__isnull=True,
            bookable__is_cancelled=False,
            bookable__remind_hours__gt=0,
            bookable__starts_at__gt=now,
            bookable__starts_at__lte=Value(now) + lead,
            # Who registered a moment ago needs no reminder.
            queued_at__lt=Value(now) - hour,
        )
        .select_related("bookable__municipality")
    )
    count = 0
    for registration in due:
        mails.tell(registration, "reminder", now=now)
        registration.reminded_at = now
        save_next(registration)
        count += 1
    return count
