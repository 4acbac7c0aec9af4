"""Hours are logged by volunteers and confirmed at the desk; a worry goes to one."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.audit import services as audit
from hafen.core.db.roles import Role
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.exchange.volunteers.errors import AlreadyAnswered, NobodyToAsk, WrongStage
from hafen.exchange.volunteers.models import Concern, Hours, Shift, Volunteer
from hafen.exchange.volunteers.services import _owners as owners
from hafen.mechanisms.todos import services as todos

CONCERN = "volunteers.concern"
CONCERN_TITLE = gettext_noop("A volunteer is worried about a child: look at it today")


@transaction.atomic
def log_hours(
    *,
    volunteer: Volunteer,
    on: date,
    minutes: int,
    what: str,
    by: User | None,
    now: datetime,
    shift: Shift | None = None,
) -> Hours:
    """
    Note time that was given; the desk confirms it.

    :raises WrongStage: for a day that has not come
    :raises AlreadyAnswered: if the shift was counted already
    """
    if on > timezone.localdate(now):
        raise WrongStage
    try:
        with transaction.atomic():
            row = Hours.objects.create(
                municipality_id=volunteer.municipality_id,
                volunteer=volunteer,
                on=on,
                minutes=minutes,
                what=what,
                shift=shift,
                entered_by=by,
            )
    except IntegrityError as refused:
        raise AlreadyAnswered from refused
    audit.record(action="volunteers.hours.logged", subject=row, by=by)
    owners.remind(
        volunteer,
        owners.HOURS,
        owners.HOURS_TITLE,
        due_on=owners.days_later(volunteer.municipality, timezone.localdate(now)),
        today=timezone.localdate(now),
        by=by,
    )
    return row


@transaction.atomic
def decide_hours(
    *, rows: Iterable[Hours], approve: bool, by: User, now: datetime
) -> int:
    """Confirm or refuse several at once; what was decided meanwhile is left alone."""
    keys = [row.pk for row in rows]
    found = Hours.objects.select_for_update().filter(
        pk__in=keys, state=Hours.State.LOGGED
    )
    decided = Hours.State.APPROVED if approve else Hours.State.REFUSED
    done, touched = 0, set()
    for row in found.order_by("pk"):
        row.state, row.decided_by, row.decided_at = decided, by, now
        save_next(row)
        audit.record(action=f"volunteers.hours.{decided.lower()}", subject=row, by=by)
        touched.add(row.volunteer_id)
        done += 1
    for key in touched:
        left = Hours.objects.filter(volunteer=key, state=Hours.State.LOGGED)
        if not left.exists():
            owners.relieve(by.municipality, key, owners.HOURS, by=by, now=now)
    return done


@transaction.atomic
def report_concern(
    *,
    municipality: Municipality,
    volunteer: Volunteer | None,
    text: str,
    now: datetime,
) -> Concern:
    """
    Bring a worry about a child to the coordinator of volunteers, today.

    :raises NobodyToAsk: where nobody coordinates volunteers
    """
    today = timezone.localdate(now)
    concern = Concern.objects.create(
        municipality=municipality,
        volunteer=volunteer,
        text=text,
        owner=_coordinator(municipality, volunteer, today),
    )
    todos.create_todo(
        municipality=municipality,
        kind=CONCERN,
        title=CONCERN_TITLE,
        today=today,
        owner=concern.owner,
        subject_type="volunteers.concern",
        subject_id=concern.pk,
        due_on=today,
    )
    audit.record(action="volunteers.concern.reported", subject=concern, by=None)
    return concern


def _coordinator(
    municipality: Municipality, volunteer: Volunteer | None, today: date
) -> User:
    """Return who looks at it: the volunteer's own coordinator, else the first."""
    roles = RoleAssignment.objects.in_force(today).filter(
        municipality=municipality,
        role=Role.VOLUNTEER_COORDINATOR,
        user__is_active=True,
    )
    rows = list(roles.select_related("user").order_by("valid_from", "pk"))
    own: UUID | None = volunteer.owner_id if volunteer else None
    for role in rows:
        if role.user_id == own:
            return role.user
    if not rows:
        raise NobodyToAsk
    return rows[0].user


@transaction.atomic
def settle_concern(*, concern: Concern, note: str, by: User, now: datetime) -> Concern:
    """
    Note what was done about it.

    :raises AlreadyAnswered: if it was settled already
    """
    fresh = locked(concern, expected=None)
    if fresh.done_at is not None:
        raise AlreadyAnswered
    fresh.done_at, fresh.done_note = now, note
    save_next(fresh)
    audit.record(action="volunteers.concern.settled", subject=fresh, by=by)
    owners.relieve(fresh.municipality, fresh.pk, CONCERN, by=by, now=now)
    return fresh
