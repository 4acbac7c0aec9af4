"""What stands in a person's own calendar: rooms register where dates come from.

The calendar is read by programs outside of the house, so an entry carries no
name and no subject: only what kind of thing it is, and the way to it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Dated:
    """One entry.

    :param key: stays the same as long as it is the same thing
    :param begins: a day for the whole day, or an instant
    :param ends: None for a whole day, or for an instant without a length
    :param address: path of the page behind it, for whoever may open it
    """

    key: str
    title: str | Promise
    begins: date | datetime
    ends: date | datetime | None = None
    address: str = ""


@dataclass(frozen=True)
class Source:
    """Where a room's entries for a person come from.

    :param find: gets the user, a first and a last day; one query
    """

    name: str
    find: Callable[[Any, date, date], Iterable[Dated]]


sources: Registry[Source] = Registry(key=lambda source: source.name)
