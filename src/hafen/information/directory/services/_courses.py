"""What a course has beyond an offer, and its places in the house's bookings."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.information.directory.models import Course, Progress, Service
from hafen.information.directory.services._errors import NoCourse, PeopleRegistered
from hafen.information.directory.services._preparing import tell_places
from hafen.information.directory.services._telling import tell
from hafen.information.directory.shapes import CourseData
from hafen.mechanisms.bookings import queries as bookings
from hafen.mechanisms.bookings.models import Bookable, Registration, State
from hafen.mechanisms.bookings.services import (
    BookableData,
    NotOpen,
    RegistrationData,
    cancel_bookable,
    keep_bookable,
    register,
)
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.services import (
    create_questionnaire,
    forget_answers,
    keep_answers,
)

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
    Say what kind of course or training an offer is.

    With a beginning and a number of places people can be placed in it, and wait.

    :raises PeopleRegistered: when these two would go while people are registered
    """
    has_places = data.starts_on is not None and places is not None
    if not has_places and _registered(service).exists():
        raise PeopleRegistered
    course, _is_new = Course.objects.update_or_create(
        municipality_id=service.municipality_id, service=service, defaults=asdict(data)
    )
    fresh = locked(service, expected=None)
    if fresh.kind not in Service.BOOKED:
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


@transaction.atomic
def questions_of_course(*, service: Service, by: User) -> Questionnaire:
    """
    Return the own questions of a course's registration; an empty form at first.

    :raises NoCourse: while nobody has said what kind of course it is
    """
    course = Course.objects.select_for_update(of=("self",)).filter(service=service)
    found = course.first()
    if found is None:
        raise NoCourse
    if found.questionnaire is None:
        found.questionnaire = create_questionnaire(
            municipality=service.municipality, name=service.name[:160], by=by
        )
        found.save()
    return found.questionnaire


@transaction.atomic
def join_course(
    *,
    service: Service,
    bookable: Bookable,
    data: RegistrationData,
    answers: Mapping[UUID, Any],
    now: datetime,
) -> Registration:
    """
    Take a place in a course by oneself, or one on its waiting list.

    What was answered is kept as long as the name. Somebody who is registered
    already gets the link again, and nothing changes.

    :raises NotOpen: if nobody may register now, or only at the desk
    :raises Full: if neither a place nor the waiting list has room
    """
    course = Course.objects.select_for_update(of=("self",)).get(service=service)
    if not course.takes_registrations:
        raise NotOpen
    registration, is_new = register(bookable=bookable, data=data, now=now)
    if is_new and course.questionnaire is not None:
        keep_answers(
            questionnaire=course.questionnaire,
            answers=answers,
            about=registration.pk,
            language=data.language,
            forget_on=registration.registrant.shred_on,
        )
    return registration


@transaction.atomic
def note_progress(
    *, service: Service, levels: Mapping[UUID, tuple[str, str]], by: User
) -> int:
    """
    Keep which level people had before the course and after it.

    :param levels: by registration; both empty takes it back
    :return: how many lines changed
    """
    rows = _registered(service).filter(state=State.CONFIRMED)
    changed = 0
    for key in rows.filter(pk__in=list(levels)).values_list("pk", flat=True):
        before, after = levels[key]
        row, is_new = Progress.objects.get_or_create(
            municipality_id=service.municipality_id,
            service=service,
            registration_id=key,
        )
        if (row.before, row.after) != (before, after):
            row.before, row.after = before, after
            row.save()
            changed += 1
        elif is_new and not (before or after):
            row.delete()
    audit.record(
        action="directory.course.progress_noted",
        subject=service,
        by=by,
        details={"count": changed},
    )
    return changed


def call_off_course(service: Service, *, by: User | None, now: datetime) -> None:
    """Tell everybody who is registered or waits that it does not take place."""
    rows = Bookable.objects.filter(
        municipality_id=service.municipality_id, owner=OWNER, subject_id=service.pk
    )
    for bookable in rows.filter(is_cancelled=False, ends_at__gt=now):
        cancel_bookable(bookable=bookable, by=by, now=now)


def _registered(service: Service) -> Any:
    rows = Registration.objects.filter(
        municipality_id=service.municipality_id,
        bookable__owner=OWNER,
        bookable__subject_id=service.pk,
    )
    return rows.active()


def _bookable(
    service: Service, data: CourseData, places: int, *, by: User | None, now: datetime
) -> Bookable:
    town = service.municipality
    zone = ZoneInfo(town.time_zone)
    first = data.starts_on or timezone.localdate(now)
    at = service.places.select_related("location").order_by("place").first()
    return keep_bookable(
        municipality=town,
        owner=OWNER,
        subject_id=service.pk,
        data=BookableData(
            title=service.name,
            titles=_titles(service),
            starts_at=datetime.combine(first, data.starts or time(), zone),
            ends_at=datetime.combine(data.ends_on or first, _LAST, zone),
            place=at.location.one_line[:200] if at else "",
            places=places,
            waiting_places=data.waiting_places,
            needs_approval=data.needs_approval,
            offer_hours=data.offer_hours,
            closes_at=_last_minute(data.closes_on, zone),
        ),
        by=by,
        now=now,
    )


def _last_minute(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, _LAST, zone) if day else None


def _titles(service: Service) -> dict[str, str]:
    found = {
        row.language: row.name
        for row in service.translations.all()
        if row.is_readable and row.name
    }
    return found | {service.source_language: service.name}


def _tell_free(service: Service, bookable: Bookable, *, by: Any, now: datetime) -> None:
    free = bookings.standing(bookable).free
    free = None if free is None else max(0, free)
    tell_places(service=service, total=bookable.places, free=free, by=by, now=now)


def follow_places(registration: Registration, by: Any) -> None:
    """Let the public see at once that a place was taken or given back, and forget
    what somebody answered who does not come.
    """
    bookable = registration.bookable
    if bookable.owner != OWNER:
        return
    if not registration.is_active:
        forget_answers(about=[registration.pk])
    service = Service.objects.filter(
        municipality=registration.municipality_id, pk=bookable.subject_id
    ).first()
    if service is not None:
        user = by if isinstance(by, User) else None
        _tell_free(service, bookable, by=user, now=registration.updated_at)
