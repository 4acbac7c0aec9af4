"""Rooms above that see to what participants need, or go along with an event."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hafen.core.accounts.models import User
from hafen.core.db.registry import Registry
from hafen.information.events.models import Event
from hafen.mechanisms.bookings.models import Bookable


@dataclass(frozen=True)
class Wanted:
    """What the people who have a place at one date need.

    :param kind: one of `NeedKind`
    :param language: in which they registered
    :param people: how many registrations need it; 0: none any more
    :param has_moved: whether the date has another time or place since it was wanted
    """

    bookable: Bookable
    kind: str
    language: str
    people: int
    has_moved: bool


@dataclass(frozen=True)
class Provider:
    """A room that can see to one kind of need.

    :param provide: takes what is wanted, who caused it, and now; makes, keeps,
        moves or ends its request; returns whether it sees to it
    """

    kind: str
    provide: Callable[[Wanted, Any, datetime], bool]


providers: Registry[Provider] = Registry(key=lambda provider: provider.kind)


@dataclass(frozen=True)
class Follower:
    """A room that acts when an event or its dates change, in the same transaction.

    :param changed: takes the event with its new dates, who changed it, and when
    """

    name: str
    changed: Callable[[Event, User | None, datetime], None]


followers: Registry[Follower] = Registry(key=lambda follower: follower.name)
