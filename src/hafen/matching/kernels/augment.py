"""Exact repair: one shortest augmenting path for each change.

Prices and profits are whole points and prove the plan optimal (`Plan`). A need
that comes, or a place that falls free, breaks that at one spot. Dijkstra's
search over reduced costs (profit + price - points, never negative) finds the
cheapest chain of moves that mends it, and lowers profits and prices, or raises
them, so that they prove the new plan; as in the Hungarian method of Kuhn and
Munkres, or successive shortest paths with potentials (Edmonds and Karp, 1972).

The pairs are not stored: each step reads the index for pairs that are cheap
enough to matter. The result is therefore optimal over all permitted pairs.
"""

from hafen.matching.kernels.auction import cost_of, seat, unseat
from hafen.matching.kernels.data import FAR, I32, Market, Plan, Search, Seats
from hafen.matching.kernels.heap import OUT, pop, push
from hafen.matching.kernels.jit import kernel
from hafen.matching.kernels.rank import collect
from hafen.matching.kernels.suitors import suitors


@kernel
def _look(m: Market, s: Search, i: int, least: int) -> int:
    """Write the offers where need `i` would get a profit of at least `least`."""
    return collect(
        m.needs, i, least - m.needs.fixed[i], m.lowest, m.offers, m.blocks, m.places,
        m.charges, m.bans, m.weights, s.found, s.points,
    )  # fmt: skip


@kernel
def _clear(s: Search, needs: int, offers: int, waiting: int) -> None:
    for x in range(needs):
        s.need_distance[s.reached_needs[x]] = FAR
    for x in range(offers):
        s.offer_distance[s.reached_offers[x]] = FAR
    for x in range(waiting):
        s.place[s.heap[x]] = OUT


@kernel
def enter(m: Market, plan: Plan, seats: Seats, s: Search, i: int) -> int:
    """Give a new need the place that is best for all; return how many were looked at.

    The chain ends at a free place, at somebody who goes without, or at once.
    """
    m.present[i] = 1
    fixed, best = m.needs.fixed[i], 0
    for x in range(_look(m, s, i, 1)):
        best = max(best, s.points[x] + fixed)
    plan.profit[i], plan.match[i], plan.worth[i] = best, -1, 0
    bound, last_offer, last_need = best, -1, i
    s.need_distance[i], s.reached_needs[0] = 0, i
    needs, offers, waiting, turn = 1, 0, 0, 0
    while True:
        # Everybody who was reached and not looked at yet.
        while turn < needs:
            u = s.reached_needs[turn]
            turn += 1
            distance, fixed = s.need_distance[u], m.needs.fixed[u]
            for x in range(_look(m, s, u, plan.profit[u] - (bound - distance) + 1)):
                j = s.found[x]
                far = distance + plan.profit[u] - s.points[x] - fixed
                if far < s.offer_distance[j]:
                    if s.offer_distance[j] == FAR:
                        s.reached_offers[offers] = j
                        offers += 1
                    s.offer_distance[j], s.offer_via[j] = far, u
                    s.offer_worth[j] = s.points[x] + fixed + plan.price[j]
                    waiting = push(s.heap, s.place, waiting, s.offer_distance, j)
        if waiting == 0 or s.offer_distance[s.heap[0]] >= bound:
            break
        j = pop(s.heap, s.place, waiting, s.offer_distance)
        waiting -= 1
        distance = s.offer_distance[j]
        if seats.used[j] < seats.size[j]:
            total = distance + cost_of(seats, j, seats.used[j]) - plan.price[j]
            if total < bound:
                bound, last_offer, last_need = total, j, -1
        for at in range(seats.start[j], seats.start[j] + seats.used[j]):
            u = seats.need[at]
            s.need_distance[u], s.reached_needs[needs] = distance, u
            needs += 1
            if distance + plan.profit[u] < bound:
                bound, last_offer, last_need = distance + plan.profit[u], -1, u
    _reprice_up(m, plan, s, needs, offers, bound)
    _move_along(plan, seats, s, i, last_offer, last_need)
    _clear(s, needs, offers, waiting)
    return needs


@kernel
def _reprice_up(
    m: Market, plan: Plan, s: Search, needs: int, offers: int, bound: int
) -> None:
    for x in range(needs):
        i = s.reached_needs[x]
        if s.need_distance[i] < bound:
            plan.profit[i] -= bound - s.need_distance[i]
    for x in range(offers):
        j = s.reached_offers[x]
        if s.offer_distance[j] < bound:
            plan.price[j] += bound - s.offer_distance[j]
            m.charges.offer[j] += bound - s.offer_distance[j]


@kernel
def _move_along(
    plan: Plan, seats: Seats, s: Search, first: int, last_offer: int, last_need: int
) -> None:
    """Move everybody on the chain, from its end back to the need that came."""
    j = last_offer
    if last_need == first:
        return
    if last_need >= 0:
        j = plan.match[last_need]
        unseat(seats, j, last_need)
        plan.match[last_need], plan.worth[last_need] = -1, 0
    while True:
        u = s.offer_via[j]
        left = plan.match[u]
        if left >= 0:
            unseat(seats, left, u)
        seat(seats, j, u)
        plan.match[u], plan.worth[u] = j, s.offer_worth[j]
        if u == first:
            return
        j = left


