"""Who may read a file: the room that keeps it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hafen.core.db.registry import Registry
from hafen.core.files.models import StoredFile


@dataclass(frozen=True)
class Door:
    """What a room says about its files.

    :param kind: room and thing: "imports.source"
    :param opens_for: whether this user may read this file now
    """

    kind: str
    opens_for: Callable[[Any, StoredFile], bool]


doors: Registry[Door] = Registry(key=lambda door: door.kind)


def may_read(*, user: Any, file: StoredFile) -> bool:
    """Return whether a user may read a file; what has no door stays shut."""
    return file.is_public or (
        file.kind in doors and doors[file.kind].opens_for(user, file)
    )
