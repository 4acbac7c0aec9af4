"""What other rooms know of todos: whose they are, and when they are due."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts import queries as accounts
from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Follower, Ownable, followers, ownables
from hafen.core.db import calendars
from hafen.core.db.leftovers import Leftover, leftovers
from hafen.core.mail import queries as mail
from hafen.core.mail.doors import LETTERS_AND_CALLS, NOT_DELIVERED
from hafen.mechanisms.todos import doing, ownerless, queries, services
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads


def register() -> None:
    doing.register()
    ownables.register(
        Ownable(
            name="todos.todo",
            label=_("Open todos"),
            rows=lambda municipality: Todo.objects.filter(
                municipality=municipality
            ).open(),
            team="team",
        )
    )
    followers.register(Follower("todos.ownerless", relieved=ownerless.relieved))
    kinds.register(
        Kind(
            ownerless.KIND,
            _("Hand over"),
            icon="users",
            titles=(ownerless.TITLE,),
            addresses=_ownerless,
        )
    )
    calendars.sources.register(calendars.Source("todos", find=_due))
    leftovers.register(Leftover("todos.todo", services.forget_about))
    # The room of mails lies below this one and cannot say so itself.
    leads.register(
        Lead("mail.notices", LETTERS_AND_CALLS, find=_to_be_told, icon="phone")
    )
    leads.register(Lead("mail.failed", NOT_DELIVERED, find=_not_delivered, icon="mail"))


def _ownerless(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    """Return where what was left behind is handed over."""
    slug = user.municipality.slug
    people = accounts.people_visible_to(user).filter(pk__in=subjects)
    teams = accounts.teams_visible_to(user).filter(pk__in=subjects)
    return {
        key: reverse(f"accounts:{name}", args=[slug, key])
        for name, rows in (("leave", people), ("archive_team", teams))
        for key in rows.values_list("pk", flat=True)
    }


def _to_be_told(user: User, _today: date) -> tuple[Waiting, str]:
    return mail.open_notices(user), reverse(
        "mail:notices", args=[user.municipality.slug]
    )


def _not_delivered(user: User, _today: date) -> tuple[Waiting, str]:
    return mail.failed_mails(user), reverse(
        "mail:outbox", args=[user.municipality.slug]
    )


def _due(user: User, first: date, last: date) -> Iterator[calendars.Dated]:
    """Yield what the person has to do by a day, as its kind and without a subject."""
    slug = user.municipality.slug
    rows = queries.todos_visible_to(user, today=timezone.localdate()).open()
    due = rows.filter(due_on__range=(first, last)).order_by("due_on", "id")
    for pk, kind, day in due.values_list("pk", "kind", "due_on"):
        if day is None:  # the range left these out
            continue
        yield calendars.Dated(
            key=f"todo-{pk}",
            title=kinds[kind].label if kind in kinds else _("Todo"),
            begins=day,
            address=reverse("todos:detail", args=[slug, pk]),
        )
