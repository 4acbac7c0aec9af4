"""The auction: needs bid for places, places without a bidder lower their price.

Forward and reverse auction with ε-scaling after Bertsekas and Castañon (1989,
similar objects) and Bertsekas, Castañon and Tsaknakis (1993, inequalities).
Points are multiplied by `scale`, so that ε = 1 is finer than a point by more
than there are rows; then the plan is optimal, and `round_prices` finds whole
prices that prove it.

All places of an offer have one price: what the cheapest of them costs. It never
falls below the cost of the place, which is what spreads work over offers.
"""

import numpy as np
from numpy.typing import NDArray

from hafen.matching.kernels.data import FAR, I32, I64, Graph, Plan, Seats
from hafen.matching.kernels.jit import kernel


@kernel
def cost_of(seats: Seats, offer: int, place: int) -> int:
    """Return what a place of an offer costs, in points."""
    return seats.costs[min(seats.taken[offer] + place, len(seats.costs) - 1)]


@kernel
def seat(seats: Seats, offer: int, need: int) -> None:
    seats.need[seats.start[offer] + seats.used[offer]] = need
    seats.used[offer] += 1


@kernel
def unseat(seats: Seats, offer: int, need: int) -> None:
    """Free the place of a need; the last occupant moves into it."""
    first = seats.start[offer]
    last = first + seats.used[offer] - 1
    for at in range(first, last):
        if seats.need[at] == need:
            seats.need[at] = seats.need[last]
            break
    seats.used[offer] -= 1


@kernel
def profits(graph: Graph, price: I64, scale: int, out: I64) -> None:
    """Write what each need gets at best, at least 0."""
    for i in range(len(out)):
        best = np.int64(0)
        for e in range(graph.start[i], graph.start[i + 1]):
            best = max(best, graph.points[e] * scale - price[graph.offer[e]])
        out[i] = best


@kernel
def keep_content(
    graph: Graph, plan: Plan, seats: Seats, scale: int, epsilon: int, stack: I32
) -> int:
    """Let go the needs that would rather have another; return how many stand up."""
    n = 0
    profits(graph, plan.price, scale, plan.profit)
    for i in range(len(plan.match) - 1, -1, -1):
        j = plan.match[i]
        if j >= 0:
            if plan.worth[i] * scale - plan.price[j] >= plan.profit[i] - epsilon:
                continue
            unseat(seats, j, i)
            plan.match[i] = -1
        if plan.profit[i] > 0:
            stack[n] = i
            n += 1
    return n


@kernel
def _lowest(seats: Seats, bids: I64, offer: int) -> int:
    """Return the place with the lowest bid, the first one of several."""
    first, lowest = seats.start[offer], seats.start[offer]
    for at in range(first + 1, first + seats.used[offer]):
        if bids[at] < bids[lowest]:
            lowest = at
    return lowest


@kernel
def forward(
    graph: Graph, plan: Plan, seats: Seats, bids: I64, scale: int, epsilon: int,
    stack: I32, n: int,
) -> int:  # fmt: skip
    """Let the first `n` needs of the stack bid until all have a place or gave up.

    :return: how many bids it took
    """
    price, match, rounds = plan.price, plan.match, 0
    floor = price.copy()
    for j in range(len(price)):
        for at in range(seats.start[j], seats.start[j] + seats.used[j]):
            bids[at] = price[j]
    while n > 0:
        n -= 1
        i = stack[n]
        best, second, chosen = np.int64(0), np.int64(0), np.int64(-1)
        for e in range(graph.start[i], graph.start[i + 1]):
            profit = graph.points[e] * scale - price[graph.offer[e]]
            if profit > best:
                best, second, chosen = profit, best, e
            elif profit > second:
                second = profit
        if chosen < 0:
            continue
        rounds += 1
        j = graph.offer[chosen]
        bid = price[j] + best - second + epsilon
        free = seats.size[j] - seats.used[j]
        at = _lowest(seats, bids, j)
        ask = max(floor[j], cost_of(seats, j, seats.used[j]) * scale)
        if free > 0 and (seats.used[j] == 0 or ask <= bids[at]):
            at = seats.start[j] + seats.used[j]
            seats.used[j] += 1
        else:
            match[seats.need[at]] = -1
            stack[n] = seats.need[at]
            n += 1
        seats.need[at], bids[at], match[i] = i, bid, j
        plan.worth[i] = graph.points[chosen]
        price[j] = bids[_lowest(seats, bids, j)]
        if seats.used[j] < seats.size[j]:
            ask = max(floor[j], cost_of(seats, j, seats.used[j]) * scale)
            price[j] = min(price[j], ask)
    return rounds


