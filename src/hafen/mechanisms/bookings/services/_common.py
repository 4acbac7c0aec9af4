"""What the services of registrations share."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.audit import services as audit
from hafen.core.db.versions import save_next
from hafen.mechanisms.bookings import mails, queries
from hafen.mechanisms.bookings.models import (
    ACTIVE,
    Bookable,
    Registrant,
    Registration,
    State,
)
from hafen.mechanisms.bookings.registries import followers

# Who has no place is forgotten sooner than who was there.
FORGET_AFTER_LEAVING = timedelta(days=14)


def hold(bookable: Bookable) -> Bookable:
    """Return the row, locked: whoever takes or frees a place waits here."""
    return (
        Bookable.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .get(pk=bookable.pk)
    )


def fresh(registration: Registration, bookable: Bookable) -> Registration:
    """Return a registration as it is now; call it with the bookable held."""
    found = Registration.objects.select_for_update().get(pk=registration.pk)
    found.bookable = bookable
    return found


def fits(bookable: Bookable, seats: int) -> bool:
    free = queries.standing(bookable).free
    return free is None or free >= seats


def shred_day(bookable: Bookable) -> date:
    """Return after which day nobody needs to know who was there."""
    return timezone.localdate(bookable.ends_at) + timedelta(days=bookable.keep_days)


def move(
    registration: Registration, state: State, *, by: Any, now: datetime, what: str = ""
) -> None:
    """Save the next state, tell the person, the trail and the following rooms.

    :param what: which words the person gets; empty: none
    """
    before = registration.state
    registration.state = state
    if state != State.OFFERED:
        registration.offered_until = None
    save_next(registration)
    if state not in ACTIVE:
        _forget_soon(registration, now)
    audit.record(
        action=f"bookings.registration.{state.lower()}",
        subject=registration,
        by=by,
        details={"from": before},
    )
    if what:
        mails.tell(registration, what, now=now)
    for follower in followers:
        follower.moved(registration, by)


def _forget_soon(registration: Registration, now: datetime) -> None:
    last = timezone.localdate(now) + FORGET_AFTER_LEAVING
    Registrant.objects.filter(registration=registration, shred_on__gt=last).update(
        shred_on=last
    )
