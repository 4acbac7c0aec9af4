"""Tasks and their shifts: sign-up, waiting list, what collides, who cancels late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.exchange.volunteers.errors import (
    Collides,
    ShiftClosed,
    TooFar,
    TooMuch,
)
from hafen.exchange.volunteers.models import Shift, Signup, Task, Volunteer
from hafen.exchange.volunteers.services import _owners as owners
from hafen.exchange.volunteers.services._places import refuse_unprepared
from hafen.exchange.volunteers.services._referring import refuse_unfit
from hafen.exchange.volunteers.travel import minutes_between
from hafen.mechanisms.bookings import services as bookings
from hafen.mechanisms.bookings.models import ACTIVE, HOLDING, Registration
from hafen.mechanisms.todos import services as todos

OWNER = "volunteers.shift"
LATE = "volunteers.late"
LATE_TITLE = gettext_noop("Somebody has cancelled a shift at short notice")
_MOST_WEEKS = 52
_LONGEST_WAY = timedelta(hours=4)


@transaction.atomic
def save_task(
    *,
    municipality: Municipality,
    data: Mapping[str, Any],
    by: User,
    task: Task | None = None,
    expected: int | None = None,
    now: datetime,
) -> Task:
    """
    Enter a task, or change it; its coming shifts follow.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    row = locked(task, expected=expected) if task else Task(municipality=municipality)
    for name, value in data.items():
        setattr(row, name, value)
    if row.owner is None and row.team is None:
        row.owner = by
    if task is None:
        row.save()
    else:
        save_next(row)
    audit.record(action="volunteers.task.saved", subject=row, by=by)
    for shift in row.shifts.filter(ends_at__gt=now, bookable__is_cancelled=False):
        _keep_places(shift, row, by=by, now=now)
    return row


@transaction.atomic
def add_shifts(
    *,
    task: Task,
    starts_at: datetime,
    ends_at: datetime,
    places: int,
    weeks: int,
    by: User,
    now: datetime,
) -> list[Shift]:
    """Offer a shift, and the same in the following weeks by the clock on the wall."""
    found = []
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    for week in range(min(max(weeks, 1), _MOST_WEEKS)):
        shift = Shift.objects.create(
            municipality_id=task.municipality_id,
            task=task,
            starts_at=first + timedelta(weeks=week),
            ends_at=last + timedelta(weeks=week),
            places=places,
        )
        _keep_places(shift, task, by=by, now=now)
        found.append(shift)
    audit.record(action="volunteers.shifts.added", subject=task, by=by)
    return found


def _keep_places(shift: Shift, task: Task, *, by: User, now: datetime) -> None:
    site = task.site
    shift.bookable = bookings.keep_bookable(
        municipality=task.municipality,
        owner=OWNER,
        subject_id=shift.pk,
        data=bookings.BookableData(
            title=task.title,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            place=site.name if site else "",
            places=shift.places,
            # Whoever waits moves up at once: a shift is a promise, not an offer.
            offer_hours=0,
            remind_hours=48,
        ),
        by=by,
        now=now,
    )
    shift.save()


@transaction.atomic
def cancel_shift(*, shift: Shift, by: User, now: datetime) -> int:
    """Call a shift off; everybody who signed up or waits is told."""
    del now
    if shift.bookable is None:
        return 0
    audit.record(action="volunteers.shift.cancelled", subject=shift, by=by)
    return bookings.cancel_bookable(bookable=shift.bookable, by=by, now=timezone.now())


@transaction.atomic
def sign_up(
    *, shift: Shift, volunteer: Volunteer, by: User | None, now: datetime
) -> Signup:
    """
    Take a place in a shift, or one on its waiting list; twice is once.

    :param by: a colleague who enters it; they may go beyond the hours of a week
    :raises Collides: if something else is promised at that time
    :raises TooFar: if there is no time for the way to or from another shift
    :raises TooMuch: if the week would hold too many hours
    :raises ShiftClosed: if nobody may sign up any more
    :raises NotAcknowledged: and `TrainingMissing`, as `refuse_unprepared` says
    """
    # The volunteer's row is the lock: two shifts at one time cannot both be taken.
    fresh = locked(volunteer, expected=None)
    refuse_unfit(fresh, None, now=now)
    profile = shift.task.profile
    if profile is not None:
        refuse_unprepared(fresh, profile, today=timezone.localdate(now))
    mine = Signup.objects.filter(
        volunteer=fresh, registration__state__in=ACTIVE
    ).select_related("shift__task")
    present = mine.filter(shift=shift).first()
    if present is not None:
        return present
    agreed = owners.settings_of(fresh.municipality)
    _refuse_collision(shift, mine, agreed.kilometres_per_hour)
    if by is None:
        _refuse_too_much(shift, fresh, agreed.most_hours_a_week)
    helper = fresh.helper
    if shift.bookable is None:
        raise ShiftClosed
    try:
        registration, _is_new = bookings.register(
            bookable=shift.bookable,
            data=bookings.RegistrationData(
                name=helper.name,
                language=helper.language,
                email=helper.email,
                phone=helper.phone,
                address=helper.address[:200],
            ),
            now=now,
            by=by,
        )
    except (bookings.NotOpen, bookings.Full) as refused:
        raise ShiftClosed from refused
    signup, _new = Signup.objects.get_or_create(
        municipality_id=fresh.municipality_id,
        registration=registration,
        defaults={
            "shift": shift,
            "volunteer": fresh,
            "holds": registration.state in HOLDING,
        },
    )
    return signup


