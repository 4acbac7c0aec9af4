"""What every reader of files gives: headings, and rows of text under them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hafen.mechanisms.imports import problems
from hafen.mechanisms.imports.problems import Problem, Unreadable

MAX_BYTES = 20_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 20_000

# C0 controls but tab and line ends, and lone surrogates: no text of ours holds them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# A heading is a word. These are contents: numbers, dates, mails, addresses.
_CONTENT = re.compile(
    r"[\d\s.,:/+()-]+|[^\s@]{1,64}@[^\s@.]{1,63}\.\S+|https?://\S+", re.IGNORECASE
)
# What spreadsheets show in place of a result, in English and German.
_FORMULA_ERROR = re.compile(
    r"#(?:REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|N/A|BEZUG!|WERT!|ZAHL!|NV)"
)
# Exports put an apostrophe before what a spreadsheet would run as a formula.
_NEUTRALISED = re.compile(r"^'(?=[=+\-@\t\r|])")


@dataclass(frozen=True)
class Row:
    """One row of a list.

    :param number: the sheet's row, of which the heading is the first; in a JSON
        or GeoJSON list the element, counted from 1
    """

    number: int
    cells: dict[str, str]
    problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(self.cells.values()) and not self.problems


@dataclass(frozen=True)
class Table:
    """A list as it was read: headings in their order, and the rows with content.

    :param sheet: the sheet of the workbook that was read
    :param ignored_sheets: others that hold something
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""
    ignored_sheets: tuple[str, ...] = ()


def headings(cells: Sequence[str]) -> tuple[str, ...]:
    """Return usable names of columns: none empty, none twice.

    An empty heading becomes "#6" by its position, a second "Telefon" becomes
    "Telefon (2)".
    """
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(problems.TOO_MANY_COLUMNS, {"limit": MAX_COLUMNS})
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        wanted = " ".join(_FORBIDDEN.sub("", cell).split())[:120] or f"#{position}"
        name, count = wanted, 1
        while name in names:
            count += 1
            name = f"{wanted} ({count})"
        names.append(name)
    return tuple(names)


def check_headings(cells: Sequence[str]) -> None:
    """Refuse a first row that holds contents instead of names.

    :raises Unreadable: naming the cell that gives it away
    """
    for cell in cells:
        if _CONTENT.fullmatch(cell.strip()):
            raise Unreadable(problems.NO_HEADING, {"value": cell.strip()[:80]})


def row(number: int, columns: Sequence[str], cells: Iterable[str]) -> Row:
    """Return the row with its cells under the headings, harmful ones emptied."""
    values = list(cells)
    found: list[Problem] = []
    if any(value.strip() for value in values[len(columns) :]):
        rest = " | ".join(values[len(columns) :])
        found.append(Problem(problems.MORE_CELLS, "", printable(rest)[:200]))
    read: dict[str, str] = {}
    for column, value in zip(columns, values, strict=False):
        read[column], problem = checked(value)
        if problem:
            found.append(problem.in_column(column))
    return Row(number, read, tuple(found))


def checked(value: str) -> tuple[str, Problem | None]:
    """Return the text of a cell, or an empty one and what is wrong with it."""
    if len(value) > MAX_CELL:
        return "", Problem(problems.CELL_TOO_LONG, "", _sample(value), is_error=True)
    if _FORBIDDEN.search(value):
        return "", Problem(problems.BAD_CHARACTER, "", _sample(value), is_error=True)
    if _FORMULA_ERROR.fullmatch(value.strip()):
        return "", Problem(problems.FORMULA_ERROR, "", value.strip())
    return _NEUTRALISED.sub("", unicodedata.normalize("NFC", value), count=1), None


def _sample(value: str) -> str:
    return printable(value)[:80]


def printable(value: str) -> str:
    """Return the text with a visible mark where a character must not be stored."""
    return _FORBIDDEN.sub("�", value)


def table(
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    sheet: str = "",
    ignored_sheets: tuple[str, ...] = (),
) -> Table:
    """Return the rows that hold something.

    :raises Unreadable: when there are none, or too many
    """
    kept: list[Row] = []
    for entry in rows:
        if not entry.is_empty:
            kept.append(entry)
        if len(kept) > MAX_ROWS:
            raise Unreadable(problems.TOO_MANY_ROWS, {"limit": f"{MAX_ROWS:,}"})
    if not kept:
        raise Unreadable(problems.NO_ROWS)
    return Table(tuple(columns), tuple(kept), sheet, ignored_sheets)
