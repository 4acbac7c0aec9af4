"""An event that is handed in becomes a todo of an editor, and ends it again."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.db.roles import Role
from hafen.information.events.models import Event
from hafen.mechanisms.todos import services as todos
from hafen.mechanisms.todos.models import Todo

KIND = "events.review"
TITLE = "Look at the event “%(name)s” and publish it"
DAYS = 5


def ask_for_review(event: Event, *, by: Any, today: date) -> None:
    """Give the review to the editor with the fewest open todos.

    Without any editor nobody is asked; the list of events shows it.
    """
    editor = editor_of(event, today)
    if editor is None:
        return
    todos.create_todo(
        municipality=event.municipality,
        kind=KIND,
        title=TITLE,
        params={"name": event.title},
        owner=editor,
        subject_type="events.event",
        subject_id=event.pk,
        due_on=today + timedelta(days=DAYS),
        by=by,
        today=today,
    )


def end_review(event: Event, *, by: Any, now: datetime) -> None:
    """Tick the review off, because somebody has decided."""
    todos.finish_about(
        kind=KIND,
        subject_id=event.pk,
        municipality=event.municipality,
        by=by,
        now=now,
    )


def editor_of(event: Event, today: date) -> User | None:
    editors = RoleAssignment.objects.in_force(today).filter(
        municipality=event.municipality_id, role=Role.EDITOR
    )
    people = User.objects.filter(pk__in=editors.values("user_id"), is_active=True)
    is_open = Q(todos__state__in=[Todo.State.OPEN, Todo.State.WAITING])
    return (
        people.annotate(load=Count("todos", filter=is_open))
        .order_by("load", "name", "id")
        .first()
    )
