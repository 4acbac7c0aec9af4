"""What rooms tell the accounts: what people own, and what they did.

A room fills these in `apps.py: ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from hafen.core.accounts.models import Team, User
from hafen.core.db.permissions import Permission
from hafen.core.db.registry import Registry

Rows = Callable[[UUID], QuerySet[Any]]
Give = Callable[["Ownable", QuerySet[Any], User | None, Team | None], int]


def give(
    ownable: "Ownable", rows: QuerySet[Any], user: User | None, team: Team | None
) -> int:
    """Name the new owner in all rows at once, and count their version."""
    change: dict[str, object] = {
        ownable.owner: user,
        "version": F("version") + 1,
        "updated_at": timezone.now(),
    }
    if ownable.team:
        change[ownable.team] = team
    return rows.update(**change)


@dataclass(frozen=True)
class Ownable:
    """One kind of thing that belongs to a person, or to a team in their place.

    :param name: room and thing: "todos.todo"
    :param label: how a person calls it, in the plural
    :param rows: those of a municipality that need an owner today
    :param owner: the field that names the person
    :param team: the field that names a team; empty where no team can have it
    :param needs: the right without which nobody could open what they got
    :param give: gives some of the rows to a person or a team, in the transaction
        of the caller, and returns how many; exactly one of both is given
    """

    name: str
    label: str | Promise
    rows: Rows
    owner: str = "owner"
    team: str = ""
    needs: Permission | None = None
    give: Give = give

    def held_by(self, holder: User | Team) -> QuerySet[Any]:
        """Return what belongs to this person, or to this team alone."""
        rows = self.rows(holder.municipality_id)
        if isinstance(holder, User):
            return rows.filter(**{self.owner: holder.pk})
        if not self.team:
            return rows.none()
        return rows.filter(**{self.team: holder.pk, f"{self.owner}__isnull": True})


@dataclass(frozen=True)
class Ending:
    """What nobody takes over: it ends with the account, such as a kept view.

    :param rows: those of a municipality
    """

    name: str
    label: str | Promise
    rows: Rows
    owner: str = "user"

    def held_by(self, user: User) -> QuerySet[Any]:
        return self.rows(user.municipality_id).filter(**{self.owner: user.pk})


@dataclass(frozen=True)
class Follower:
    """A room that hears when nothing belongs to somebody any more.

    :param relieved: told of the person or the team, and by whom, in the
        transaction of the hand-over
    """

    name: str
    relieved: Callable[[User | Team, User], None]


@dataclass(frozen=True)
class Activity:
    """What a room counts for a task of a job description.

    :param rows: what all of these people together recorded from a first to a
        last day, both included; never asked for one of them alone
    :param counted: the field whose different values are counted
    """

    name: str
    label: str | Promise
    rows: Callable[[QuerySet[User], date, date], QuerySet[Any]]
    counted: str = "pk"


ownables: Registry[Ownable] = Registry(key=lambda ownable: ownable.name)
endings: Registry[Ending] = Registry(key=lambda ending: ending.name)
followers: Registry[Follower] = Registry(key=lambda follower: follower.name)
activities: Registry[Activity] = Registry(key=lambda activity: activity.name)
