"""A service that is handed in becomes a todo of an editor, and ends it again."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.db.roles import Role
from hafen.information.directory.models import Service
from hafen.mechanisms.todos import services as todos
from hafen.mechanisms.todos.models import Todo

KIND = "directory.review"
TITLE = "Look at the offer “%(name)s” and publish it"
DAYS = 7


def ask_for_review(service: Service, *, by: User | None, today: date) -> None:
    """Give the review to the editor with the fewest open todos.

    Without any editor nobody is asked; the list of offers in review shows it.
    """
    editor = editor_for(service.municipality_id, today=today)
    if editor is None:
        return
    todos.create_todo(
        municipality=service.municipality,
        kind=KIND,
        title=TITLE,
        params={"name": service.name},
        owner=editor,
        subject_type="directory.service",
        subject_id=service.pk,
        due_on=today + timedelta(days=DAYS),
        by=by,
        today=today,
    )


def end_review(service: Service, *, by: User | None, now: datetime) -> None:
    """Tick the review off, because somebody has decided."""
    todos.finish_about(
        kind=KIND,
        subject_id=service.pk,
        municipality=service.municipality,
        by=by,
        now=now,
    )


def editor_for(municipality: UUID, *, today: date) -> User | None:
    """Return the editor with the fewest open todos; None where there is none."""
    editors = RoleAssignment.objects.in_force(today).filter(
        municipality=municipality, role=Role.EDITOR
    )
    people = User.objects.filter(pk__in=editors.values("user_id"), is_active=True)
    is_open = Q(todos__state__in=[Todo.State.OPEN, Todo.State.WAITING])
    return (
        people.annotate(load=Count("todos", filter=is_open))
        .order_by("load", "name", "id")
        .first()
    )