def _refuse_collision(shift: Shift, mine: Any, kilometres_per_hour: int) -> None:
    near = mine.filter(
        shift__starts_at__lt=shift.ends_at + _LONGEST_WAY,
        shift__ends_at__gt=shift.starts_at - _LONGEST_WAY,
    ).select_related("shift__task__site__district", "shift__task__district")
    for other in (signup.shift for signup in near):
        between = max(shift.starts_at - other.ends_at, other.starts_at - shift.ends_at)
        if between < timedelta():
            raise Collides(other.task.title)
        way = minutes_between(shift, other, kilometres_per_hour)
        if between < timedelta(minutes=way):
            raise TooFar(other.task.title, way)


def _refuse_too_much(shift: Shift, volunteer: Volunteer, agreed: int) -> None:
    day = timezone.localtime(shift.starts_at)
    monday = (day - timedelta(days=day.weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    taken = Signup.objects.filter(
        volunteer=volunteer,
        registration__state__in=HOLDING,
        shift__starts_at__gte=monday,
        shift__starts_at__lt=monday + timedelta(days=7),
    ).aggregate(sum=Sum(F("shift__ends_at") - F("shift__starts_at")))["sum"]
    whole = (taken or timedelta()) + (shift.ends_at - shift.starts_at)
    if whole > timedelta(hours=agreed):
        raise TooMuch


@transaction.atomic
def book_several(
    *, shift: Shift, volunteers: list[Volunteer], by: User, now: datetime
) -> list[Signup]:
    """Take places for several at once, all or none; the desk has asked them."""
    ordered = sorted(volunteers, key=lambda row: row.pk)
    return [sign_up(shift=shift, volunteer=row, by=by, now=now) for row in ordered]


@transaction.atomic
def sign_off(*, signup: Signup, by: User | None, now: datetime) -> None:
    """
    Leave a shift, or its waiting list.

    :raises ShiftClosed: if it is left already
    """
    try:
        bookings.withdraw(registration=signup.registration, by=by, now=now)
    except bookings.AlreadyDecided as refused:
        raise ShiftClosed from refused


@transaction.atomic
def note_feedback(
    *, signup: Signup, weight: int, feedback: str, by: User, now: datetime
) -> Signup:
    """
    Note how somebody's shift went; a later word replaces it.

    :raises ShiftClosed: before the shift is over
    """
    if signup.shift.ends_at > now:
        raise ShiftClosed
    fresh = locked(signup, expected=None)
    fresh.weight, fresh.feedback = weight, feedback
    save_next(fresh)
    audit.record(action="volunteers.feedback.noted", subject=fresh, by=by)
    return fresh


def follow(registration: Registration, by: Any) -> None:
    """Keep who holds a place; raise the alarm where one is given up late.

    It comes here however somebody leaves: the own page, the mailed link, the desk.
    """
    signup = (
        Signup.objects.filter(registration=registration)
        .select_related("shift__task__municipality", "shift__bookable")
        .first()
    )
    if signup is None:
        return
    held, signup.holds = signup.holds, registration.state in HOLDING
    if held != signup.holds:
        save_next(signup)
    now = timezone.now()
    task, shift = signup.shift.task, signup.shift
    hours = owners.settings_of(task.municipality).late_hours
    left = registration.state == Registration.State.WITHDRAWN
    is_late = now < shift.ends_at and shift.starts_at - now < timedelta(hours=hours)
    if held and left and is_late:
        actor = by if isinstance(by, User) else None
        todos.create_todo(
            municipality=task.municipality,
            kind=LATE,
            title=LATE_TITLE,
            today=timezone.localdate(now),
            owner=task.owner,
            team=task.team,
            subject_type="volunteers.shift",
            subject_id=shift.pk,
            due_on=timezone.localdate(now),
            by=actor,
        )
