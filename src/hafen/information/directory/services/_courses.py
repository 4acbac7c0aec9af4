"""What a course has beyond an offer, and its places in the house's bookings."""

from dataclasses import asdict
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.db.versions import locked, save_next
from hafen.information.directory.models import Course, Service
from hafen.information.directory.services._preparing import tell_places
from hafen.information.directory.services._telling import tell
from hafen.information.directory.shapes import CourseData
from hafen.mechanisms.bookings import queries as bookings
from hafen.mechanisms.bookings.models import Bookable, Registration
from hafen.mechanisms.bookings.services import BookableData, keep_bookable

OWNER = "directory.course"
_LAST = time(23, 59)


@transaction.atomic
def set_course(
    *,
    service: Service,
    data: CourseData,
    places: int | None,
    by: User | None,
    now: datetime,
) -> Course:
    """
    Say what kind of course an offer is.

    With a beginning and a number of places people can be placed in it, and wait.
    """
    course, _is_new = Course.objects.update_or_create(
        municipality_id=service.municipality_id, service=service, defaults=asdict(data)
    )
    fresh = locked(service, expected=None)
    fresh.kind = Service.Kind.COURSE
    save_next(fresh)
    tell(fresh, "edited", by=by, details={"changed": ["course"]})
    if data.starts_on is not None and places is not None:
        bookable = _bookable(fresh, data, places, by=by, now=now)
        _tell_free(fresh, bookable, by=by, now=now)
    else:
        free = fresh.places_free
        free = free if free is None or places is None else min(free, places)
        tell_places(service=fresh, total=places, free=free, by=by, now=now)
    return course


def _bookable(
    service: Service, data: CourseData, places: int, *, by: User | None, now: datetime
) -> Bookable:
    town = service.municipality
    zone = ZoneInfo(town.time_zone)
    first = data.starts_on or now.date()
    at = service.places.select_related("location").order_by("place").first()
    return keep_bookable(
        municipality=town,
        owner=OWNER,
        subject_id=service.pk,
        data=BookableData(
            title=service.name,
            starts_at=datetime.combine(first, time(), zone),
            ends_at=datetime.combine(data.ends_on or first, _LAST, zone),
            place=at.location.one_line[:200] if at else "",
            places=places,
        ),
        by=by,
        now=now,
    )


def _tell_free(service: Service, bookable: Bookable, *, by: Any, now: datetime) -> None:
    free = bookings.standing(bookable).free
    free = None if free is None else max(0, free)
    tell_places(service=service, total=bookable.places, free=free, by=by, now=now)


def follow_places(registration: Registration, by: Any) -> None:
    """Let the public see at once that a place was taken or given back."""
    bookable = registration.bookable
    if bookable.owner != OWNER:
        return
    service = Service.objects.filter(
        municipality=registration.municipality_id, pk=bookable.subject_id
    ).first()
    if service is not None:
        user = by if isinstance(by, User) else None
        _tell_free(service, bookable, by=user, now=registration.updated_at)
