"""The walk-in list: a number is given, called, put back, or left."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, Max, Q, When
from django.utils import timezone

from hafen.casework.consultations.errors import Gone, NobodyWaits, StillTalking
from hafen.casework.consultations.models import Appointment, DeskHour, Visit, Visitor
from hafen.casework.consultations.queries import Who
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Site

State = Visit.State


@transaction.atomic
def check_in(
    *,
    site: Site,
    language: str = "",
    topic: str = "",
    wanted: DeskHour | None = None,
    who: Who | None = None,
    appointment: Appointment | None = None,
    by: User,
    now: datetime,
) -> Visit:
    """Give somebody the next number of the day."""
    # The site's row is the lock: two doors give no number twice.
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    day = timezone.localdate(now)
    given = Visit.objects.filter(site=site, day=day).aggregate(last=Max("number"))
    visit = Visit.objects.create(
        municipality_id=site.municipality_id,
        site=site,
        day=day,
        number=(given["last"] or 0) + 1,
        language=language,
        topic=topic,
        wanted=wanted,
        appointment=appointment,
        came_at=now,
    )
    if who is not None:
        know(visit, who)
    audit.record(action="consultations.visit.checked_in", subject=visit, by=by)
    return visit


def know(visit: Visit, who: Who) -> Visitor:
    """Say who came; a later word replaces the first one."""
    visitor, _is_new = Visitor.objects.update_or_create(
        visit=visit,
        municipality_id=visit.municipality_id,
        defaults={"household": who.household, "client": who.client, "day": visit.day},
    )
    return visitor


@transaction.atomic
def call_next(*, site: Site, by: User, now: datetime) -> Visit:
    """
    Call who waits for this adviser, or for anybody: by number, but whose arranged
    time has come goes first.

    :raises StillTalking: while the number called before is not finished
    :raises NobodyWaits: when nobody waits for them
    """
    _refuse_while_talking(by)
    mine = (
        Q(wanted__isnull=True, appointment__isnull=True)
        | Q(wanted__adviser=by)
        | Q(appointment__adviser=by)
    )
    is_due = Q(appointment__starts_at__lte=now)
    # Two who call in the same second skip what the other one holds.
    visit = (
        Visit.objects.waiting()
        .filter(mine, site=site, day=timezone.localdate(now))
        .order_by(Case(When(is_due, then=0), default=1), "number")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    if visit is None:
        raise NobodyWaits
    return _call(visit, by, now)


@transaction.atomic
def call(*, visit: Visit, by: User, now: datetime) -> Visit:
    """
    Call a certain number.

    :raises StillTalking: while the number called before is not finished
    :raises Gone: when somebody else has called it
    """
    _refuse_while_talking(by)
    fresh = locked(visit, expected=None)
    if not fresh.is_waiting:
        raise Gone
    return _call(fresh, by, now)


def _refuse_while_talking(by: User) -> None:
    # The adviser's row is the lock: a second window of theirs waits for the first.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Visit.objects.called().filter(called_by=by).exists():
        raise StillTalking


def _call(visit: Visit, by: User, now: datetime) -> Visit:
    visit.state, visit.called_by = State.CALLED, by
    visit.called_at = max(now, visit.came_at)
    save_next(visit)
    audit.record(action="consultations.visit.called", subject=visit, by=by)
    return visit


@transaction.atomic
def put_back(*, visit: Visit, by: User) -> Visit:
    """
    Let a number that was called by mistake wait again, in its old place.

    :raises Gone: when it is not with an adviser
    """
    fresh = locked(visit, expected=None)
    if not fresh.is_called:
        raise Gone
    fresh.state, fresh.called_at, fresh.called_by = State.WAITING, None, None
    save_next(fresh)
    audit.record(action="consultations.visit.put_back", subject=fresh, by=by)
    return fresh


@transaction.atomic
def leave(*, visit: Visit, by: User, now: datetime) -> Visit:
    """
    Note that somebody went without being advised.

    :raises Gone: when it is over already
    """
    fresh = locked(visit, expected=None)
    if not (fresh.is_waiting or fresh.is_called):
        raise Gone
    fresh.state, fresh.ended_at = State.LEFT, now
    save_next(fresh)
    audit.record(action="consultations.visit.left", subject=fresh, by=by)
    return fresh
