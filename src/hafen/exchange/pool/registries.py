"""What upper rooms can tell of a posting, and hear of a placement."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hafen.core.accounts.models import User
from hafen.core.db.registry import Registry
from hafen.exchange.pool.models import Match, Need, Offer, Posting


@dataclass(frozen=True)
class Origin:
    """A room whose rows become offers or needs by one click.

    The upper room keeps the link; nothing of it is stored here.

    :param name: room and thing: "inquiries.inquiry"
    :param prefill: gives what the form starts with; None where the person may
        not read the row
    :param made: hears of the posting, in the transaction that made it
    """

    name: str
    prefill: Callable[[User, UUID], dict[str, Any] | None]
    made: Callable[[UUID, Posting, User, datetime], None]


origins: Registry[Origin] = Registry(key=lambda origin: origin.name)


@dataclass(frozen=True)
class Follower:
    """A room that acts when a placement takes a step, in the same transaction.

    :param moved: takes the placement in its new state, who did it, and when
    """

    name: str
    moved: Callable[[Match, User | None, datetime], None]


followers: Registry[Follower] = Registry(key=lambda follower: follower.name)


@dataclass(frozen=True)
class Gate:
    """What a room above asks of a pair before anybody is asked or placed.

    :param refuses: gives the sentence that says why not; empty where nothing
        stands in the way
    """

    name: str
    refuses: Callable[[Need, Offer], str]


gates: Registry[Gate] = Registry(key=lambda gate: gate.name)
