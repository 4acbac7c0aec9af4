"""Appointments without the desk: asked for, confirmed by mail, taken on, moved."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hafen.casework.consultations.errors import AdviserBusy, Gone
from hafen.casework.consultations.models import (
    LIVING,
    Appointment,
    OnlineRequest,
    Visitor,
)
from hafen.casework.consultations.queries import FreeTime, requests_of
from hafen.casework.consultations.services._interpreters import ask_anew
from hafen.casework.consultations.services._telling import (
    CONFIRM,
    CONFIRMED,
    MOVED,
    tell,
    tell_enough,
)
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Site

State = Appointment.State
# As long as a mail may take, and somebody to read it.
HELD_FOR = timedelta(hours=1)
# Somebody who asks for more than two at once takes the time of others.
MOST_OF_AN_ADDRESS = 2
_KEPT_FOR = timedelta(days=7)


def take(
    advisers: list[UUID],
    starts_at: datetime,
    ends_at: datetime,
    *,
    now: datetime,
    beside: UUID | None = None,
) -> UUID:
    """
    Return the first adviser who is free then, locked until the change is made.

    :param beside: an appointment that is moved, and so is not in its own way
    :raises AdviserBusy: when none of them is
    """
    # The advisers' rows are the lock: nobody gives or takes a time twice.
    users = User.objects.select_for_update(no_key=True).filter(pk__in=advisers)
    list(users.order_by("pk"))
    in_the_way = Appointment.objects.filter(
        adviser__in=advisers,
        state__in=LIVING,
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    )
    if beside is not None:
        in_the_way = in_the_way.exclude(pk=beside)
    # Locked before they go: one that is confirmed in this moment stays.
    late = in_the_way.filter(state=State.HELD, online__held_until__lte=now)
    _let_go(late.select_for_update(of=("self",)))
    busy = set(in_the_way.values_list("adviser", flat=True))
    for adviser in advisers:
        if adviser not in busy:
            return adviser
    raise AdviserBusy


@transaction.atomic
def ask(
    *,
    site: Site,
    free: FreeTime,
    topic: str,
    language: str,
    email: str,
    page_language: str,
    now: datetime,
) -> Appointment | None:
    """
    Keep a time for whoever asks, until the mailed link is followed.

    None is kept for an address that has asked for enough; it is told so by mail, and
    the page says the same to everybody.

    :raises AdviserBusy: when somebody else took the time first
    """
    earlier = requests_of(site.municipality, email, now=now)
    if len(earlier) >= MOST_OF_AN_ADDRESS:
        tell_enough(earlier, now)
        return None
    hours = {hour.adviser_id: hour for hour in free.hours if hour.adviser_id}
    longest = max(hour.online_minutes or 0 for hour in free.hours)
    latest = free.starts_at + timedelta(minutes=longest)
    adviser = take(list(hours), free.starts_at, latest, now=now)
    minutes = hours[adviser].online_minutes or 0
    row = Appointment.objects.create(
        municipality_id=site.municipality_id,
        site=site,
        adviser_id=adviser,
        starts_at=free.starts_at,
        ends_at=free.starts_at + timedelta(minutes=minutes),
        topic=topic,
        language=language,
        state=State.HELD,
        is_online=True,
    )
    OnlineRequest.objects.create(
        municipality_id=site.municipality_id,
        appointment=row,
        email=email,
        language=page_language,
        held_until=now + HELD_FOR,
        shred_on=_shred_on(row),
    )
    audit.record(action="consultations.appointment.asked", subject=row, by=None)
    tell(row, CONFIRM, now)
    return row


def _shred_on(row: Appointment) -> date:
    return timezone.localdate(row.ends_at) + _KEPT_FOR


@transaction.atomic
def confirm(*, appointment: Appointment) -> Appointment:
    """
    Note that the mail has reached whoever asked; the desk decides then.

    :raises Gone: when it is over or off already
    """
    fresh = locked(appointment, expected=None)
    if not fresh.is_living:
        raise Gone
    if fresh.is_held:
        fresh.state = State.ASKED
        save_next(fresh)
        audit.record(
            action="consultations.appointment.confirmed", subject=fresh, by=None
        )
    return fresh


@transaction.atomic
def accept(*, appointment: Appointment, by: User, now: datetime) -> Appointment:
    """
    Take a request on; whoever asked is told.

    :raises Gone: when a colleague was faster, or it is off
    """
    fresh = locked(appointment, expected=None)
    if not fresh.is_asked:
        raise Gone
    fresh.state = State.ARRANGED
    save_next(fresh)
    audit.record(action="consultations.appointment.accepted", subject=fresh, by=by)
    tell(fresh, CONFIRMED, now)
    return fresh


@transaction.atomic
def move(
    *,
    appointment: Appointment,
    advisers: list[UUID],
    starts_at: datetime,
    minutes: int,
    by: User | None,
    now: datetime,
) -> Appointment:
    """
    Give an appointment another time; for it an interpreter is asked for anew.

    :param by: None: whoever comes, so the desk takes it on anew
    :raises AdviserBusy: when somebody else took the time first
    :raises Gone: when it is over or off already
    """
    ends_at = starts_at + timedelta(minutes=minutes)
    adviser = take(advisers, starts_at, ends_at, now=now, beside=appointment.pk)
    fresh = locked(appointment, expected=None)
    if not fresh.is_living:
        raise Gone
    fresh.adviser_id, fresh.starts_at, fresh.ends_at = adviser, starts_at, ends_at
    if fresh.interpreting and fresh.interpreting.is_living:
        fresh.interpreting = ask_anew(fresh, fresh.interpreting, by, now)
    fresh.state = State.ARRANGED if by else State.ASKED
    fresh.reminded_on = None
    save_next(fresh)
    day = timezone.localdate(starts_at)
    Visitor.objects.filter(appointment=fresh).update(day=day)
    OnlineRequest.objects.filter(appointment=fresh).update(shred_on=_shred_on(fresh))
    audit.record(action="consultations.appointment.moved", subject=fresh, by=by)
    if by is not None:
        tell(fresh, MOVED, now)
    return fresh


@transaction.atomic
def forget_unconfirmed(*, municipality_id: UUID, now: datetime) -> int:
    """Delete what nobody has confirmed, with the address that was typed."""
    late = Appointment.objects.filter(
        municipality=municipality_id,
        state=State.HELD,
        online__held_until__lte=now,
    )
    return _let_go(late.select_for_update(of=("self",), skip_locked=True))


def _let_go(locked_rows: QuerySet[Appointment]) -> int:
    """Delete rows as they are once they are locked; return how many."""
    keys = [row.pk for row in locked_rows]
    Appointment.objects.filter(pk__in=keys).delete()
    return len(keys)
