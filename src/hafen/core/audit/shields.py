"""What somebody must not find in the trail, though they may read it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Shield:
    """A room's rows that this reader must not even know of.

    :param hidden: gives their keys as text, for the user who reads the trail
    """

    name: str
    hidden: Callable[[Any], Collection[str]]


shields: Registry[Shield] = Registry(key=lambda shield: shield.name)
