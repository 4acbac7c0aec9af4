from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import save_next
from hafen.mechanisms.bookings import certificates
from hafen.mechanisms.bookings.models import (
    Bookable,
    Presence,
    Registrant,
    Registration,
    State,
)
from hafen.mechanisms.bookings.services._common import hold


class NotAttended(DomainError):
    """The person was not there, or the names are deleted by now."""


@transaction.atomic
def mark_attendance(
    *, bookable: Bookable, present: Collection[UUID], by: User
) -> tuple[int, int]:
    """
    Note who of those with a place was there; it can be corrected.

    :param present: keys of registrations; all others with a place were not there
    :return: how many people were there, and how many places stayed empty
    """
    bookable = hold(bookable)
    rows = Registration.objects.select_for_update().filter(
        bookable=bookable, state=State.CONFIRMED
    )
    there = missed = 0
    for row in rows:
        is_there = row.pk in present
        if row.attended != is_there:
            row.attended = is_there
            save_next(row)
        there += row.seats if is_there else 0
        missed += 0 if is_there else row.seats
    _record(bookable, there, missed, by=by)
    return there, missed


@transaction.atomic
def mark_day(
    *, bookable: Bookable, day: date, present: Collection[UUID], by: User
) -> tuple[int, int]:
    """
    Note who was there on one day of a course; the same day again corrects it.

    Whoever was there on any day was there, for the certificate.

    :return: how many people were there, and how many places stayed empty
    """
    bookable = hold(bookable)
    rows = Registration.objects.select_for_update().filter(
        bookable=bookable, state=State.CONFIRMED
    )
    there = missed = 0
    for row in rows:
        is_there = row.pk in present
        Presence.objects.update_or_create(
            municipality_id=bookable.municipality_id,
            registration=row,
            day=day,
            defaults={"is_there": is_there},
        )
        attended = row.presences.filter(is_there=True).exists()
        if row.attended != attended:
            row.attended = attended
            save_next(row)
        there += row.seats if is_there else 0
        missed += 0 if is_there else row.seats
    _record(bookable, there, missed, by=by)
    return there, missed


def _record(bookable: Bookable, there: int, missed: int, *, by: User) -> None:
    audit.record(
        action="bookings.attendance.taken",
        subject=bookable,
        by=by,
        details={"there": there, "missed": missed},
    )


def certificate_of(registration: Registration, *, today: date) -> bytes:
    """
    Return the certificate of attendance as PDF, in the person's language.

    :raises NotAttended: without attendance, or when the name is gone
    """
    person = Registrant.objects.filter(registration=registration).first()
    if person is None or not registration.attended:
        raise NotAttended
    return certificates.certificate(
        registration.bookable,
        name=person.name,
        language=registration.language,
        today=today,
    )
