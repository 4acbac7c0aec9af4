from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Activity, activities
from hafen.mechanisms.todos.models import Todo


def register() -> None:
    """Say what of this room counts for a task of a job description."""
    activities.register(Activity("todos.done", _("Todos done"), _done))


def _done(people: QuerySet[User], first: date, last: date) -> QuerySet[Any]:
    return Todo.objects.filter(
        state=Todo.State.DONE, done_by__in=people, done_at__date__range=(first, last)
    )
