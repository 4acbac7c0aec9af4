"""A reader with linear programming, who knows how counts are hidden.

Maximises and minimises each hidden count over all that fits what is printed: all
sums hold, and a hidden count is at least 1, since a zero is printed. A count that no
report has may be a zero.
"""

from collections.abc import Iterator

import numpy as np

_EPSILON = 1e-7


def recovered(family, gone, asked=None):
    """Return the hidden counts that can be nothing else than what they are.

    :param asked: which of them; all unless said
    """
    return {
        name
        for names, sums in _parts(family, gone)
        for name in (names if asked is None else names & asked)
        if _is_told(name, sorted(names), sums, family, gone)
    }


def _parts(family, gone) -> Iterator:
    """Yield hidden counts that sums bind together, with these sums."""
    left = set(gone)
    while left:
        names, before = {left.pop()}, set()
        while names != before:
            before = set(names)
            sums = [s for s in family.sums if names & {s[0], *s[1]}]
            names |= {n for whole, parts in sums for n in (whole, *parts)} & gone
        left -= names
        yield names, sums


def _is_told(name, names, sums, family, gone):
    lowest = np.array([float(each not in family.unseen) for each in names])
    place = {each: number for number, each in enumerate(names)}
    matrix, right = np.zeros((len(sums), len(names))), np.zeros(len(sums))
    for line, (whole, parts) in enumerate(sums):
        for each, sign in ((whole, -1), *((part, 1) for part in parts)):
            if each in gone:
                matrix[line, place[each]] += sign
            else:
                right[line] -= sign * family.counts[each]
    # y = x - lowest is at least 0.
    right = right - matrix @ lowest
    aim = np.zeros(len(names))
    aim[place[name]] = 1
    most, least = _best(matrix, right, aim), _best(matrix, right, -aim)
    return most is not None and abs(most + least) < _EPSILON


def _best(matrix, right, aim):
    """Return the greatest aim·y with matrix·y = right, y ≥ 0; None: no end.

    The simplex method in two phases, by Bland's rule, which never circles.
    """
    signs = np.where(right < 0, -1.0, 1.0)
    lines, columns = matrix.shape
    table = np.zeros((lines, columns + lines + 1))
    table[:, :columns] = matrix * signs[:, None]
    table[:, columns:-1] = np.eye(lines)
    table[:, -1] = right * signs
    base = list(range(columns, columns + lines))
    first = np.zeros(columns + lines)
    first[columns:] = -1
    _climb(table, base, first, columns + lines)
    for line, column in enumerate(base):
        if column >= columns:
            # An artificial one is left at zero: put any real one in its place.
            for other in np.flatnonzero(np.abs(table[line, :columns]) > _EPSILON):
                _pivot(table, base, line, int(other))
                break
    second = np.zeros(columns + lines)
    second[:columns] = aim
    if not _climb(table, base, second, columns):
        return None
    return sum(second[column] * table[line, -1] for line, column in enumerate(base))


def _climb(table, base, aim, columns):
    """Pivot until nothing gets better; False: it gets better without end."""
    while True:
        gain = aim[:columns] - aim[base] @ table[:, :columns]
        better = np.flatnonzero(gain > _EPSILON)
        if not better.size:
            return True
        column = int(better[0])
        lines = np.flatnonzero(table[:, column] > _EPSILON)
        if not lines.size:
            return False
        ratios = table[lines, -1] / table[lines, column]
        best = lines[ratios <= ratios.min() + _EPSILON]
        _pivot(table, base, int(min(best, key=lambda line: base[line])), column)


def _pivot(table, base, line, column):
    table[line] /= table[line, column]
    for other in range(len(table)):
        if other != line:
            table[other] -= table[other, column] * table[line]
    base[line] = column
