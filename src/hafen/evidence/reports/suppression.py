"""Hide small counts so that no reader of the report can reckon them.

A report is a family of tables: the same count may stand in several of them, and
sums bind them. The reader knows all that is printed, that nothing is below zero,
and that a zero is printed: so each hidden count is at least 1.

A hidden count is safe where it can be otherwise while all that is printed stays the
same. It is shown with the counts that have room: a hidden count of 2 or more can
give and take, one of 1 can only take. Where nothing printed binds a group of hidden
counts, all of them can grow, so they are safe as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hafen.evidence.reports.measuring import Cell, Row, Table

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]
_EPSILON = 1e-9
# What is left of whole numbers where they add up.
_LEFT = 1e-6


@dataclass(frozen=True)
class Family:
    """All counts of a report by name, and the sums that bind them.

    :param sums: of each the name of the whole and those of its parts
    :param told: counts that an earlier report printed; they can be hidden no more
    :param kept: counts that an earlier report hid
    :param unseen: counts of no report; nobody knows that they are no zero
    """

    counts: Mapping[str, int]
    sums: Sequence[tuple[str, tuple[str, ...]]]
    told: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()

    @property
    def free(self) -> set[str]:
        """Return the counts that this report may hide; a zero is printed."""
        own = self.counts.keys() - self.told - self.kept - self.unseen
        return {name for name in own if self.counts[name]}


def family(tables: Iterable[Table]) -> Family:
    counts: dict[str, int] = {}
    sums: dict[tuple[str, tuple[str, ...]], None] = {}
    for table in tables:
        for cell in table.cells:
            if cell.name and isinstance(cell.value, int):
                counts[cell.name] = cell.value
            if cell.parts:
                sums[cell.name, cell.parts] = None
    known = [
        (whole, parts) for whole, parts in sums if {whole, *parts} <= counts.keys()
    ]
    return Family(counts, known)


def hidden(found: Family, least: int) -> frozenset[str]:
    """Return the names of the counts that must not be printed.

    :param least: the smallest count that may be seen; 0 and 1 hide nothing
    """
    free = found.free
    small = {
        name
        for name in found.counts.keys() - found.unseen
        if 0 < found.counts[name] < least
    }
    unknown = found.kept | found.unseen
    gone = (small - found.told) | unknown
    is_beside = bool(unknown or found.told)
    # Earlier reports may tell more than this one can hide; and what is safe stays so,
    # for each further hidden count only gives room.
    settled = _open(found, free | unknown, least) if is_beside else set()
    free -= settled  # to hide what is known gives no room
    while weak := _kept_of(found, _weak(found, gone), least) - settled:
        name = min(weak, key=lambda each: (found.counts[each], each))
        if _can_differ(found, gone, name):
            settled.add(name)
        else:
            gone.add(_helper(found, gone, name, free))
    return frozenset((gone | small) - found.unseen)


def tells(found: Family, least: int) -> bool:
    """Return whether a report that hides nothing tells what earlier ones hid."""
    unknown = set(found.kept | found.unseen)
    told = _open(found, unknown, least)
    return bool(told - _open(found, unknown | found.free, least))


def _open(found: Family, gone: set[str], least: int) -> set[str]:
    """Return the counts to be kept that can be reckoned though all these are hidden."""
    weak = _kept_of(found, _weak(found, gone), least)
    return {name for name in weak if not _can_differ(found, gone, name)}


def _kept_of(found: Family, names: Iterable[str], least: int) -> set[str]:
    """Return which of them nobody may reckon: all but what is large in no report."""
    return {
        name
        for name in names
        if name not in found.unseen or 0 < found.counts[name] < least
    }


def _weak(found: Family, gone: set[str]) -> list[str]:
    """Return the hidden counts that what is printed may tell, at a first glance."""
    weak: list[str] = []
    for names, sums in _groups(found, gone):
        if not any(_is_bound(found, gone, each) for each in sums):
            continue
        matrix = _matrix(names, sums)
        safe = _movable(matrix, _giving(found, names))
        weak += [name for place, name in enumerate(names) if place not in safe]
    return weak


def _giving(found: Family, names: Sequence[str]) -> list[int]:
    """Return the places of the counts that could be smaller than they are."""
    return [
        place
        for place, name in enumerate(names)
        if found.counts[name] > (name not in found.unseen)
    ]


def _can_differ(found: Family, gone: set[str], name: str) -> bool:
    """
    Return whether a hidden count can be otherwise while every sum holds.

    The first glance moves one count at its lowest at a time; here several may rise
    together. Exact: others, each by at least nothing where it only takes, make up for
    one more of this count, or for one less.
    """
    names, sums = next(each for each in _groups(found, gone) if name in each[0])
    matrix, place = _matrix(names, sums), names.index(name)
    giving = _giving(found, names)
    others = np.hstack(
        [
            np.delete(matrix, place, axis=1),
            -matrix[:, [each for each in giving if each != place]],
        ]
    )
    own = matrix[:, place]
    return _is_made_of(others, -own) or (place in giving and _is_made_of(others, own))


def _is_made_of(columns: Matrix, aim: Vector) -> bool:
    """
    Return whether columns add up to an aim, each taken at least zero times.

    Least squares without negatives after Lawson and Hanson, "Solving Least Squares
    Problems" (1974), chapter 23.
    """
    times = np.zeros(columns.shape[1])
    taken = np.zeros(columns.shape[1], dtype=bool)
    for _each in range(3 * columns.shape[1]):
        gain = columns.T @ (aim - columns @ times)
        gain[taken] = 0
        if not columns.shape[1] or gain.max() <= _EPSILON:
            break
        taken[gain.argmax()] = True
        while True:
            best = np.zeros_like(times)
            best[taken] = np.linalg.lstsq(columns[:, taken], aim, rcond=None)[0]
            if best[taken].min() > _EPSILON:
                break
            falling = taken & (best <= _EPSILON)
            step = times[falling] / np.maximum(times[falling] - best[falling], _EPSILON)
            times += step.min() * (best - times)
            taken &= times > _EPSILON
            if not taken.any():
                best = np.zeros_like(times)
                break
        times = best
    return bool(np.abs(aim - columns @ times).max(initial=0) < _LEFT)


def _groups(
    found: Family, gone: set[str]
) -> list[tuple[list[str], list[tuple[str, tuple[str, ...]]]]]:
    """Return the hidden counts that sums bind together, each with those sums."""
    groups: list[tuple[set[str], list[tuple[str, tuple[str, ...]]]]] = []
    for each in found.sums:
        names = gone & {each[0], *each[1]}
        if not names:
            continue
        touched = [group for group in groups if group[0] & names]
        groups = [group for group in groups if not group[0] & names]
        merged = (names, [each])
        for group in touched:
            merged = (merged[0] | group[0], merged[1] + group[1])
        groups.append(merged)
    return [(sorted(names), sums) for names, sums in groups]


def _is_bound(found: Family, gone: set[str], each: tuple[str, tuple[str, ...]]) -> bool:
    """Return whether a sum holds a printed number other than zero."""
    return any(found.counts[name] for name in {each[0], *each[1]} - gone)


def _matrix(names: list[str], sums: Sequence[tuple[str, tuple[str, ...]]]) -> Matrix:
    place = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(sums), len(names)))
    for line, (whole, parts) in enumerate(sums):
        for name, sign in ((whole, -1.0), *((part, 1.0) for part in parts)):
            if name in place:
                matrix[line, place[name]] += sign
    return matrix


def _movable(matrix: Matrix, giving: list[int]) -> set[int]:
    """Return the places that can be otherwise while every sum holds."""
    if not giving:
        return set()
    inside = matrix[:, giving]
    _base, sizes, right = np.linalg.svd(inside, full_matrices=True)
    rank = int((sizes > _EPSILON * max(1.0, float(sizes.max(initial=0)))).sum())
    free = right[rank:]
    safe = {
        place
        for number, place in enumerate(giving)
        if np.abs(free[:, number]).max(initial=0) > _EPSILON
    }
    inverse = np.linalg.pinv(inside)
    for place in set(range(matrix.shape[1])) - set(giving):
        column = matrix[:, place]
        moves = inverse @ column
        if np.abs(column - inside @ moves).max(initial=0) < _EPSILON:
            # It can take what these give, so they can be otherwise as well.
            safe |= {
                place,
                *(
                    giving[number]
                    for number in np.flatnonzero(np.abs(moves) > _EPSILON)
                ),
            }
    return safe


def _helper(found: Family, gone: set[str], name: str, free: set[str]) -> str:
    """Return which count is hidden as well: the smallest one that gives room.

    Next to the weak one first, then next to what is bound to it.
    """
    bound = {name}
    while True:
        near = {
            other
            for whole, parts in found.sums
            if bound & {whole, *parts}
            for other in (whole, *parts)
        }
        choice = (near & free) - gone
        if choice:
            return min(choice, key=lambda other: _cost(found, other))
        if near <= bound:
            raise AssertionError(name)
        bound |= near


def _cost(found: Family, name: str) -> tuple[bool, int, str]:
    return found.counts[name] < 2, found.counts[name], name


def masked(tables: Sequence[Table], gone: frozenset[str]) -> list[Table]:
    """Return the tables without what is hidden, and what is reckoned from it."""
    return [
        Table(
            table.heads,
            tuple(
                Row(row.label, tuple(_seen(cell, gone) for cell in row.cells), row.key)
                for row in table.rows
            ),
            table.caption,
        )
        for table in tables
    ]


def _seen(cell: Cell, gone: frozenset[str]) -> Cell:
    if cell.name in gone or not gone.isdisjoint(cell.of):
        return cell.hidden()
    return cell
