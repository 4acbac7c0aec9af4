"""The hand-over of a file between two teams, as a machine without a database.

Receiving is not accepting: until a person of the receiving team accepts, the
sending team stays responsible, and the receiver reads a card without a name. From
then on the receiver is responsible, and the sender reads the card. There is no
moment with two responsible teams, and none without one.

`draft → checked → offered → accepted → begun → answered → closed`, and beside the
way: back to `draft` (asked back, or begun again), `declined`, `expired`, `withdrawn`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

# An offer that nobody accepts ends by itself.
PATIENCE = timedelta(days=14)


class State(StrEnum):
    DRAFT = "DRAFT"
    CHECKED = "CHECKED"
    OFFERED = "OFFERED"
    ACCEPTED = "ACCEPTED"
    BEGUN = "BEGUN"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


class Side(StrEnum):
    SENDER = "SENDER"
    RECEIVER = "RECEIVER"
    HOUSE = "HOUSE"


class Event(StrEnum):
    CHANGE = "change"
    CHECK = "check"
    OFFER = "offer"
    ASK_BACK = "ask-back"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    BEGIN = "begin"
    ANSWER = "answer"
    CLOSE = "close"
    TICK = "tick"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"
    AGAIN = "again"


class Item(StrEnum):
    """What a hand-over is not complete without."""

    PERSONS = "PERSONS"
    NEEDS = "NEEDS"
    MATTERS = "MATTERS"
    DOCUMENTS = "DOCUMENTS"
    CONSENT = "CONSENT"
    MEETING = "MEETING"


# What the receiver reads of an offer; none of it names anybody.
CARD = frozenset({"TOPICS", "URGENCY", "LANGUAGES", "DISTRICT", "SIZE"})
# Who people are and how they are reached: without it nobody can be accompanied.
BASE = frozenset({"CONTACT", "LANGUAGE", "HOUSEHOLD"})
FURTHER = frozenset({"SITUATION", "SCHOOLING", "HISTORY"})
_GONE = frozenset({State.ACCEPTED, State.BEGUN, State.ANSWERED, State.CLOSED})
_BEFORE = frozenset({State.DRAFT, State.CHECKED, State.OFFERED})


class NotNow(Exception):
    """A step is not possible as things stand, or not for this side."""


@dataclass(frozen=True)
class Gate:
    """What lets the receiver have parts of the file: consents, or a norm.

    :param until: the last day on which it holds
    """

    parts: frozenset[str]
    until: date

    def covers(self, parts: frozenset[str], day: date) -> bool:
        return parts <= self.parts and day <= self.until


@dataclass(frozen=True)
class HandOver:
    """How far a hand-over is.

    :param parts: what shall go along, and after acceptance what went
    """

    state: State = State.DRAFT
    parts: frozenset[str] = BASE
    gate: Gate | None = None
    done: frozenset[str] = frozenset()
    offered_on: date | None = None

    @property
    def is_accepted(self) -> bool:
        return self.state in _GONE

    @property
    def responsible(self) -> Side:
        return Side.RECEIVER if self.is_accepted else Side.SENDER

    @property
    def expires_on(self) -> date | None:
        """The last day on which the offer can be accepted."""
        if self.offered_on is None or self.gate is None:
            return None
        return min(self.offered_on + PATIENCE, self.gate.until)

    @property
    def missing(self) -> frozenset[str]:
        return frozenset(Item) - self.done

    def visible_to(self, side: Side) -> frozenset[str]:
        """Return which parts of card and file a side reads."""
        if side is self.responsible:
            return CARD | (self.parts if self.is_accepted else BASE | FURTHER)
        if side is Side.SENDER or (side is Side.RECEIVER and self._is_shown):
            return CARD
        return frozenset()

    @property
    def _is_shown(self) -> bool:
        return self.state is State.OFFERED


@dataclass(frozen=True)
class Said:
    """An event, by whom and when, with what comes with it."""

    event: Event
    side: Side
    on: date
    parts: frozenset[str] = frozenset()
    gate: Gate | None = None
    item: str = ""


_Next = Callable[[HandOver, Said], HandOver]


def step(row: HandOver, said: Said) -> HandOver:
    """
    Return how it stands after an event.

    :raises NotNow: when the event is not possible now, or not for this side
    """
    sides, states, move = _STEPS[said.event]
    if said.side not in sides or row.state not in states:
        raise NotNow(said.event)
    return move(row, said)


def possible(row: HandOver, side: Side) -> list[Event]:
    """Return the events that a side can bring about, as far as the state says."""
    return [
        event
        for event, (sides, states, _move) in _STEPS.items()
        if side in sides and row.state in states
    ]


def _to(state: State) -> _Next:
    return lambda row, _said: replace(row, state=state)


def _change(row: HandOver, said: Said) -> HandOver:
    parts = BASE | (said.parts & FURTHER)
    return replace(row, state=State.DRAFT, parts=parts, gate=None)


def _check(row: HandOver, said: Said) -> HandOver:
    if said.gate is None or not said.gate.covers(row.parts, said.on):
        raise NotNow(said.event)
    return replace(row, state=State.CHECKED, gate=said.gate)


def _holds(row: HandOver, said: Said) -> None:
    if row.gate is None or not row.gate.covers(row.parts, said.on):
        raise NotNow(said.event)


def _offer(row: HandOver, said: Said) -> HandOver:
    _holds(row, said)
    return replace(row, state=State.OFFERED, offered_on=said.on)


def _accept(row: HandOver, said: Said) -> HandOver:
    _holds(row, said)
    if row.expires_on is None or said.on > row.expires_on:
        raise NotNow(said.event)
    return replace(row, state=State.ACCEPTED)


def _expire(row: HandOver, said: Said) -> HandOver:
    if row.expires_on is not None and said.on <= row.expires_on:
        raise NotNow(said.event)
    return replace(row, state=State.EXPIRED, gate=None)


def _close(row: HandOver, said: Said) -> HandOver:
    if row.missing:
        raise NotNow(said.event)
    return replace(row, state=State.CLOSED)


def _tick(row: HandOver, said: Said) -> HandOver:
    if said.side is not row.responsible or said.item not in set(Item):
        raise NotNow(said.event)
    return replace(row, done=row.done | {said.item})


def _revoke(row: HandOver, said: Said) -> HandOver:
    """The person takes the consent back: nothing more is shared because of it."""
    if said.side not in {row.responsible, Side.HOUSE}:
        raise NotNow(said.event)
    if row.is_accepted:
        return replace(row, parts=BASE, gate=None)
    return replace(row, state=State.WITHDRAWN, gate=None)


def _ended(state: State) -> _Next:
    return lambda row, _said: replace(row, state=state, gate=None)


_SENDER, _RECEIVER = frozenset({Side.SENDER}), frozenset({Side.RECEIVER})
_DRAFTS = frozenset({State.DRAFT, State.CHECKED})
_OFFERED = frozenset({State.OFFERED})
_STEPS: dict[Event, tuple[frozenset[Side], frozenset[State], _Next]] = {
    Event.CHANGE: (_SENDER, _DRAFTS, _change),
    Event.CHECK: (_SENDER, _DRAFTS, _check),
    Event.OFFER: (_SENDER, frozenset({State.CHECKED}), _offer),
    Event.ASK_BACK: (_RECEIVER, _OFFERED, _ended(State.DRAFT)),
    Event.ACCEPT: (_RECEIVER, _OFFERED, _accept),
    Event.DECLINE: (_RECEIVER, _OFFERED, _ended(State.DECLINED)),
    Event.EXPIRE: (frozenset({Side.HOUSE}), _OFFERED, _expire),
    Event.BEGIN: (_RECEIVER, frozenset({State.ACCEPTED}), _to(State.BEGUN)),
    Event.ANSWER: (
        _RECEIVER,
        frozenset({State.ACCEPTED, State.BEGUN}),
        _to(State.ANSWERED),
    ),
    Event.CLOSE: (_RECEIVER, frozenset({State.ANSWERED}), _close),
    Event.TICK: (
        _SENDER | _RECEIVER,
        _BEFORE | _GONE - {State.CLOSED},
        _tick,
    ),
    Event.WITHDRAW: (_SENDER, _BEFORE, _ended(State.WITHDRAWN)),
    Event.REVOKE: (frozenset(Side), _BEFORE | _GONE, _revoke),
    Event.AGAIN: (
        _SENDER,
        frozenset({State.DECLINED, State.EXPIRED}),
        _ended(State.DRAFT),
    ),
}
