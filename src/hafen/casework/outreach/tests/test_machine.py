"""The hand-over as a machine: each edge by each side, and events in any order."""

import os
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hafen.casework.outreach.machine import (
    BASE,
    CARD,
    FURTHER,
    PATIENCE,
    Event,
    Gate,
    HandOver,
    Item,
    NotNow,
    Said,
    Side,
    State,
    possible,
    step,
)

EVENTS = 100_000 if os.environ.get("HAFEN_LONG") else 4_000
DAY = date(2026, 3, 1)
ALL = BASE | FURTHER
GATE = Gate(ALL, DAY + timedelta(days=60))
READY = HandOver(done=frozenset(Item))
SENDER, RECEIVER, HOUSE = Side


def after(*events, row=READY):
    """Return how it stands after events, each by who may bring it about."""
    sides = dict.fromkeys(("change", "check", "offer", "withdraw", "again"), SENDER)
    for event in events:
        is_late = event is Event.EXPIRE
        side = HOUSE if is_late else sides.get(event, RECEIVER)
        on = DAY + PATIENCE + timedelta(days=1) if is_late else DAY
        row = step(row, Said(event, side, on, parts=FURTHER, gate=GATE))
    return row


OFFERED = (Event.CHANGE, Event.CHECK, Event.OFFER)
ACCEPTED = (*OFFERED, Event.ACCEPT)
WAYS = {
    State.DRAFT: (),
    State.CHECKED: (Event.CHECK,),
    State.OFFERED: OFFERED,
    State.ACCEPTED: ACCEPTED,
    State.BEGUN: (*ACCEPTED, Event.BEGIN),
    State.ANSWERED: (*ACCEPTED, Event.ANSWER),
    State.CLOSED: (*ACCEPTED, Event.ANSWER, Event.CLOSE),
    State.DECLINED: (*OFFERED, Event.DECLINE),
    State.EXPIRED: (*OFFERED, Event.EXPIRE),
    State.WITHDRAWN: (*OFFERED, Event.WITHDRAW),
}
# From where, by which side, what: everything else is refused.
EDGES = {
    (State.DRAFT, SENDER): "change check tick withdraw revoke",
    (State.CHECKED, SENDER): "change check offer tick withdraw revoke",
    (State.OFFERED, SENDER): "tick withdraw revoke",
    (State.OFFERED, RECEIVER): "ask-back accept decline",
    (State.ACCEPTED, RECEIVER): "begin answer tick revoke",
    (State.BEGUN, RECEIVER): "answer tick revoke",
    (State.ANSWERED, RECEIVER): "close tick revoke",
    (State.CLOSED, RECEIVER): "revoke",
    (State.DECLINED, SENDER): "again",
    (State.EXPIRED, SENDER): "again",
    (State.WITHDRAWN, SENDER): "",
}


@pytest.mark.parametrize("side", [SENDER, RECEIVER])
@pytest.mark.parametrize("state", State)
def test_each_edge_by_each_side(state, side):
    row, found = after(*WAYS[state]), set()
    assert row.state is state
    for event in Event:
        said = Said(event, side, DAY, gate=GATE, item=Item.NEEDS)
        try:
            step(row, said)
        except NotNow:
            continue
        found.add(event.value)

    assert found == set(EDGES.get((state, side), "").split())


def test_an_offer_needs_a_gate_for_each_part():
    wanted = step(READY, Said(Event.CHANGE, SENDER, DAY, parts=FURTHER))
    for gate in (None, Gate(BASE, GATE.until), Gate(ALL, DAY - timedelta(days=1))):
        with pytest.raises(NotNow):
            step(wanted, Said(Event.CHECK, SENDER, DAY, gate=gate))


@pytest.mark.parametrize(("days", "is_open"), [(0, True), (14, True), (15, False)])
def test_an_offer_stands_for_fourteen_days(days, is_open):
    row, on = after(*OFFERED), DAY + timedelta(days=days)
    for said, goes in (
        (Said(Event.ACCEPT, RECEIVER, on), is_open),
        (Said(Event.EXPIRE, HOUSE, on), not is_open),
    ):
        if goes:
            step(row, said)
        else:
            with pytest.raises(NotNow):
                step(row, said)


def test_p10_it_is_complete_with_its_checklist_and_after_acceptance_alone():
    row = replace(after(*ACCEPTED, Event.ANSWER), done=frozenset())
    for item in Item:
        with pytest.raises(NotNow):
            step(row, Said(Event.CLOSE, RECEIVER, DAY))
        row = step(row, Said(Event.TICK, RECEIVER, DAY, item=item))

    assert step(row, Said(Event.CLOSE, RECEIVER, DAY)).state is State.CLOSED


def random_event(dice, row, on):
    side = dice.choice(list(Side))
    # Half of them could happen now as far as the state goes, the others are any.
    fitting = possible(row, side) if dice.random() < 0.5 else []
    event = dice.choice(fitting or list(Event))
    if event in {Event.REVOKE, Event.WITHDRAW} and dice.random() < 0.9:
        event = dice.choice(list(Event))  # they end all, so that little follows
    gate = Gate(
        BASE | frozenset(dice.sample(sorted(FURTHER), dice.randint(0, 3))),
        on + timedelta(days=dice.randint(-2, 40)),
    )
    return Said(
        event,
        side,
        on,
        parts=frozenset(dice.sample(sorted(ALL), dice.randint(0, 6))),
        gate=dice.choice([gate, Gate(ALL, gate.until), None]),
        item=dice.choice([*Item, "OTHER"]),
    )


def check(before, said, row):
    """What holds after every event, whatever came before it."""
    seen = {side: row.visible_to(side) for side in Side}
    # Exactly one team is responsible, and it alone reads what names somebody.
    assert row.responsible in {SENDER, RECEIVER}
    other = SENDER if row.responsible is RECEIVER else RECEIVER
    assert seen[row.responsible] >= BASE
    assert seen[other] <= CARD
    assert seen[HOUSE] == frozenset()
    # Responsibility changes by acceptance alone, once, and never back.
    changed = before.responsible is not row.responsible
    assert changed == (said.event is Event.ACCEPT and before.state is State.OFFERED)
    if changed:
        assert row.responsible is RECEIVER
        # Nothing goes along without a gate that holds on this day.
        assert before.gate is not None
        assert before.gate.covers(row.parts, said.on)
    elif row.is_accepted:
        assert row.parts <= before.parts
    # What the receiver reads before has its end, and a gate.
    if seen[RECEIVER] and not row.is_accepted:
        assert row.state is State.OFFERED
        assert row.expires_on is not None
        assert row.gate.covers(row.parts, row.offered_on)
    # After a withdrawal nothing is shared because of it.
    if said.event in {Event.REVOKE, Event.WITHDRAW}:
        assert row.parts == BASE if row.is_accepted else seen[RECEIVER] == frozenset()
    if row.state is State.CLOSED:
        assert not row.missing


def test_events_in_any_order_keep_the_invariants():
    dice = random.Random(4711)  # noqa: S311 - events, no secrets
    row, on, reached = HandOver(), DAY, set()
    for _ in range(EVENTS):
        said = random_event(dice, row, on)
        try:
            following = step(row, said)
        except NotNow:
            continue
        finally:
            on += timedelta(days=dice.choice([0, 0, 0, 1, 5]))
        check(row, said, following)
        reached.add(following.state)
        is_over = following.state in {State.CLOSED, State.WITHDRAWN}
        row = HandOver() if is_over or dice.random() < 0.01 else following

    assert reached == set(State)