@kernel
def _rivals(graph: Graph, plan: Plan, offer: int, scale: int) -> tuple[int, int, int]:
    """Return who of others pays most for a place, how much, and the next best."""
    first, second, chosen = -FAR, -FAR, np.int64(-1)
    for e in range(graph.back_start[offer], graph.back_start[offer + 1]):
        i = graph.back_need[e]
        if plan.match[i] == offer:
            continue
        value = graph.back_points[e] * scale - plan.profit[i]
        if value > first:
            first, second, chosen = value, first, e
        elif value > second:
            second = value
    return chosen, first, second


@kernel
def _lower(plan: Plan, seats: Seats, offer: int, price: int, scale: int) -> None:
    """Lower a price; who sits there profits."""
    plan.price[offer] = price
    for at in range(seats.start[offer], seats.start[offer] + seats.used[offer]):
        i = seats.need[at]
        plan.profit[i] = max(plan.profit[i], plan.worth[i] * scale - price)


@kernel
def reverse(
    graph: Graph, plan: Plan, seats: Seats, scale: int, epsilon: int, stack: I32
) -> int:
    """Let offers with a free place above its cost win needs or lower their price.

    :return: how many needs moved
    """
    profits(graph, plan.price, scale, plan.profit)
    moves, n = 0, 0
    waits = np.zeros(len(plan.price), np.bool_)
    for j in range(len(plan.price) - 1, -1, -1):
        if seats.used[j] < seats.size[j]:
            stack[n], waits[j] = j, True
            n += 1
    while n > 0:
        j = stack[n - 1]
        cost = cost_of(seats, j, seats.used[j]) * scale
        if seats.used[j] == seats.size[j] or plan.price[j] <= cost:
            n -= 1
            waits[j] = False
            continue
        edge, first, second = _rivals(graph, plan, j, scale)
        if first <= cost + epsilon:
            _lower(plan, seats, j, cost, scale)
            continue
        i = graph.back_need[edge]
        left = plan.match[i]
        _lower(plan, seats, j, max(cost, second - epsilon), scale)
        seat(seats, j, i)
        plan.match[i], plan.worth[i] = j, graph.back_points[edge]
        plan.profit[i] = plan.worth[i] * scale - plan.price[j]
        moves += 1
        if left >= 0:
            unseat(seats, left, i)
            if not waits[left]:
                stack[n], waits[left] = left, True
                n += 1
    return moves


def round_prices(plan: Plan, scale: int) -> Plan:
    """Return the plan with prices and profits in whole points.

    All bounds between prices and profits hold up to ε = 1, and all points are
    multiples of `scale`. Where no remainder modulo `scale` equals `gap`, rounding
    down behind it can break no bound; there are fewer rows than remainders, so a
    free one exists. It is the usual rounding of potentials in cost scaling
    (Goldberg and Tarjan, 1990), with -price as the potential of an offer.
    """
    rest = np.concatenate([plan.profit % scale, -plan.price % scale, np.array([0])])
    taken = np.zeros(scale, bool)
    taken[rest] = True
    gap = int(np.flatnonzero(~taken)[0])
    shift = gap + 1
    zero = -shift // scale

    def whole(potential: NDArray[np.int64]) -> NDArray[np.int64]:
        return (potential - shift) // scale - zero

    return plan._replace(profit=whole(plan.profit), price=-whole(-plan.price))
