"""Interpreters for the appointments of a week: routes that nobody is late on.

An interpreter who differs from others (languages, windows, home) makes this more
than a flow problem. Appointments get prices; at these, each interpreter's best
route is found exactly, and the sum is a bound that no schedule exceeds (Lagrangian
relaxation, prices moved by subgradients). A schedule is built from the prices and
improved until no interpreter can choose better. The gap between both is told; often
it is 0, but it need not be. For workers only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hafen.matching.errors import BadTable, BrokenRule
from hafen.matching.kernels.routes import improve, relax
from hafen.matching.tables import I32, I64

ROUNDS = 300
"""How often prices move; fixed, so that the result is the same everywhere."""
FINE = 64
"""Prices are whole numbers in points divided by this."""
_LOCKED = 10**9


@dataclass(frozen=True)
class Appointments:
    """Appointments in the order of `id`.

    :param begin, end: minutes from any fixed moment, end after begin
    :param place: row of the table of travel times
    """

    id: I64
    begin: I64
    end: I64
    place: I32

    @classmethod
    def of(
        cls, ids: ArrayLike, begin: ArrayLike, end: ArrayLike, place: ArrayLike
    ) -> "Appointments":
        """Return the appointments, sorted by id.

        :raises BadTable: for an id that occurs twice, or an end before its begin
        """
        identifiers = np.asarray(ids, np.int64)
        order = np.argsort(identifiers, kind="stable")
        first, last = np.asarray(begin, np.int64), np.asarray(end, np.int64)
        if len(np.unique(identifiers)) < len(identifiers) or (last <= first).any():
            raise BadTable(
                "appointments have ids of their own and end after they begin"
            )
        where = np.asarray(place, np.int32)
        return cls(identifiers[order], first[order], last[order], where[order])


@dataclass(frozen=True)
class Schedule:
    """Who goes where.

    :param assigned: (id of the appointment, id of the interpreter, points)
    :param total: points of all of them
    :param bound: no schedule has more
    """

    assigned: tuple[tuple[int, int, int], ...]
    total: int
    bound: int

    @property
    def gap(self) -> int:
        return self.bound - self.total

    @property
    def is_proven(self) -> bool:
        return self.gap == 0


@dataclass(frozen=True)
class _Week:
    interpreters: I64
    start: I64
    calls: I32
    points: I64
    begin: I64
    end: I64
    place: I32
    travel: I32


def book(
    appointments: Appointments,
    pairs: ArrayLike,
    travel: ArrayLike,
    *,
    locked: frozenset[tuple[int, int]] = frozenset(),
) -> Schedule:
    """Return a schedule with as many points as can be found, and what is the limit.

    :param pairs: (n × 3): id of the appointment, id of an interpreter whom the rules
        permit it, points above 0; the rules themselves are those of `ranking`
    :param travel: minutes from place to place; the time between two appointments
    :param locked: pairs that stay
    :raises BadTable: for travel times that a detour would shorten, or no points
    :raises BrokenRule: for locked pairs that are not permitted or collide
    """
    week = _week(appointments, np.asarray(pairs, np.int64), travel, locked)
    bound, price = _bound(week)
    owner, worth = _schedule(week, price)
    kept = np.flatnonzero(owner >= 0)
    names = week.interpreters[owner[kept]]
    made = zip(appointments.id[kept].tolist(), names.tolist(), strict=True)
    if not locked <= set(made):
        raise BrokenRule("locked appointments of one interpreter collide")
    true = worth[kept] % _LOCKED
    assigned = zip(
        appointments.id[kept].tolist(), names.tolist(), true.tolist(), strict=True
    )
    bound -= _LOCKED * len(locked)
    return Schedule(tuple(assigned), int(true.sum()), max(bound, int(true.sum())))


def _week(
    appointments: Appointments,
    pairs: I64,
    travel: ArrayLike,
    locked: frozenset[tuple[int, int]],
) -> _Week:
    minutes = np.ascontiguousarray(travel, np.int32)
    by_detour = (minutes[:, :, None] + minutes[None]).min(axis=1, initial=2**30)
    if (minutes > by_detour).any():
        raise BadTable("a detour is shorter than the way")
    pairs = pairs.reshape(-1, 3)
    if (pairs[:, 2] <= 0).any() or (pairs[:, 2] >= _LOCKED).any():
        raise BadTable(f"pairs have 1 to {_LOCKED - 1} points")
    points = _with_locks(pairs, locked)
    row = np.searchsorted(appointments.id, pairs[:, 0])
    interpreters, who = np.unique(pairs[:, 1], return_inverse=True)
    order = np.lexsort((row, appointments.begin[row], who))
    order = order[points[order] > 0]
    start = np.searchsorted(who[order], np.arange(len(interpreters) + 1))
    return _Week(
        interpreters, start, row[order].astype(np.int32), points[order],
        appointments.begin, appointments.end, appointments.place, minutes,
    )  # fmt: skip


def _with_locks(pairs: I64, locked: frozenset[tuple[int, int]]) -> I64:
    """Return the points; those of locked pairs outweigh all, their rivals have none."""
    points = pairs[:, 2].copy()
    fixed = dict(locked)
    known = set(map(tuple, pairs[:, :2].tolist()))
    if len(fixed) < len(locked) or not locked <= known:
        raise BrokenRule("a locked pair is not permitted, or not the only one")
    for at, (appointment, interpreter) in enumerate(pairs[:, :2].tolist()):
        if appointment in fixed:
            is_kept = fixed[appointment] == interpreter
            points[at] = points[at] + _LOCKED if is_kept else 0
    return points


def _bound(week: _Week) -> tuple[int, I64]:
    """Return the lowest bound that was found, and the prices that give it."""
    price = np.zeros(len(week.begin), np.int64)
    used, step = np.zeros(len(price), np.int32), 40 * FINE
    lowest, kept, since = None, price, 0
    for _ in range(ROUNDS):
        total = int(price.sum()) + _relaxed(week, price, used)
        if lowest is None or total < lowest:
            lowest, kept, since = total, price.copy(), 0
        else:
            since += 1
        if (used <= 1).all() and not price[used == 0].any():
            break  # the routes are a schedule that pays for all prices: optimal
        if since == 6:
            step, since = max(1, step * 2 // 3), 0
        price = np.maximum(price + step * (used.astype(np.int64) - 1), 0)
    return (lowest or 0) // FINE, kept


def _relaxed(week: _Week, price: I64, used: I32) -> int:
    total: int = relax(
        week.start, week.calls, week.points * FINE, price,
        week.begin, week.end, week.place, week.travel, used,
    )  # fmt: skip
    return int(total)


def _schedule(week: _Week, price: I64) -> tuple[I32, I64]:
    """Return who has each appointment, and for how many points.

    Interpreters choose first at the prices, then for the points alone.
    """
    owner = np.full(len(price), -1, np.int32)
    worth = np.zeros(len(price), np.int64)
    reduced = week.points * FINE - price[week.calls]
    route = (week.begin, week.end, week.place, week.travel)
    improve(week.start, week.calls, reduced, *route, owner, worth)
    held = owner[week.calls] == np.repeat(
        np.arange(len(week.interpreters)), np.diff(week.start)
    )
    worth[:] = 0
    worth[week.calls[held]] = week.points[held]
    improve(week.start, week.calls, week.points, *route, owner, worth)
    return owner, worth
