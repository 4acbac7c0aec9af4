"""Whether one can register for a course now, as the public is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hafen.core.places.models import Municipality
from hafen.information.directory.models import Course, Service
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.bookings.queries import Standing, standing
from hafen.mechanisms.questions.models import Question
from hafen.mechanisms.questions.queries import asked

_OWNER = "directory.course"


@dataclass(frozen=True)
class Joining:
    """Where somebody can register by themselves.

    :param waits: no place is free, so who registers waits
    """

    bookable: Bookable
    waits: bool


def joinable(
    municipality: Municipality, services: Collection[Service], *, now: datetime
) -> dict[UUID, Joining]:
    """Return the courses that take registrations now, by service; one query.

    How many places are free says the service: it is told with each change.
    """
    rows = Bookable.objects.filter(
        municipality=municipality,
        owner=_OWNER,
        subject_id__in=Course.objects.filter(
            municipality=municipality,
            service__in=[service.pk for service in services],
            takes_registrations=True,
        ).values("service_id"),
    )
    free = {service.pk: service.places_free for service in services}
    found = {}
    for row in rows:
        is_full = free[row.subject_id] == 0
        if row.is_open(now) and (row.has_waiting_list or not is_full):
            found[row.subject_id] = Joining(row, waits=is_full)
    return found


def questions_of(service: Service) -> list[Question]:
    """Return what the registration for a course asks, in order."""
    course = Course.objects.filter(service=service).first()
    return asked(course.questionnaire_id if course else None)


def bookable_to_join(service: Service) -> tuple[Bookable, Standing] | None:
    """Return the places of a course that people register for by themselves."""
    row = Bookable.objects.filter(
        municipality=service.municipality_id, owner=_OWNER, subject_id=service.pk
    ).first()
    course = Course.objects.filter(service=service, takes_registrations=True)
    if row is None or not course.exists():
        return None
    return row, standing(row)
