"""What upper rooms can tell of a posting, and hear of a placement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, TextField, Value, When
from django.utils.functional import Promise

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
class GateRule:
    """One rule of a gate, as two arrays that queries bring along.

    :param sentence: what refuses, where something asked is not held
    :param held: what the helper of an offer has, by `helper_id` of the row; null
        where the rule is not about this helper
    :param asked: what the need of this key, or reference, asks
    """

    name: Promise
    sentence: Promise
    held: Callable[[], Any]
    asked: Callable[[Any], Any]


_TEXTS: Any = ArrayField(TextField())
# The thing of a rule that is not about one thing or another.
_IT = [""]


def only_if(condition: Any) -> Any:
    """Return what is held or asked where a condition is true, and else nothing."""
    it, nothing = Value(_IT, output_field=_TEXTS), Value([], output_field=_TEXTS)
    return Case(When(condition, then=it), default=nothing)


def asked_always(need: Any) -> Any:
    del need
    return Value(_IT, output_field=_TEXTS)


def _nothing(need: Need, offer: Offer) -> str:
    del need, offer
    return ""


@dataclass(frozen=True)
class Gate:
    """What a room above asks of a pair before anybody is asked or placed.

    The lists of the desk, the city plan and the refusal read the same facts.

    :param rules: by a short name, in the order in which they refuse
    :param waits: gives the sentence that says why a pair is not to be placed yet,
        which is no fact of either side; empty where nothing stands in the way
    """

    name: str
    rules: Mapping[str, GateRule]
    waits: Callable[[Need, Offer], str] = _nothing


gates: Registry[Gate] = Registry(key=lambda gate: gate.name)