@kernel
def fill_one(m: Market, plan: Plan, seats: Seats, s: Search, first: int) -> int:
    """Find who should move to a free place: the chain ends at somebody without a
    place, at a place that is better left free, or at once.
    """
    bound = plan.price[first] - cost_of(seats, first, seats.used[first])
    last_offer, last_need = first, -1
    s.offer_distance[first], s.reached_offers[0] = 0, first
    needs, offers, looked = 0, 1, 0
    waiting = push(s.heap, s.place, 0, s.offer_distance, first)
    while waiting > 0 and s.offer_distance[s.heap[0]] < bound:
        v = pop(s.heap, s.place, waiting, s.offer_distance)
        waiting -= 1
        looked += 1
        distance = s.offer_distance[v]
        if v != first:
            total = distance + plan.price[v] - cost_of(seats, v, seats.used[v] - 1)
            if total < bound:
                bound, last_offer, last_need = total, v, -1
        for at in range(seats.start[v], seats.start[v] + seats.used[v]):
            u = seats.need[at]
            if s.need_distance[u] == FAR:
                s.reached_needs[needs] = u
                needs += 1
            s.need_distance[u] = min(s.need_distance[u], distance)
        least = plan.price[v] - (bound - distance) + 1
        for x in range(suitors(m, plan, v, least, s.found, s.points)):
            u = s.found[x]
            far = distance + plan.profit[u] + plan.price[v] - s.points[x]
            if far >= s.need_distance[u] or far >= bound:
                continue
            if s.need_distance[u] == FAR:
                s.reached_needs[needs] = u
                needs += 1
            s.need_distance[u], s.need_via[u], s.need_worth[u] = far, v, s.points[x]
            left = plan.match[u]
            if left < 0:
                bound, last_offer, last_need = far, -1, u
            elif far < s.offer_distance[left]:
                if s.offer_distance[left] == FAR:
                    s.reached_offers[offers] = left
                    offers += 1
                s.offer_distance[left], s.offer_via[left] = far, u
                waiting = push(s.heap, s.place, waiting, s.offer_distance, left)
    _reprice_down(m, plan, s, needs, offers, bound)
    _move_up(plan, seats, s, first, last_offer, last_need)
    _clear(s, needs, offers, waiting)
    return looked


@kernel
def _reprice_down(
    m: Market, plan: Plan, s: Search, needs: int, offers: int, bound: int
) -> None:
    for x in range(needs):
        i = s.reached_needs[x]
        if s.need_distance[i] < bound:
            plan.profit[i] += bound - s.need_distance[i]
    for x in range(offers):
        j = s.reached_offers[x]
        if s.offer_distance[j] < bound:
            plan.price[j] -= bound - s.offer_distance[j]
            m.charges.offer[j] -= bound - s.offer_distance[j]
            lower_blocks(m, j)


@kernel
def lower_blocks(m: Market, j: int) -> None:
    """Keep the lowest charge of the blocks of an offer a lower bound."""
    first, width = m.offers.district[j] * m.blocks.width, m.blocks.width
    for language in range(width):
        if language == width - 1 or (int(m.offers.languages[j]) >> language) & 1:
            b = first + language
            m.charges.block[b] = min(m.charges.block[b], m.charges.offer[j])


@kernel
def _move_up(
    plan: Plan, seats: Seats, s: Search, first: int, last_offer: int, last_need: int
) -> None:
    """Move everybody on the chain, from its end up to the free place."""
    if last_offer == first:
        return
    u = last_need
    if u < 0:
        u = s.offer_via[last_offer]
        unseat(seats, last_offer, u)
    while True:
        v = s.need_via[u]
        mover = s.offer_via[v]
        if v != first:
            unseat(seats, v, mover)
        seat(seats, v, u)
        plan.match[u], plan.worth[u] = v, s.need_worth[u]
        if v == first:
            return
        u = mover


@kernel
def close_offer(
    m: Market, plan: Plan, seats: Seats, j: int, gone: int, out: I32
) -> int:
    """Take an offer out; write whom it served, who takes part no more.

    :param gone: a charge that no pair is worth
    """
    n = seats.used[j]
    for x in range(n):
        i = seats.need[seats.start[j] + x]
        out[x] = i
        m.present[i], plan.match[i], plan.worth[i], plan.profit[i] = 0, -1, 0, 0
    seats.used[j], seats.size[j] = 0, 0
    plan.price[j], m.charges.offer[j] = 0, gone
    return n


@kernel
def highest_bid(m: Market, plan: Plan, s: Search, j: int) -> int:
    """Return the price at which nobody would rather have a place of an offer."""
    price = 0
    for x in range(suitors(m, plan, j, 1, s.found, s.points)):
        price = max(price, s.points[x] - plan.profit[s.found[x]])
    return price
