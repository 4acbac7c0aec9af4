"""What rooms above say about a thing on its desk page, one line each.

A room that shows a thing calls `{% remarks_on "service" service.pk %}` with the
kind and key by which the public search knows it; who has something to say of it
registers here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Shown:
    """One sentence, and where more of it stands.

    :param fetched: where the sentence comes from once the page is there, so that
        the page waits for no query of the room above
    """

    text: str
    address: str
    icon: str = "info"
    fetched: str = ""


@dataclass(frozen=True)
class Remark:
    """A room's word on a thing; None: nothing to say, or not to this person."""

    room: str
    find: Callable[[HttpRequest, str, UUID], Shown | None]


remarks: Registry[Remark] = Registry(key=lambda remark: remark.room)


def shown(request: HttpRequest, kind: str, key: UUID) -> list[Shown]:
    """Return what there is to say about a thing to whoever is signed in."""
    found = [remark.find(request, kind, key) for remark in remarks]
    return [each for each in found if each is not None]
