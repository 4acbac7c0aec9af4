from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.mechanisms.bookings.links import hash_of
from hafen.mechanisms.bookings.models import (
    ACTIVE,
    HOLDING,
    Bookable,
    Presence,
    Registration,
    State,
)
from hafen.mechanisms.bookings.registries import owners
from hafen.mechanisms.bookings.rules import MANAGE_REGISTRATIONS


@dataclass(frozen=True)
class Standing:
    """How many places are taken and how many people wait; three numbers.

    :param free: None: no limit
    """

    taken: int
    waiting: int
    requested: int
    free: int | None

    @property
    def is_full(self) -> bool:
        return self.free is not None and self.free <= 0


def bookables_visible_to(user: User) -> QuerySet[Bookable]:
    """Return what the rooms let this user manage the registrations of."""
    if not MANAGE_REGISTRATIONS.held_by(user):
        return Bookable.objects.none()
    found = Q(pk__in=[])
    for owner in owners:
        found |= Q(owner=owner.name, subject_id__in=owner.subjects(user))
    return Bookable.objects.filter(found, municipality=user.municipality_id)


def registrations_of(bookable: Bookable) -> QuerySet[Registration]:
    """Return all registrations with their people, in the order of arrival."""
    return (
        Registration.objects.filter(bookable=bookable)
        .select_related("registrant")
        .order_by("queued_at", "pk")
    )


def confirmed_of(bookable: Bookable) -> QuerySet[Registration]:
    """Return who has a place, by name."""
    rows = registrations_of(bookable).filter(state=State.CONFIRMED)
    return rows.order_by("registrant__name", "pk")


def participants_of(bookable: Bookable) -> QuerySet[Registration]:
    """Return who has a place and is known by name still, by name."""
    return confirmed_of(bookable).filter(registrant__isnull=False)


def registrations_by_user(user: User) -> QuerySet[Registration]:
    """Return what this person is registered for, the next first."""
    return (
        Registration.objects.filter(registrant__user=user)
        .select_related("bookable", "registrant")
        .order_by("bookable__starts_at", "pk")
    )


def registration_by_link(municipality: Municipality, link: str) -> Registration | None:
    """Return the registration that a mailed link opens."""
    return (
        Registration.objects.filter(
            municipality=municipality, registrant__link_hash=hash_of(link)
        )
        .select_related("registrant", "bookable")
        .first()
    )


def standing(bookable: Bookable) -> Standing:
    numbers = Registration.objects.filter(bookable=bookable).aggregate(
        taken=Sum("seats", filter=Q(state__in=HOLDING)),
        waiting=Sum("seats", filter=Q(state=State.WAITING)),
        requested=Count("pk", filter=Q(state=State.REQUESTED)),
    )
    taken = numbers["taken"] or 0
    return Standing(
        taken=taken,
        waiting=numbers["waiting"] or 0,
        requested=numbers["requested"],
        free=None if bookable.places is None else bookable.places - taken,
    )


@dataclass(frozen=True)
class Attended:
    """On how many of the days that were noted somebody was there."""

    days: int
    there: int

    @property
    def percent(self) -> int:
        return round(100 * self.there / self.days) if self.days else 0


def attended_by(bookable: Bookable) -> dict[UUID, Attended]:
    """Return the attendance of each registration, day by day; one query."""
    rows = (
        Presence.objects.filter(registration__bookable=bookable)
        .values("registration")
        .annotate(days=Count("pk"), there=Count("pk", filter=Q(is_there=True)))
    )
    return {row["registration"]: Attended(row["days"], row["there"]) for row in rows}


def days_noted(bookable: Bookable) -> list[date]:
    """Return the days whose attendance was taken, the last first."""
    rows = Presence.objects.filter(registration__bookable=bookable)
    return list(rows.values_list("day", flat=True).distinct().order_by("-day"))


def there_on(bookable: Bookable, day: date) -> set[UUID]:
    """Return which registrations were there on a day."""
    rows = Presence.objects.filter(
        registration__bookable=bookable, day=day, is_there=True
    )
    return set(rows.values_list("registration", flat=True))


def position(registration: Registration) -> int:
    """Return which one it is on the waiting list, from 1."""
    before = Registration.objects.filter(
        Q(queued_at__lt=registration.queued_at)
        | Q(queued_at=registration.queued_at, pk__lt=registration.pk),
        bookable=registration.bookable_id,
        state=State.WAITING,
    )
    return before.count() + 1


def active_by_email(bookable: Bookable, email: str) -> Registration | None:
    return (
        Registration.objects.filter(
            bookable=bookable, registrant__email__iexact=email, state__in=ACTIVE
        )
        .select_related("registrant")
        .first()
    )
