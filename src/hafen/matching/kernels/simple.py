"""Simple rules to compare with, and who is left without a choice."""

import numpy as np

from hafen.matching.kernels.auction import cost_of
from hafen.matching.kernels.data import FAR, I32, I64, Market, Plan, Seats
from hafen.matching.kernels.heap import OUT, pop, push
from hafen.matching.kernels.jit import kernel, ones
from hafen.matching.kernels.rank import NONE, collect, is_banned, rank_one


@kernel
def _best(m: Market, i: int, row: I32, gain: I64, found: I32, points: I64) -> int:
    """Write the best offer that is free; return what the pair adds, or 0."""
    fixed = m.needs.fixed[i]
    held = rank_one(
        m.needs, i, 1 - fixed, m.lowest, m.offers, m.blocks, m.places, m.charges,
        m.bans, m.weights, row, gain, found, points,
    )  # fmt: skip
    return gain[0] + fixed if held else 0


@kernel
def _take(m: Market, plan: Plan, seats: Seats, i: int, j: int, added: int) -> None:
    """Give a place away; the next one of the offer costs what it costs."""
    cost = cost_of(seats, j, seats.used[j])
    plan.match[i], plan.worth[i] = j, added + cost
    seats.used[j] += 1
    m.charges.offer[j] -= cost
    if seats.used[j] == seats.size[j]:
        m.charges.offer[j] += FAR
    else:
        m.charges.offer[j] += cost_of(seats, j, seats.used[j])


@kernel
def in_order(m: Market, plan: Plan, seats: Seats, order: I64, room: int) -> None:
    """Give each need, one after the other, the best offer that is still free."""
    row, gain = np.empty(1, np.int32), np.empty(1, np.int64)
    found, points = np.empty(room, np.int32), np.empty(room, np.int64)
    for i in order:
        added = _best(m, i, row, gain, found, points)
        if added > 0:
            _take(m, plan, seats, i, row[0], added)


@kernel
def by_points(m: Market, plan: Plan, seats: Seats, order: I64, room: int) -> None:
    """Give away the best pair of all that are still free, again and again."""
    n = len(plan.match)
    row, gain = np.empty(1, np.int32), np.empty(1, np.int64)
    found, points = np.empty(room, np.int32), np.empty(room, np.int64)
    chosen, lack = np.empty(n, np.int32), np.full(n, FAR)
    heap, place, size = np.empty(n, np.int32), np.full(n, OUT, np.int32), 0
    for i in order:
        lack[i] = -_best(m, i, row, gain, found, points)
        chosen[i] = row[0]
        if lack[i] < 0:
            size = push(heap, place, size, lack, i)
    while size > 0:
        i = pop(heap, place, size, lack)
        size -= 1
        added = _best(m, i, row, gain, found, points)
        if added == -lack[i]:
            _take(m, plan, seats, i, row[0], added)
        elif added > 0:
            lack[i] = -added
            size = push(heap, place, size, lack, i)


@kernel
def choices(
    m: Market, rows: I64, least: int, found: I32, points: I64, count: I64, best: I64
) -> None:
    """Write how many offers the rules permit some needs, and the best profit."""
    for x in range(len(rows)):
        i = rows[x]
        n = collect(
            m.needs, i, least, m.lowest, m.offers, m.blocks, m.places, m.charges,
            m.bans, m.weights, found, points,
        )  # fmt: skip
        count[x], best[x] = n, least
        for at in range(n):
            best[x] = max(best[x], points[at] + m.needs.fixed[i])


@kernel
def losses(m: Market, i: int, masks: I64, removes: I64, opens: I64) -> None:
    """Write how many offers each rule takes from a need, and how many it alone.

    Rules: places, exclusion, language, distance, time, then one per mask.
    """
    n, o = m.needs, m.offers
    rules = 5 + len(masks)
    breaks = np.zeros(rules, np.bool_)
    for j in range(len(o.capacity)):
        distance = m.places.distance[n.district[i], o.district[j]]
        spoken = n.languages[i] & o.languages[j]
        breaks[0] = o.capacity[j] <= 0
        breaks[1] = is_banned(m.bans, i, j)
        breaks[2] = n.languages[i] != NONE and spoken == NONE
        breaks[3] = distance > n.radius[i] or distance > o.radius[j]
        breaks[4] = ones(n.slots[i] & o.slots[j]) < n.min_overlap[i]
        care = n.must[i] | n.refuse[i]
        wrong = (o.traits[j] & care) ^ n.must[i]
        for g in range(len(masks)):
            breaks[5 + g] = (wrong & np.uint64(masks[g])) != NONE
        several = breaks.sum()
        for r in range(rules):
            if breaks[r]:
                removes[r] += 1
                if several == 1:
                    opens[r] += 1
