"""The interpreter of a home visit: asked for in the exchange, and following the visit.

The exchange learns language, day, hour and district, and who goes; no name of the
family and no address, which the interpreter hears from who goes.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from hafen.casework.outreach.errors import AlreadyEnded, NoHour, PastTime
from hafen.casework.outreach.models import HomeVisit
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.exchange.interpreting import services as interpreting
from hafen.exchange.interpreting.models import Appointment as Interpreting
from hafen.exchange.interpreting.models import Institution, Mode, Subject

_Interpreter = HomeVisit.Interpreter


@transaction.atomic
def book_interpreter(
    *,
    visit: HomeVisit,
    institution: Institution,
    language: str,
    minutes: int,
    now: datetime,
    by: User,
) -> HomeVisit:
    """
    Ask for an interpreter who comes along; the desk of interpreting finds one.

    :raises AlreadyEnded: when the visit is recorded, or one is asked for already
    :raises NoHour: when the visit has no hour
    :raises PastTime: when its hour is over
    """
    row = locked(visit, expected=None)
    if not row.is_planned or row.has_booking:
        raise AlreadyEnded
    length = timedelta(minutes=minutes)
    row.interpreting = _book(row, institution, language, length, now, by)
    row.interpreter = _Interpreter.BOOKED
    save_next(row)
    audit.record(action="outreach.interpreter.booked", subject=row, by=by)
    return row


def _book(
    row: HomeVisit,
    institution: Institution,
    language: str,
    length: timedelta,
    now: datetime,
    by: User,
) -> Interpreting:
    if row.at is None:
        raise NoHour
    zone = ZoneInfo(row.municipality.time_zone)
    begin = datetime.combine(row.on, row.at, zone)
    if begin <= now:
        raise PastTime
    district = row.arrival.district
    data = {
        "language": language,
        "subject": Subject.COUNSEL,
        "mode": Mode.ON_SITE,
        "spans": [(begin, begin + length)],
        "place": district.name if district else "",
        "district": district,
        "contact": row.visitor.name,
    }
    (booked,) = interpreting.book(institution=institution, data=data, by=by, now=now)
    return booked


@transaction.atomic
def move_visit(
    *, visit: HomeVisit, on: date, at: time | None, now: datetime, by: User
) -> HomeVisit:
    """
    Give a visit another day or hour; its interpreter is asked for anew.

    :raises AlreadyEnded: when the visit is recorded
    """
    row = locked(visit, expected=None)
    if not row.is_planned:
        raise AlreadyEnded
    before = row.interpreting if row.has_booking else None
    row.on, row.at = on, at
    call_off_interpreter(row, now=now, by=by)
    if before is not None:
        ask_anew(row, before, now=now, by=by)
    save_next(row)
    audit.record(action="outreach.visit.moved", subject=row, by=by)
    return row


def ask_anew(row: HomeVisit, before: Interpreting, *, now: datetime, by: User) -> None:
    """Ask for the day and hour of now as before; without an hour nobody is found."""
    length = before.ends_at - before.starts_at
    try:
        row.interpreting = _book(
            row, before.institution, before.language, length, now, by
        )
    except (NoHour, PastTime):
        row.interpreting, row.interpreter = None, _Interpreter.MISSING


def call_off_interpreter(row: HomeVisit, *, now: datetime, by: User) -> None:
    """Call the interpreter of a visit off, who is told."""
    booked = row.interpreting
    if booked is not None and booked.is_living:
        interpreting.call_off(appointment=booked, by=by, now=now)
