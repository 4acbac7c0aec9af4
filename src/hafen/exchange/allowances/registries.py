"""What rooms above know of helpers: their own page, and what they have done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hafen.core.db.registry import Registry
from hafen.exchange.pool.models import Helper


@dataclass(frozen=True)
class Done:
    """What a helper did on a day."""

    on: date
    minutes: int
    what: str


@dataclass(frozen=True)
class Room:
    """A room that looks after helpers.

    :param address: gives the whole address of the page on which a helper claims
        expenses; empty where the helper has none in this room
    :param done: gives what a helper did from a day on, unless the room claims
        the pay for it itself
    """

    name: str
    address: Callable[[Helper], str]
    done: Callable[[Helper, date], list[Done]]


rooms: Registry[Room] = Registry(key=lambda room: room.name)


def page_of(helper: Helper) -> str:
    """Return where a helper claims expenses; empty where no room has a page."""
    return next((found for room in rooms if (found := room.address(helper))), "")


def done_by(helper: Helper, since: date) -> list[Done]:
    """Return what a helper did from a day on, the last first."""
    found = [each for room in rooms for each in room.done(helper, since)]
    return sorted(found, key=lambda each: each.on, reverse=True)
