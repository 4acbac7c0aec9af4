"""What rooms tell the accounts: what people own, and what they did.

A room fills these in `apps.py: ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from hafen.core.accounts.models import Team, User
from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Ownable:
    """One kind of thing that belongs to a person.

    :param name: room and thing: "todos.todo"
    :param label: how a person calls it, in the plural
    :param count: how many of them this person owns now
    :param hand_over: gives all of them to a person or a team, in the
        transaction of the caller, and returns how many; exactly one of both
        receivers is given
    """

    name: str
    label: str | Promise
    count: Callable[[User], int]
    hand_over: Callable[[User, User | None, Team | None], int]


@dataclass(frozen=True)
class Activity:
    """What a room counts for a task of a job description.

    :param count: how many of one person from a first to a last day, both
        included
    """

    name: str
    label: str | Promise
    count: Callable[[User, date, date], int]


ownables: Registry[Ownable] = Registry(key=lambda ownable: ownable.name)
activities: Registry[Activity] = Registry(key=lambda activity: activity.name)
