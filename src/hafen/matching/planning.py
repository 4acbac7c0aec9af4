"""The plan for a whole town: the most points that any plan can have, proven.

Column generation: the auction works on a graph of few pairs; at its prices all
pairs are looked through for some that would be better (the same ranking as for
a list, with prices taken off); these join the graph, and so on with finer steps.
What is still missing at the end is mended pair by pair (`kernels.augment`), and
one last look over all pairs certifies the plan. For workers only.
"""

from dataclasses import dataclass, replace

import numpy as np

from hafen.matching import baselines, gaps, mending
from hafen.matching.auctioning import Auction
from hafen.matching.batch import rank
from hafen.matching.indexing import Index, need_rows
from hafen.matching.kernels import graph
from hafen.matching.kernels.data import Bans, Needs
from hafen.matching.kernels.data import Plan as Prices
from hafen.matching.market import (
    Locks,
    bound_of,
    empty_seats,
    locked_points,
    locks_of,
    market_of,
    search_of,
)
from hafen.matching.plans import Plan
from hafen.matching.ranking import NOTHING, Pairs, bans_of
from hafen.matching.tables import I32, I64, Flags, NeedTable

FIRST_PAIRS = 12
"""Best offers of each need that the graph begins with."""
MORE_PAIRS = 6
"""Better offers of each need that join after one look over all pairs."""
COARSE = (64, 16, 4)
"""Steps of the auction, in points, after which all pairs are looked through."""
MEND_AT_MOST = 2_000
"""So many needs are mended one by one; more of them, and the graph grows again."""
_ABSENT = 2**40

Better = tuple[I32, I32, I32]
"""Pairs by need: rows of offers and points as (needs × k), and how many hold."""


@dataclass
class _Market:
    """All permitted pairs, looked through block by block at some prices."""

    needs: Needs
    index: Index
    bans: Bans
    present: Flags
    threads: int
    rounds: int = 0

    def better(self, prices: Prices, k: int) -> Better:
        """Return the best pairs that are worth more than profit and price."""
        self.rounds += 1
        return self.ranked(prices.price, prices.profit + 1 - self.needs.fixed, k)

    def ranked(self, price: I64, floors: I64, k: int) -> Better:
        """Return the best pairs at these prices that gain at least the floors."""
        row, gain, counts = rank(
            self.needs, self.index, self.index.charges(price), k,
            np.where(self.present, floors, _ABSENT), self.bans, self.threads,
        )  # fmt: skip
        points = gain + self.needs.fixed[:, None] + price[row]
        return row, points.astype(np.int32), counts


def solve(
    needs: NeedTable,
    index: Index,
    *,
    locked: Pairs = (),
    forbidden: Pairs = (),
    threads: int = 1,
    max_rounds: int = 40,
) -> Plan:
    """Return a plan with the most points under the policy of the index.

    Equal tables, policy and pairs give equal bytes, whatever the number of threads
    and the order in which the rows came.

    :param locked: pairs that stay; they count with their points
    :param forbidden: pairs that must not be; unknown ids are passed over
    :param max_rounds: looks over all pairs; a plan that would need more is not
        proven, and says so
    :raises BrokenRule: for a locked pair that is not permitted
    """
    bans = bans_of(needs, index, forbidden)
    locks = locks_of(needs, index, locked, bans)
    seats = empty_seats(index, locks.taken(len(index.offers)))
    present = np.ones(len(needs), np.bool_)
    present[locks.need] = False
    # An offer whose places are all locked is shut for everybody else.
    open_index = index.without(seats.size == 0)
    market = _Market(need_rows(needs, index), open_index, bans, present, threads)
    run = Auction(graph.empty(len(needs), len(index.offers)), seats)
    prices, better = _improve(run, market, max_rounds)
    better = _mend(needs, run, market, prices, better)
    return _finished(needs, index, run, market, prices, better, locks)


def _improve(run: Auction, market: _Market, max_rounds: int) -> tuple[Prices, Better]:
    """Run the auction until hardly a better pair exists outside of its graph."""
    everything = np.full(len(run.plan.match), NOTHING, np.int64)
    run.grow(*market.ranked(run.plan.price, everything, FIRST_PAIRS))
    top = run.most // 4
    run.run(max(1, top * run.scale))
    for points in COARSE:
        if points <= top:
            run.run(points * run.scale)
            run.grow(*market.better(run.roughly(), MORE_PAIRS))
    while True:
        for step in run.steps(1):
            run.run(step)
        prices = run.whole()
        better = market.better(prices, MORE_PAIRS)
        late = int((better[2] > 0).sum())
        if late <= MEND_AT_MOST or market.rounds >= max_rounds:
            return prices, better
        run.grow(*better)


def _mend(
    needs: NeedTable, run: Auction, market: _Market, prices: Prices, better: Better
) -> Better:
    """Take out the needs that have better pairs, and let them in again.

    Without them the prices prove the rest of the plan, over all pairs; each search
    then keeps it so.

    :return: the pairs that are better still; none, unless too many were
    """
    late = np.flatnonzero(better[2])
    if not 0 < len(late) <= MEND_AT_MOST:
        return better
    place = market_of(needs, market.index, market.bans, prices.price)
    place.present[:] = market.present
    place.present[late] = 0
    search = search_of(place)
    for i in late.tolist():
        mending.withdraw(place, prices, run.seats, search, i)
    for i in late.tolist():
        mending.enter(place, prices, run.seats, search, i)
    return market.better(prices, 1)


def _finished(
    needs: NeedTable, index: Index, run: Auction, market: _Market, prices: Prices,
    better: Better, locks: Locks,
) -> Plan:  # fmt: skip
    """Return the plan with its proof, and the locked pairs in it."""
    prices.worth[prices.match < 0] = 0
    bound = bound_of(prices, run.seats, market.present.astype(np.int8))
    bound += _excess(prices, better) + locked_points(index, locks)
    prices.match[locks.need], prices.worth[locks.need] = locks.offer, locks.worth
    plan = Plan(
        needs, index, prices.match, prices.worth, prices.profit, prices.price,
        ~market.present, np.ones(len(needs), np.bool_), market.bans, bound,
        market.rounds,
    )  # fmt: skip
    return replace(
        plan,
        missing=gaps.missing_of(plan),
        baselines=(baselines.longest_wait_first(needs, index, market.bans, locks),),
    )


def _excess(prices: Prices, better: Better) -> int:
    """Return by how much better pairs exceed profit and price, over all needs."""
    row, points, counts = better
    late = np.flatnonzero(counts)
    offer = row[late, 0]
    excess = points[late, 0] - prices.price[offer] - prices.profit[late]
    return int(excess.sum())
