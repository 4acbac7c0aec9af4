from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.db.identifiers import token
from hafen.mechanisms.bookings import mails, queries
from hafen.mechanisms.bookings.links import hash_of, link_of
from hafen.mechanisms.bookings.models import (
    Bookable,
    Registrant,
    Registration,
    State,
)
from hafen.mechanisms.bookings.services._common import (
    fits,
    fresh,
    hold,
    move,
    shred_day,
)
from hafen.mechanisms.bookings.services._errors import (
    AlreadyDecided,
    Full,
    NotOpen,
    OfferEnded,
    TooManySeats,
)
from hafen.mechanisms.bookings.services._waiting import fill, may_wait


@dataclass(frozen=True)
class RegistrationData:
    """Who wants how many places; one of mail and telephone is enough."""

    name: str
    language: str
    email: str = ""
    phone: str = ""
    address: str = ""
    seats: int = 1
    user: User | None = None


@transaction.atomic
def register(
    *,
    bookable: Bookable,
    data: RegistrationData,
    now: datetime,
    by: User | None = None,
) -> tuple[Registration, bool]:
    """
    Take a place, or a place on the waiting list, and tell the person.

    Somebody who is registered already gets the link once more, by mail only: the
    page must not tell strangers who takes part.

    :param by: a colleague who enters it; may do so after the closing time
    :return: the registration, and whether it is a new one
    :raises NotOpen: if nobody may register now
    :raises TooManySeats: if one registration may not take so many
    :raises Full: if neither a place nor the waiting list has room
    """
    bookable = hold(bookable)
    if bookable.is_cancelled or (by is None and not bookable.is_open(now)):
        raise NotOpen
    if not 1 <= data.seats <= bookable.most_seats:
        raise TooManySeats
    present = data.email and queries.active_by_email(bookable, data.email)
    if present:
        present.bookable = bookable
        mails.tell(present, present.state.lower(), now=now)
        return present, False
    state = _first_state(bookable, data.seats)
    registration = _create(bookable, data, state, now=now, by=by)
    move(registration, state, by=by or data.user, now=now, what=state.lower())
    return registration, True


def _first_state(bookable: Bookable, seats: int) -> State:
    """
    Return where a new registration begins.

    Whoever waits did not fit when places became free last, so nobody is passed.

    :raises Full: if there is no room at all
    """
    if bookable.needs_approval:
        return State.REQUESTED
    if fits(bookable, seats):
        return State.CONFIRMED
    if may_wait(bookable, seats):
        return State.WAITING
    raise Full


def _create(
    bookable: Bookable,
    data: RegistrationData,
    state: State,
    *,
    now: datetime,
    by: User | None,
) -> Registration:
    registration = Registration.objects.create(
        municipality_id=bookable.municipality_id,
        bookable=bookable,
        state=state,
        seats=data.seats,
        language=data.language,
        queued_at=now,
        is_by_staff=by is not None,
    )
    seed = token()
    Registrant.objects.create(
        municipality_id=bookable.municipality_id,
        registration=registration,
        bookable=bookable,
        name=data.name,
        email=data.email,
        phone=data.phone,
        address=data.address,
        user=data.user,
        seed=seed,
        link_hash=hash_of(link_of(seed)),
        shred_on=shred_day(bookable),
    )
    return registration


@transaction.atomic
def approve(*, registration: Registration, by: User, now: datetime) -> Registration:
    """
    Accept a registration; without a free place it waits.

    :raises AlreadyDecided: if it is not to be decided any more
    """
    bookable = hold(registration.bookable)
    found = fresh(registration, bookable)
    if not found.is_requested:
        raise AlreadyDecided
    state = State.CONFIRMED if fits(bookable, found.seats) else State.WAITING
    move(found, state, by=by, now=now, what=state.lower())
    return found


@transaction.atomic
def decline(*, registration: Registration, by: User, now: datetime) -> Registration:
    """
    Refuse a registration, or take its place away.

    :raises AlreadyDecided: if it is not active any more
    """
    return _leave(registration, State.DECLINED, by=by, now=now)


@transaction.atomic
def withdraw(*, registration: Registration, by: Any, now: datetime) -> Registration:
    """
    Leave: the place, the offer, the waiting list or the request.

    :raises AlreadyDecided: if it is not active any more
    """
    return _leave(registration, State.WITHDRAWN, by=by, now=now)


def _leave(
    registration: Registration, state: State, *, by: Any, now: datetime
) -> Registration:
    bookable = hold(registration.bookable)
    found = fresh(registration, bookable)
    if not found.is_active:
        raise AlreadyDecided
    move(found, state, by=by, now=now, what=state.lower())
    fill(bookable, now=now)
    return found


@transaction.atomic
def accept_offer(*, registration: Registration, by: Any, now: datetime) -> Registration:
    """
    Take the place that became free.

    :raises AlreadyDecided: if no place is offered
    :raises OfferEnded: if the time is over
    """
    bookable = hold(registration.bookable)
    found = fresh(registration, bookable)
    if found.is_confirmed:
        return found
    if not found.is_offered or found.offered_until is None:
        raise AlreadyDecided
    if found.offered_until <= now or bookable.is_cancelled:
        raise OfferEnded
    move(found, State.CONFIRMED, by=by, now=now, what="confirmed")
    return found
