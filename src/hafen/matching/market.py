"""Puts tables into the arrays that the compiled loops work on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hafen.matching.errors import BrokenRule
from hafen.matching.indexing import GONE, Index, lay_out, need_rows
from hafen.matching.kernels.data import (
    FAR,
    Bans,
    Blocks,
    Charges,
    Market,
    Needs,
    Plan,
    Search,
    Seats,
)
from hafen.matching.kernels.rank import is_permitted, pair_gain
from hafen.matching.plans import costs_up_to
from hafen.matching.ranking import Pairs
from hafen.matching.tables import I32, I64, NeedTable


def empty_plan(needs: int, offers: int) -> Plan:
    return Plan(
        np.full(needs, -1, np.int32),
        np.zeros(needs, np.int64),
        np.zeros(needs, np.int64),
        np.zeros(offers, np.int64),
    )


def empty_seats(index: Index, taken: I64) -> Seats:
    """Return the places, without those that locked pairs have taken.

    :param taken: per row of the offers
    """
    return seats_of(index.offers.capacity, taken, index.policy.place_costs)


def seats_of(capacity: I32, taken: I64, costs: tuple[int, ...]) -> Seats:
    """Return empty places of offers with a capacity, some of which are taken."""
    start = np.concatenate([[0], np.cumsum(capacity, dtype=np.int64)])
    return Seats(
        start,
        np.full(int(start[-1]), -1, np.int32),
        (capacity - taken).astype(np.int32),
        np.zeros(len(capacity), np.int32),
        taken.astype(np.int32),
        np.array(costs, np.int64),
    )


@dataclass(frozen=True)
class Locks:
    """Pairs that were given: rows of needs and offers, and what they are worth."""

    need: I64
    offer: I64
    worth: I64

    def taken(self, offers: int) -> I64:
        """Return how many places of each offer they hold."""
        return np.bincount(self.offer, minlength=offers).astype(np.int64)


def locks_of(needs: NeedTable, index: Index, locked: Pairs, bans: Bans) -> Locks:
    """Return the locked pairs in rows.

    :raises UnknownRow: for an id that is in neither table
    :raises BrokenRule: for a pair that a hard rule or an exclusion forbids, for two
        offers for one need, and for more pairs than an offer has places
    """
    pairs = sorted(set(locked))
    need = np.array([needs.row(i) for i, _ in pairs], np.int64)
    offer = np.array([index.offers.row(j) for _, j in pairs], np.int64)
    if len(np.unique(need)) < len(need):
        raise BrokenRule("a need is locked to two offers")
    rows = need_rows(needs, index)
    worth = [
        worth_of(needs, rows, index, i, j, bans)
        for i, j in zip(need.tolist(), offer.tolist(), strict=True)
    ]
    locks = Locks(need, offer, np.array(worth, np.int64))
    over = locks.taken(len(index.offers)) > index.offers.capacity
    if over.any():
        raise BrokenRule(f"offer {index.offers.id[over][0]} has too few places")
    return locks


def worth_of(
    needs: NeedTable, rows: Needs, index: Index, i: int, j: int, bans: Bans
) -> int:
    """Return the points of a pair of rows.

    :raises BrokenRule: for a pair that a hard rule or an exclusion forbids
    """
    offers, places = index.rows, index.places
    permitted = is_permitted(rows, i, offers, j, places, bans)
    if not permitted or index.offers.capacity[j] <= 0:
        pair = f"need {needs.id[i]} and offer {index.offers.id[j]}"
        raise BrokenRule(f"{pair} must not be a pair")
    gain = pair_gain(rows, i, offers, j, places, index.policy.weights)
    return int(gain + rows.fixed[i] - index.load[j])


def asking_blocks(needs: NeedTable, rows: Needs, districts: int) -> Blocks:
    """Return the needs by district and language; the last one: of no language."""
    blocks = lay_out(needs, _all(needs), rows.slots, rows.must, rows.radius, districts)
    last = np.arange(len(blocks.start) - 1) % blocks.width == blocks.width - 1
    block = np.repeat(np.arange(len(last)), np.diff(blocks.start))
    stays = ~last[block] | (needs.languages[blocks.row] == 0)
    start = np.concatenate([[0], np.cumsum(stays)])[blocks.start]
    return blocks._replace(
        start=start,
        row=blocks.row[stays],
        slots=blocks.slots[stays],
        traits=blocks.traits[stays],
        radius=blocks.radius[stays],
    )


def market_of(needs: NeedTable, index: Index, bans: Bans, price: I64) -> Market:
    """Return what the searches read, at some prices; everybody takes part."""
    rows = need_rows(needs, index)
    charges = index.charges(price)
    return Market(
        rows,
        index.rows,
        index.blocks,
        asking_blocks(needs, rows, len(index.geo)),
        index.places,
        Charges(charges.offer.copy(), charges.block.copy()),
        bans,
        index.policy.weights,
        np.ones(len(needs), np.int8),
        index.lowest,
    )


def shut_full(market: Market, seats: Seats) -> None:
    """Hide the offers whose places are all locked from the searches."""
    market.charges.offer[seats.size <= 0] = GONE


def search_of(market: Market) -> Search:
    """Return the workplace for searches in a market."""
    n, m = len(market.present), len(market.charges.offer)
    # A look writes all postings of a block behind what it has found already.
    block = int(np.diff(market.blocks.start).max(initial=0))
    asking = int(np.diff(market.asking.start).max(initial=0))
    room = max(n, m) + max(block, asking) + 1
    return Search(
        np.full(n, FAR), np.full(m, FAR),
        np.full(m, -1, np.int32), np.full(n, -1, np.int32),
        np.zeros(m, np.int64), np.zeros(n, np.int64),
        np.zeros(n + 1, np.int32), np.zeros(m + 1, np.int32),
        np.zeros(m + 1, np.int32), np.full(m, -1, np.int32),
        np.zeros(room, np.int32), np.zeros(room, np.int64),
    )  # fmt: skip


def bound_of(plan: Plan, seats: Seats, present: NDArray[np.int8]) -> int:
    """Return the sum of profits and of prices above the costs of the places.

    It is what no plan exceeds, if no permitted pair exceeds profit and price.
    """
    total = int(plan.profit[present > 0].sum())
    for place in range(int(seats.size.max(initial=0))):
        at = np.minimum(seats.taken + place, len(seats.costs) - 1)
        above = np.maximum(plan.price - seats.costs[at], 0)
        total += int(above[seats.size > place].sum())
    return total


def locked_points(index: Index, locks: Locks) -> int:
    """Return what the locked pairs are worth, the cost of their places taken off."""
    taken = locks.taken(len(index.offers))
    costs = costs_up_to(index.policy.place_costs, taken)
    return int(locks.worth.sum() - costs.sum())


def _all(needs: NeedTable) -> I64:
    return np.arange(len(needs))
