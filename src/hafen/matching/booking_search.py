"""A week of interpreters, part by part: the best schedule, and what no one exceeds.

A part is what hangs together: appointments of which somebody could take either of
two but not both. Appointments get prices; at these, each interpreter's best route is
found exactly, and the sum is a bound that no schedule exceeds (Lagrangian relaxation,
prices moved by subgradients). A schedule is built from the prices and improved. Where
it does not meet the bound, the search decides pair by pair: somebody takes an
appointment, or does not (branch and bound). A large part may outlast the search; then
its gap is told. For workers only.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from hafen.matching.kernels.routes import Calls, Jobs, exchange, improve, relax
from hafen.matching.tables import I32, I64

ROUNDS = 300
"""How often prices move at first; fixed, so that the result is the same everywhere."""
AGAIN = 60
"""How often they move after each decision of the search."""
WORK = 1_000_000
"""How many pairs the decisions of one part may look at; fixed for the same reason."""
FINE = 64
"""Prices are whole numbers in points divided by this."""
LOCK = 10**9
"""Points by which a pair that stays outweighs all others."""


@dataclass(frozen=True)
class Found:
    """Who has each appointment (-1: nobody), its points, and the bound."""

    owner: I32
    worth: I64
    bound: int

    @property
    def total(self) -> int:
        return int(self.worth.sum())


@dataclass(frozen=True)
class _Relaxed:
    bound: int
    price: I64
    used: I32


def solve(calls: Calls, points: I64, jobs: Jobs) -> Found:
    """Return the best schedule of one part that can be found, and its bound.

    :param points: per call; those below 1 are not permitted
    """
    nothing = np.zeros(len(jobs.begin), np.int64)
    best = _schedule(calls, points, jobs, nothing)
    total = int(best[1].sum())
    if len(nothing) == 1:
        return Found(*best, total)
    first = _relaxed(calls, points, jobs, nothing, ROUNDS, enough=total)
    priced = _schedule(calls, points, jobs, first.price)
    if priced[1].sum() > total:
        best, total = priced, int(priced[1].sum())
    if total >= first.bound:
        return Found(*best, total)
    return _search(calls, points, jobs, first, best)


def _search(
    calls: Calls, points: I64, jobs: Jobs, first: _Relaxed, best: tuple[I32, I64]
) -> Found:
    """Decide pair by pair, where the most is still possible first."""
    waiting, made = [(-first.bound, 0, points, first)], 0
    total, left = int(best[1].sum()), max(20, WORK // max(len(points), 1) // AGAIN)
    while waiting and -waiting[0][0] > total and left > 0:
        _bound, _number, permitted, relaxed = heapq.heappop(waiting)
        for child in _decided(calls, permitted, relaxed):
            left -= 1
            after = _relaxed(calls, child, jobs, relaxed.price, AGAIN, enough=total)
            if after.bound <= total:
                continue
            found = _schedule(calls, child, jobs, after.price)
            if found[1].sum() > total:
                best, total = found, int(found[1].sum())
            made += 1
            bound = min(after.bound, relaxed.bound)
            kept = _Relaxed(bound, after.price, after.used)
            heapq.heappush(waiting, (-bound, made, child, kept))
    highest = -waiting[0][0] if waiting else total
    return Found(*best, max(highest, total))


def _decided(calls: Calls, points: I64, relaxed: _Relaxed) -> list[I64]:
    """Return the two halves of what is still open: with a pair, and without it.

    The pair is of the appointment that most would take at the prices, or that
    nobody takes though it has one.
    """
    open_ = (points > 0) & (points < LOCK)
    if not open_.any():
        return []
    used, price = relaxed.used[calls.call].astype(np.int64), relaxed.price[calls.call]
    wanted = np.where(used > 1, 2 * used, (used == 0) & (price > 0))
    rank = np.where(open_, wanted * LOCK + points, -1)
    pair = int(rank.argmax())
    without = points.copy()
    without[pair] = 0
    given = points.copy()
    given[calls.call == calls.call[pair]] = 0
    given[pair] = points[pair] + LOCK
    return [given, without]


def _relaxed(
    calls: Calls, points: I64, jobs: Jobs, price: I64, rounds: int, *, enough: int = -1
) -> _Relaxed:
    """Return the lowest bound that was found, and the prices that give it.

    :param enough: a bound that is no higher ends the search for a lower one
    """
    locks = LOCK * int((points >= LOCK).sum())
    has_a_taker = np.zeros(len(price), np.bool_)
    has_a_taker[calls.call[points > 0]] = True
    price, used = np.where(has_a_taker, price, 0), np.zeros(len(price), np.int32)
    step = 40 * FINE if rounds == ROUNDS else 10 * FINE
    lowest, kept, since = None, (price, used), 0
    for _ in range(rounds):
        total = int(price.sum()) + int(relax(calls, points * FINE, price, jobs, used))
        if lowest is None or total < lowest:
            lowest, kept, since = total, (price.copy(), used.copy()), 0
        else:
            since += 1
        if lowest // FINE - locks <= enough:
            break
        if (used <= 1).all() and not price[used == 0].any():
            break  # the routes are a schedule that pays for all prices: optimal
        if since == 6:
            step, since = max(1, step * 2 // 3), 0
        price = np.maximum(price + step * (used.astype(np.int64) - 1), 0)
    return _Relaxed((lowest or 0) // FINE - locks, *kept)


def _schedule(calls: Calls, points: I64, jobs: Jobs, price: I64) -> tuple[I32, I64]:
    """Return who has each appointment, and for how many points.

    Interpreters choose first at the prices, then for the points alone, and at last
    exchange what stands in each other's way.
    """
    owner = np.full(len(price), -1, np.int32)
    worth = np.zeros(len(price), np.int64)
    reduced = np.where(points > 0, points * FINE - price[calls.call], 0)
    improve(calls, reduced, jobs, owner, worth)
    who = np.repeat(np.arange(len(calls.start) - 1), np.diff(calls.start))
    held = owner[calls.call] == who
    worth[:] = 0
    worth[calls.call[held]] = points[held]
    improve(calls, points, jobs, owner, worth)
    while exchange(calls, points, jobs, owner, worth):
        improve(calls, points, jobs, owner, worth)
    return owner, worth % LOCK
