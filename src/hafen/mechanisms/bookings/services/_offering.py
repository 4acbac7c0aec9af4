from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import save_next
from hafen.core.places.models import Municipality
from hafen.mechanisms.bookings import mails
from hafen.mechanisms.bookings.models import (
    ACTIVE,
    Bookable,
    Registrant,
    Registration,
    State,
)
from hafen.mechanisms.bookings.registries import owners
from hafen.mechanisms.bookings.services._common import hold, move, shred_day
from hafen.mechanisms.bookings.services._waiting import fill


class UnknownOwner(DomainError):
    """No room has said that it offers places under this name."""


@dataclass(frozen=True)
class BookableData:
    """What a room says of its places; the fields of `Bookable`."""

    title: str
    starts_at: datetime
    ends_at: datetime
    titles: dict[str, str] = field(default_factory=dict)
    place: str = ""
    places: int | None = None
    waiting_places: int | None = None
    most_seats: int = 1
    needs_approval: bool = False
    offer_hours: int = 48
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    remind_hours: int = 24
    keep_days: int = 30


@transaction.atomic
def keep_bookable(
    *,
    municipality: Municipality,
    owner: str,
    subject_id: UUID,
    data: BookableData,
    by: Any,
    now: datetime,
    slot: str = "",
) -> Bookable:
    """
    Offer places, or change what was offered; the same again changes nothing.

    What was called off is offered anew. More places let people move up. Fewer
    take nobody's place away. Another time or place is told to everybody who is
    registered.

    :raises UnknownOwner: if the room has not registered as an owner
    """
    if owner not in owners:
        raise UnknownOwner(owner)
    values = asdict(data)
    bookable, is_new = Bookable.objects.get_or_create(
        municipality=municipality,
        owner=owner,
        subject_id=subject_id,
        slot=slot,
        defaults=values,
    )
    if is_new:
        audit.record(action="bookings.bookable.offered", subject=bookable, by=by)
        return bookable
    bookable = hold(bookable)
    values["is_cancelled"] = False
    changed = {name for name in values if getattr(bookable, name) != values[name]}
    if not changed:
        return bookable
    for name in changed:
        setattr(bookable, name, values[name])
    save_next(bookable)
    audit.record(
        action="bookings.bookable.changed",
        subject=bookable,
        by=by,
        details={"changed": sorted(changed)},
    )
    _follow(bookable, changed, now)
    return bookable


def _follow(bookable: Bookable, changed: set[str], now: datetime) -> None:
    if changed & {"ends_at", "keep_days"}:
        Registrant.objects.filter(
            bookable=bookable, registration__state__in=ACTIVE
        ).update(shred_on=shred_day(bookable))
    if changed & {"starts_at", "place"} and now < bookable.ends_at:
        active = Registration.objects.filter(bookable=bookable).active()
        for registration in active:
            registration.bookable = bookable
            mails.tell(registration, "moved", now=now)
    fill(bookable, now=now)


@transaction.atomic
def cancel_bookable(*, bookable: Bookable, by: Any, now: datetime) -> int:
    """Call it off and tell everybody who was registered or waited.

    :return: how many were told
    """
    bookable = hold(bookable)
    if bookable.is_cancelled:
        return 0
    bookable.is_cancelled = True
    save_next(bookable)
    audit.record(action="bookings.bookable.cancelled", subject=bookable, by=by)
    active = list(
        Registration.objects.select_for_update().filter(bookable=bookable).active()
    )
    for registration in active:
        registration.bookable = bookable
        move(registration, State.DECLINED, by=by, now=now, what="cancelled")
    return len(active)
