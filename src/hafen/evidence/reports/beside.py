"""A report beside those that were released before it.

The reader has the earlier ones, too. A count is known by its name and its days, so
the same count in two reports is one; what flows in a quarter is the sum of what flows
in its months, and where two periods overlap, of what lies in both and in one alone.
All of this is one family of counts, of which `suppression` hides what it must. Counts
that nobody printed, such as those of the one day by which two periods differ, belong
to it: nobody may reckon a small one.

Figures that count different persons do not add up over time. They are treated as if
they did: the reader is thought to know more than is true, never less.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hafen.evidence.reports.measuring import (
    STRETCHES,
    Frame,
    Kind,
    Table,
    figures,
    of_programme,
    programme_of,
    stretch,
)
from hafen.evidence.reports.suppression import Family

Sum = tuple[str, tuple[str, ...]]
# First and last day; what stands on a day alone has no first one.
Span = tuple[date | None, date]
# What a count of this name is in these days.
Live = Callable[[str, date, date], int]
_DAY = timedelta(days=1)
# What belongs to none of the programmes that follow, as counts name it.
REST = "not:"
# One count alone tells nothing of another.
_BOUND = 2


@dataclass(frozen=True)
class Printed:
    """The counts of one report by name and days, and its sums.

    :param counts: None: hidden
    :param keys: the name of a count in the report → its name with its days
    """

    counts: Mapping[str, int | None]
    sums: Sequence[Sum]
    keys: Mapping[str, str] = field(default_factory=dict)

    def without(self, gone: frozenset[str]) -> "Printed":
        left = {**self.counts, **dict.fromkeys(gone & self.counts.keys())}
        return Printed(left, self.sums, self.keys)

    def as_json(self) -> dict[str, Any]:
        return {"counts": dict(self.counts), "sums": list(self.sums)}


def from_json(kept: Mapping[str, Any]) -> Printed:
    sums = [(whole, tuple(parts)) for whole, parts in kept.get("sums", ())]
    return Printed(kept.get("counts", {}), sums)


def printed(found: Mapping[str, Sequence[Table]], frame: Frame) -> Printed:
    """Return the counts of a report before anything is hidden.

    :param found: the tables of each figure
    """
    cells = [
        (cell, cell.is_stock or figures[key].kind is Kind.STOCK)
        for key, tables in found.items()
        for table in tables
        for cell in table.cells
    ]
    stocks = {cell.name for cell, is_stock in cells if is_stock}
    keys: dict[str, str] = {}
    counts: dict[str, int | None] = {}
    for cell, _is_stock in cells:
        if cell.name and isinstance(cell.value, int):
            first = None if cell.name in stocks else frame.first
            keys[cell.name] = _key(*_days(cell.name, first, frame.last))
            counts[keys[cell.name]] = cell.value
    sums: dict[Sum, None] = {}
    for cell, _is_stock in cells:
        if cell.parts and {cell.name, *cell.parts} <= keys.keys():
            parts = tuple(keys[part] for part in cell.parts)
            sums[keys[cell.name], parts] = None
    return Printed(counts, list(sums), keys)


def _days(name: str, first: date | None, last: date) -> tuple[str, Span]:
    """Return a count of a month within a period as that count in those days.

    What stands on a day alone stands on the last one of the month.
    """
    measure, *dimensions = name.split("|")
    for each in dimensions:
        dimension, _equals, value = each.partition("=")
        if dimension in STRETCHES:
            since, until = stretch(dimension, value, first or date.min, last)
            rest = [other for other in dimensions if other != each]
            name = "|".join([measure, *(rest or [""])])
            return name, (since if first else None, until)
    return name, (first, last)


def _key(name: str, span: Span) -> str:
    first, last = span
    return f"{name}@{first or ''}/{last}"


def _read(key: str) -> tuple[str, Span]:
    name, _at, days = key.rpartition("@")
    first, _bar, last = days.partition("/")
    begin = date.fromisoformat(first) if first else None
    return name, (begin, date.fromisoformat(last))


def together(new: Printed, earlier: Sequence[Printed], live: Live) -> Family:
    """Return all counts that can be reckoned with, as far as they touch the new ones.

    :param live: what is counted now
    """
    known = [new, *earlier]
    keys = {key for each in known for key in each.counts}
    sums = {each: None for report in known for each in report.sums}
    sums |= _over_time(keys, list(sums))
    sums |= _over_programmes(keys | _names_in(sums))
    keys, near = _touched(new.counts.keys(), list(sums))
    told = {
        key: count
        for each in earlier
        for key, count in each.counts.items()
        if count is not None and key in keys
    }
    kept = {k for each in earlier for k in each.counts if k in keys} - told.keys()
    counts = {**told, **{k: n for k, n in new.counts.items() if n is not None}}
    for key in keys - counts.keys():
        name, (first, last) = _read(key)
        counts[key] = live(name, first or last, last)
    # Hidden was what is no zero; should that have changed since, it was at least 1.
    counts |= {key: max(counts[key], 1) for key in kept}
    return Family(
        counts,
        near,
        told=frozenset(told),
        kept=frozenset(kept),
        unseen=frozenset(keys - new.counts.keys() - told.keys() - kept),
    )


def _over_time(keys: Iterable[str], sums: Sequence[Sum]) -> dict[Sum, None]:
    """Return the sums of the stretches of time that the periods are cut into."""
    flows = [(name, span) for name, span in map(_read, keys) if span[0]]
    spans = {span for _name, span in flows}
    cuts = sorted(
        {day for first, last in spans if first for day in (first, last + _DAY)}
    )
    stretches = list(pairwise(cuts))

    def cut(span: Span) -> list[Span]:
        first, last = span
        if first is None:
            return []
        return [
            (begin, end - _DAY)
            for begin, end in stretches
            if first <= begin and end - _DAY <= last
        ]

    pieces = {span: cut(span) for span in spans}
    found: dict[Sum, None] = {}
    for name, span in flows:
        if len(pieces[span]) > 1:
            parts = tuple(_key(name, piece) for piece in pieces[span])
            found[_key(name, span), parts] = None
    for whole, parts in sums:
        read = [_read(key) for key in (whole, *parts)]
        if len({span for _name, span in read}) == 1:
            for piece in pieces.get(read[0][1], ()):
                first, *rest = (_key(name, piece) for name, _span in read)
                found[first, tuple(rest)] = None
    return found


def _names_in(sums: Iterable[Sum]) -> set[str]:
    return {key for whole, parts in sums for key in (whole, *parts)}


def _over_programmes(keys: set[str]) -> dict[Sum, None]:
    """Return the sums that bind the counts of programmes to that of the town.

    What is left beside those that are known may not be reckoned where it is small.
    """
    theirs: dict[str, set[str]] = {}
    for name, span in map(_read, keys):
        programme = programme_of(name)
        if programme is not None:
            whole = _key(of_programme(name, None), span)
            theirs.setdefault(whole, set()).add(programme)
    found: dict[Sum, None] = {}
    for whole, known in theirs.items():
        name, span = _read(whole)
        if whole not in keys and len(known) < _BOUND:
            continue
        for some in {tuple(sorted(known)), *((each,) for each in known)}:
            names = (*some, REST + ",".join(some))
            parts = tuple(_key(of_programme(name, each), span) for each in names)
            found[whole, parts] = None
    return found


def _touched(names: Iterable[str], sums: Sequence[Sum]) -> tuple[set[str], list[Sum]]:
    """Return the counts that sums bind to these, and those sums."""
    where: dict[str, list[int]] = {}
    for number, (whole, parts) in enumerate(sums):
        for key in (whole, *parts):
            where.setdefault(key, []).append(number)
    seen, waiting = set(names), list(names)
    chosen: dict[int, None] = {}
    while waiting:
        for number in where.get(waiting.pop(), ()):
            if number not in chosen:
                chosen[number] = None
                whole, parts = sums[number]
                new = {whole, *parts} - seen
                seen |= new
                waiting += new
    return seen, [sums[number] for number in chosen]
