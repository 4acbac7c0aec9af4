"""Interpreters for the appointments of a week: routes that nobody is late on.

An interpreter who differs from others (languages, windows, home) makes this more
than a flow problem. The week falls into parts that do not touch each other; each is
solved by itself (`booking_search`) and says whether it is proven: no other schedule
of the part has more points. For workers only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hafen.matching.booking_search import LOCK, solve
from hafen.matching.errors import BadTable, BrokenRule
from hafen.matching.kernels.routes import ANY, Calls, Jobs, join
from hafen.matching.tables import I32, I64


@dataclass(frozen=True)
class Appointments:
    """Appointments in the order of `id`.

    :param begin, end: minutes from any fixed moment, end after begin
    :param place: row of the table of travel times
    :param day: of the limit of each interpreter
    :param heavy: 1 for subjects of which an interpreter takes only so many
    """

    id: I64
    begin: I64
    end: I64
    place: I32
    day: I32
    heavy: I32

    @classmethod
    def of(
        cls,
        ids: ArrayLike,
        begin: ArrayLike,
        end: ArrayLike,
        place: ArrayLike,
        day: ArrayLike | None = None,
        heavy: ArrayLike | None = None,
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
        nothing = np.zeros(len(identifiers), np.int32)
        more = [
            np.asarray(nothing if each is None else each, np.int32)[order]
            for each in (place, day, heavy)
        ]
        return cls(identifiers[order], first[order], last[order], *more)


@dataclass(frozen=True)
class Limit:
    """How much one interpreter takes; None: any number."""

    a_day: int | None = None
    heavy: int | None = None


@dataclass(frozen=True)
class Part:
    """Appointments that depend on each other and on no others.

    :param total: points of those that are assigned
    :param bound: no schedule of the part has more
    """

    appointments: tuple[int, ...]
    total: int
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.total == self.bound


@dataclass(frozen=True)
class Schedule:
    """Who goes where.

    :param assigned: (id of the appointment, id of the interpreter, points)
    """

    assigned: tuple[tuple[int, int, int], ...]
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)

    @property
    def bound(self) -> int:
        return sum(part.bound for part in self.parts)

    @property
    def gap(self) -> int:
        return self.bound - self.total

    @property
    def is_proven(self) -> bool:
        return self.gap == 0


@dataclass(frozen=True)
class _Week:
    interpreters: I64
    calls: Calls
    points: I64
    jobs: Jobs


def book(
    appointments: Appointments,
    pairs: ArrayLike,
    travel: ArrayLike,
    *,
    locked: frozenset[tuple[int, int]] = frozenset(),
    limits: Mapping[int, Limit] | None = None,
) -> Schedule:
    """Return a schedule with as many points as can be found, part by part.

    :param pairs: (n × 3): id of the appointment, id of an interpreter whom the rules
        permit it, points above 0; the rules themselves are those of `ranking`
    :param travel: minutes from place to place; the time between two appointments
    :param locked: pairs that stay; they count towards the limits
    :param limits: by id of the interpreter; without one, any number
    :raises BadTable: for travel times that a detour would shorten, or no points
    :raises BrokenRule: for locked pairs that are not permitted or collide
    """
    table = np.asarray(pairs, np.int64).reshape(-1, 3)
    week = _week(appointments, table, travel, locked, limits or {})
    root = np.empty(len(appointments.id), np.int32)
    join(week.calls, week.points, week.jobs, root)
    assigned: list[tuple[int, int, int]] = []
    parts = []
    for rows in _rows_of_parts(root):
        part, chosen = _solved(appointments, week, rows)
        parts.append(part)
        assigned += chosen
    assigned.sort()
    if not locked <= {(a, i) for a, i, _points in assigned}:
        raise BrokenRule("locked appointments of one interpreter collide")
    return Schedule(tuple(assigned), tuple(parts))


def _rows_of_parts(root: I32) -> list[I64]:
    order = np.argsort(root, kind="stable")
    cuts = np.flatnonzero(np.diff(root[order])) + 1
    return [rows for rows in np.split(order, cuts) if len(rows)]


def _solved(
    appointments: Appointments, week: _Week, rows: I64
) -> tuple[Part, list[tuple[int, int, int]]]:
    """Return one part, solved, and who has its appointments."""
    calls, points, jobs, who = _cut(week, rows)
    found = solve(calls, points, jobs)
    kept = np.flatnonzero(found.owner >= 0)
    ids = appointments.id[rows]
    chosen = zip(
        ids[kept].tolist(),
        week.interpreters[who[found.owner[kept]]].tolist(),
        found.worth[kept].tolist(),
        strict=True,
    )
    return Part(tuple(ids.tolist()), found.total, found.bound), list(chosen)


def _cut(week: _Week, rows: I64) -> tuple[Calls, I64, Jobs, I64]:
    """Return the week of a part alone, and which interpreters are in it."""
    place = np.full(len(week.jobs.begin), -1, np.int32)
    place[rows] = np.arange(len(rows))
    kept = np.flatnonzero(place[week.calls.call] >= 0)
    owner = np.searchsorted(week.calls.start, kept, side="right") - 1
    who, at = np.unique(owner, return_inverse=True)
    start = np.searchsorted(at, np.arange(len(who) + 1))
    calls = Calls(
        start,
        place[week.calls.call[kept]],
        week.calls.most_day[who],
        week.calls.most_heavy[who],
    )
    one = week.jobs
    jobs = Jobs(
        one.begin[rows], one.end[rows], one.place[rows], one.travel, one.day[rows],
        one.heavy[rows],
    )  # fmt: skip
    return calls, week.points[kept], jobs, who


def _week(
    appointments: Appointments,
    pairs: I64,
    travel: ArrayLike,
    locked: frozenset[tuple[int, int]],
    limits: Mapping[int, Limit],
) -> _Week:
    minutes = np.ascontiguousarray(travel, np.int32)
    by_detour = (minutes[:, :, None] + minutes[None]).min(axis=1, initial=2**30)
    if (minutes > by_detour).any():
        raise BadTable("a detour is shorter than the way")
    if (pairs[:, 2] <= 0).any() or (pairs[:, 2] >= LOCK).any():
        raise BadTable(f"pairs have 1 to {LOCK - 1} points")
    points = _with_locks(pairs, locked)
    row = np.searchsorted(appointments.id, pairs[:, 0])
    interpreters, who = np.unique(pairs[:, 1], return_inverse=True)
    order = np.lexsort((row, appointments.begin[row], who))
    order = order[points[order] > 0]
    start = np.searchsorted(who[order], np.arange(len(interpreters) + 1))
    named = [limits.get(key, Limit()) for key in interpreters.tolist()]
    calls = Calls(
        start,
        row[order].astype(np.int32),
        _limits([each.a_day for each in named]),
        _limits([each.heavy for each in named]),
    )
    one = appointments
    jobs = Jobs(one.begin, one.end, one.place, minutes, one.day, one.heavy)
    return _Week(interpreters, calls, points[order], jobs)


def _limits(most: list[int | None]) -> I32:
    return np.array([ANY if each is None else each for each in most], np.int32)


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
            points[at] = points[at] + LOCK if is_kept else 0
    return points
