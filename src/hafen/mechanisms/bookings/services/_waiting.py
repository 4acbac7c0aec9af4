from datetime import datetime, timedelta

from django.db import transaction

from hafen.core.places.models import Municipality
from hafen.mechanisms.bookings import queries
from hafen.mechanisms.bookings.models import Bookable, Registration, State
from hafen.mechanisms.bookings.services._common import fits, hold, move


def may_wait(bookable: Bookable, seats: int) -> bool:
    """Return whether the waiting list has room for so many."""
    if bookable.waiting_places is None:
        return True
    waiting = queries.standing(bookable).waiting
    return waiting + seats <= bookable.waiting_places


@transaction.atomic
def move_up(*, bookable: Bookable, now: datetime) -> int:
    """Give free places to those who wait, in their order; return to how many."""
    return fill(hold(bookable), now=now)


@transaction.atomic
def expire_offers(*, municipality: Municipality, now: datetime) -> int:
    """Take back what nobody accepted in time and offer it to the next."""
    over = Registration.objects.filter(
        municipality=municipality, state=State.OFFERED, offered_until__lte=now
    )
    ended = 0
    keys = over.order_by("bookable_id").values_list("bookable_id", flat=True).distinct()
    for key in keys:
        bookable = hold(Bookable(pk=key))
        late = over.filter(bookable=bookable).select_for_update()
        for registration in late.order_by("queued_at", "pk"):
            registration.bookable = bookable
            move(registration, State.EXPIRED, by=None, now=now, what="expired")
            ended += 1
        fill(bookable, now=now)
    return ended


def fill(bookable: Bookable, *, now: datetime) -> int:
    """Let people move up; call it with the bookable held.

    Whoever comes first and fits into what is free moves up: two seats in a row
    do not keep one free place empty.
    """
    if bookable.is_cancelled or bookable.last_entry <= now:
        return 0
    moved = 0
    for registration in Registration.objects.filter(bookable=bookable).waiting():
        if not fits(bookable, registration.seats):
            continue
        registration.bookable = bookable
        _give(registration, bookable, now)
        moved += 1
    return moved


def _give(registration: Registration, bookable: Bookable, now: datetime) -> None:
    if not bookable.offer_hours:
        move(registration, State.CONFIRMED, by=None, now=now, what="confirmed")
        return
    agreed = now + timedelta(hours=bookable.offer_hours)
    registration.offered_until = min(agreed, bookable.last_entry)
    move(registration, State.OFFERED, by=None, now=now, what="offered")
