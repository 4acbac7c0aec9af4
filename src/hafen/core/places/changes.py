"""When a public page changes by itself: doors that open and close.

Rooms above with own hours register a source; the page cache asks all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hafen.core.db.registry import Registry
from hafen.core.places.models import Municipality


@dataclass(frozen=True)
class Source:
    """A room that knows of changes.

    :param next_change: gives the next instant, None when nothing is ahead
    """

    room: str
    next_change: Callable[[Municipality, datetime], datetime | None]


sources: Registry[Source] = Registry(key=lambda source: source.room)


def next_change(municipality: Municipality, now: datetime) -> datetime | None:
    """Return when the next door of the municipality opens or closes."""
    found = [source.next_change(municipality, now) for source in sources]
    return min((instant for instant in found if instant is not None), default=None)
