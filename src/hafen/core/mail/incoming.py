"""Mail that comes in: rooms take what answers a mail of theirs.

The room that fetches mailboxes asks the handlers first, before it makes
something of its own of a mail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hafen.core.db.registry import Registry
from hafen.core.places.models import Municipality


class Take(Protocol):
    """Take a mail, or leave it.

    :param references: the Message-IDs that the mail answers
    :param text: what is new in it, without quotes
    :return: whether the mail belongs to the room
    """

    def __call__(
        self,
        *,
        municipality: Municipality,
        message_id: str,
        references: Iterable[str],
        sender: str,
        text: str,
        now: datetime,
    ) -> bool: ...


@dataclass(frozen=True)
class Handler:
    """A room that knows its own mails again."""

    room: str
    take: Take


handlers: Registry[Handler] = Registry(key=lambda handler: handler.room)
