"""The auction over given pairs, in steps that become finer."""

from collections.abc import Iterator

import numpy as np

from hafen.matching.kernels import auction, graph
from hafen.matching.kernels.data import Graph, Plan, Seats
from hafen.matching.market import bound_of, empty_plan, seats_of
from hafen.matching.tables import I32, I64

FINER = 8
"""How much finer each step is, down to less than a point per row."""


class Auction:
    """One run: the pairs, who has what by now, and at which prices.

    Prices are points times `scale`. It is more than there are rows on both sides,
    so that whole prices can be found behind a step of 1; see `round_prices`.
    """

    def __init__(self, pairs: Graph, seats: Seats) -> None:
        n, m = len(pairs.start) - 1, len(seats.size)
        self.graph, self.seats, self.scale = pairs, seats, n + m + 2
        self.plan = empty_plan(n, m)
        self._bids = np.zeros(len(seats.need), np.int64)
        self._stack = np.zeros(max(n, m) + 1, np.int32)

    def grow(self, offer: I32, points: I32, counts: I32) -> None:
        """Add pairs: (needs × k) of them, filled up to `counts`."""
        self.graph = graph.grown(self.graph, offer, points, counts)

    def run(self, step: int) -> None:
        """Let needs bid and offers lower their prices by at least a step."""
        args = (self.graph, self.plan, self.seats)
        n = auction.keep_content(*args, self.scale, step, self._stack)
        auction.forward(*args, self._bids, self.scale, step, self._stack, n)
        auction.reverse(*args, self.scale, step, self._stack)

    def steps(self, first: int) -> Iterator[int]:
        """Give finer and finer steps, the first one in points, the last one 1."""
        step = max(1, first * self.scale)
        yield step
        while step > 1:
            step = max(1, step // FINER)
            yield step

    @property
    def most(self) -> int:
        """The points of the best pair."""
        return int(self.graph.points.max(initial=0))

    def whole(self) -> Plan:
        """Return the plan in points; exact, and its own proof, behind a step of 1."""
        auction.profits(self.graph, self.plan.price, self.scale, self.plan.profit)
        return auction.round_prices(self.plan, self.scale)

    def roughly(self) -> Plan:
        """Return prices in points, and the profits that the pairs give at them."""
        price, profit = self.plan.price // self.scale, self.plan.profit.copy()
        auction.profits(self.graph, price, 1, profit)
        return Plan(self.plan.match, self.plan.worth, profit, price)


def solve_pairs(
    start: I64, offer: I32, points: I32, capacity: I32, costs: tuple[int, ...] = (0,)
) -> tuple[int, int, I32]:
    """Return total, gap and match of the best plan over given pairs alone.

    :param start, offer, points: the pairs of need i are `start[i]:start[i + 1]`
    :param capacity: per offer
    :param costs: of the first, second … place of an offer
    """
    pairs = graph.turned(
        start, offer.astype(np.int32), points.astype(np.int32), len(capacity)
    )
    seats = seats_of(capacity, np.zeros(len(capacity), np.int64), costs)
    run = Auction(pairs, seats)
    for step in run.steps(run.most // 4):
        run.run(step)
    plan = run.whole()
    bound = bound_of(plan, seats, np.ones(len(start) - 1, np.int8))
    total = int(plan.worth[plan.match >= 0].sum())
    for place in range(int(seats.used.max(initial=0))):
        total -= costs[min(place, len(costs) - 1)] * int((seats.used > place).sum())
    return total, bound - total, plan.match
