"""What follows when a municipality switches languages of its portal.

Rooms above that keep something per language register here; they hear of it
within the transaction and defer what takes longer.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hafen.core.db.registry import Registry
from hafen.core.places.models import Municipality


@dataclass(frozen=True)
class Follower:
    """A room that keeps something in each language of the portal."""

    room: str
    languages_changed: Callable[[Municipality], None]


followers: Registry[Follower] = Registry(key=lambda follower: follower.room)


def tell(municipality: Municipality) -> None:
    """Let all rooms know that the portal has other languages now."""
    for follower in followers:
        follower.languages_changed(municipality)
