"""Interpreters of appointments: booked, and asked anew for another time."""

from datetime import datetime

from hafen.casework.consultations.calendars import place
from hafen.casework.consultations.errors import NobodyInterprets
from hafen.casework.consultations.models import Appointment
from hafen.core.accounts.models import User
from hafen.exchange.interpreting import queries as pool
from hafen.exchange.interpreting import services as interpreting
from hafen.exchange.interpreting.models import Appointment as Interpreting
from hafen.exchange.interpreting.models import Institution, Mode, Subject


def book_free(
    row: Appointment, institution: Institution, by: User, now: datetime
) -> Interpreting:
    """
    Book an interpreter, if there is one for whom nobody else waits.

    :raises NobodyInterprets: when no such interpreter is free
    """
    booked = _book(row, institution, by, now)
    free = [each for each in pool.candidates(booked) if not each.broken]
    rivals = Interpreting.objects.open().filter(
        municipality_id=row.municipality_id,
        language=row.language,
        starts_at__lt=row.ends_at,
        ends_at__gt=row.starts_at,
    )
    if len(free) < rivals.count():  # this one is among them
        raise NobodyInterprets
    return booked


def ask_anew(
    row: Appointment, before: Interpreting, by: User | None, now: datetime
) -> Interpreting:
    """
    Close a booking, which tells its interpreter, and ask for the time of now.

    Whether somebody is free then the desk of interpreting finds out: the request
    stands on its Today, and the appointment is moved all the same.
    """
    interpreting.call_off(appointment=before, by=by, now=now)
    return _book(row, before.institution, by, now)


def _book(
    row: Appointment, institution: Institution, by: User | None, now: datetime
) -> Interpreting:
    data = {
        "language": row.language,
        "subject": Subject.COUNSEL,
        "mode": Mode.ON_SITE,
        "spans": [(row.starts_at, row.ends_at)],
        "place": place(row.site),
        "district": row.site.district,
        "contact": row.adviser.name,
    }
    (booked,) = interpreting.book(institution=institution, data=data, by=by, now=now)
    return booked
