"""What has changed since a report was released."""

from collections.abc import Iterator
from dataclasses import dataclass

from hafen.evidence.reports.measuring import Cell
from hafen.evidence.reports.telling import Report


@dataclass(frozen=True)
class Difference:
    """One number that is another one now; an empty cell where there is none."""

    figure: str
    line: str
    column: str
    then: Cell
    now: Cell


def differences(released: Report, live: Report) -> list[Difference]:
    """Return the numbers that differ, in the order of the released report.

    What was hidden then is not compared: an earlier release may be the reason.
    """
    before, after = dict(_cells(released)), dict(_cells(live))
    places = list(dict.fromkeys([*before, *after]))
    found = [
        (place, before.get(place, Cell(None)), after.get(place, Cell(None)))
        for place in places
    ]
    return [
        Difference(figure, f"{caption} {line}".strip(), column, then, now)
        for (_key, figure, caption, line, column), then, now in found
        if not then.is_hidden
        and (then.value, then.is_hidden) != (now.value, now.is_hidden)
    ]


def versions(released: Report, live: Report) -> list[str]:
    """Return the names of figures whose definition is another one now."""
    now = {told.key: told.version for told in live.figures}
    return [
        told.name
        for told in released.figures
        if now.get(told.key, told.version) != told.version
    ]


def _cells(report: Report) -> Iterator[tuple[tuple[str, ...], Cell]]:
    for told in report.figures:
        for table in told.tables:
            for row in table.rows:
                for head, cell in zip(table.heads[1:], row.cells, strict=True):
                    yield (told.key, told.name, table.caption, row.label, head), cell
