"""What belongs to somebody who is gone becomes a todo of an administrator."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import RoleAssignment, Team, User
from hafen.core.accounts.queries import ownerless
from hafen.core.db.roles import Role
from hafen.core.places.models import Municipality
from hafen.mechanisms.todos import services
from hafen.mechanisms.todos.models import Todo

KIND = "todos.ownerless"
TITLE = gettext_noop("Hand over what nobody looks after any more (%(count)s)")


@transaction.atomic
def ask(*, municipality: Municipality, now: datetime, today: date) -> int:
    """
    Ask an administrator to hand over what belongs to nobody who is there.

    Found are people whose account is closed or whose last role has ended, and
    teams to which nobody belongs. What was solved meanwhile is ticked off.
    Without an administrator nobody is asked, and nobody could hand over.

    :return: how many people and teams were found
    """
    found = ownerless(municipality.pk, today)
    left = found.people | found.teams
    administrator = _administrator(municipality, today)
    for subject in sorted(left):
        if administrator is None:
            break
        services.create_todo(
            municipality=municipality,
            kind=KIND,
            title=TITLE,
            params={"count": left[subject]},
            owner=administrator,
            subject_type="accounts.user"
            if subject in found.people
            else "accounts.team",
            subject_id=subject,
            due_on=today,
            today=today,
        )
    _end_solved(municipality, solved=~Q(subject_id__in=left), now=now)
    return len(left)


def relieved(holder: User | Team, by: User) -> None:
    """Tick off what was asked about somebody to whom nothing belongs any more."""
    services.finish_about(
        kind=KIND,
        subject_id=holder.pk,
        municipality=holder.municipality,
        by=by,
        now=timezone.now(),
    )


def _end_solved(municipality: Municipality, *, solved: Q, now: datetime) -> None:
    rows = Todo.objects.filter(solved, municipality=municipality, kind=KIND).open()
    for subject in rows.values_list("subject_id", flat=True):
        if subject is None:  # the kind has none such
            continue
        services.finish_about(
            kind=KIND, subject_id=subject, municipality=municipality, by=None, now=now
        )


def _administrator(municipality: Municipality, today: date) -> User | None:
    """Return the one with the fewest open todos."""
    held = RoleAssignment.objects.in_force(today).filter(
        municipality=municipality, role=Role.ADMINISTRATOR
    )
    is_open = Q(todos__state__in=[Todo.State.OPEN, Todo.State.WAITING])
    people = User.objects.filter(pk__in=held.values("user_id"), is_active=True)
    return (
        people.annotate(load=Count("todos", filter=is_open))
        .order_by("load", "name", "id")
        .first()
    )
