"""What a figure is: a definition that anybody can read, and how it is measured.

A figure gives tables of cells. A cell knows by name which count it is, so the same
count in two tables is one cell, and of which other counts it is the sum. From that
`suppression` knows what an attacker could reckon.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db.permissions import Permission
from hafen.core.db.registry import Registry
from hafen.core.places.features import features as switches
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality

Label = str | Promise
Number = int | float | None
Found = TypeVar("Found")


class Kind(Enum):
    STOCK = _("on the last day")
    FLOW = _("in the period")


@dataclass(frozen=True)
class Frame:
    """For which town and time something is measured.

    :param last: the last day that counts, itself included
    :param today: when it is measured
    :param given: what no row holds, as somebody has set it
    :param programme: the key of the programme that alone is told of; None: all
    :param memory: what several figures share, read once
    """

    municipality: Municipality
    first: date
    last: date
    today: date
    given: Mapping[str, str] = field(default_factory=dict)
    programme: str | None = None
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def of_town(self) -> "Frame":
        """Return the same days for the whole town."""
        if self.programme is None:
            return self
        return self.once("town", lambda f: replace(f, programme=None, memory={}))

    def once(self, name: str, read: Callable[["Frame"], Found]) -> Found:
        """Return what was read under this name, or read it now."""
        if name not in self.memory:
            self.memory[name] = read(self)
        found: Found = self.memory[name]
        return found


@dataclass(frozen=True)
class Cell:
    """One number of a table.

    :param name: which count it is; empty for what is no count of people or cases
    :param parts: names of the counts that it is the sum of
    :param of: names of the counts that it is reckoned from, such as a share; it is
        hidden with any of them
    :param is_hidden: by suppression; the value is gone then
    :param is_stock: counted on the last day, though its figure counts in the period
    """

    value: Number | str
    name: str = ""
    parts: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    is_hidden: bool = False
    is_stock: bool = False

    @property
    def count(self) -> int:
        return self.value if isinstance(self.value, int) else 0

    def hidden(self) -> "Cell":
        return replace(self, value=None, is_hidden=True)


@dataclass(frozen=True)
class Row:
    """One line of a table; `key` is what it stands for where a drawing asks."""

    label: str
    cells: tuple[Cell, ...]
    key: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under headings; the first heading is that of the labels."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str = ""

    @property
    def cells(self) -> Iterable[Cell]:
        return (cell for row in self.rows for cell in row.cells)

    @property
    def is_chart(self) -> bool:
        """Whether its first column makes bars: several counts of one thing."""
        return len([row for row in self.rows if row.key]) > 1


@dataclass(frozen=True)
class Door:
    """Where the rows are that a number counts, and who may see them.

    :param page: the name of a list; with the switch of a room before the colon
    :param query: how its filter is set for all rows of the figure
    :param seen: returns how many of the counted rows somebody sees
    :param of: the name of the count of all these rows; empty where none is printed
    :param measures: which measures it counts → what its filter adds for them
    :param by: a dimension of a count → the field of the filter
    :param key: what the page is about, where it is no list
    """

    permission: Permission
    page: str
    query: Mapping[str, str]
    seen: Callable[[User], int] | None = None
    of: str = ""
    measures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    by: Mapping[str, str] = field(default_factory=dict)
    key: UUID | None = None

    def is_open_to(self, user: User, municipality: Municipality) -> bool:
        room = self.page.partition(":")[0]
        is_there = room not in switches or is_on(municipality, room)
        return is_there and self.permission.held_by(user)

    def address(self, municipality: Municipality, **more: str) -> str:
        parts = [municipality.slug, *([self.key] if self.key else [])]
        query = urlencode({**self.query, **more})
        return reverse(self.page, args=parts) + (f"?{query}" if query else "")

    def narrowed(self, cell: "Cell") -> dict[str, str] | None:
        """Return how the filter is set for one count; None: it cannot be.

        A hidden count opens nothing, since its list would tell it.
        """
        measure, *told = cell.name.split("|")
        if cell.is_hidden or not cell.count or measure not in self.measures:
            return None
        found = dict(self.measures[measure])
        for each in filter(None, told):
            dimension, _equals, value = each.partition("=")
            if dimension in STRETCHES and self.query.keys() >= {"first", "last"}:
                days = [date.fromisoformat(self.query[n]) for n in ("first", "last")]
                since, until = stretch(dimension, value, days[0], days[1])
                found |= {"first": str(since), "last": str(until)}
                continue
            if dimension not in self.by or not value:
                return None
            found[self.by[dimension]] = value
        return found


@dataclass(frozen=True)
class Figure:
    """A definition; whoever changes what it counts counts up its version.

    :param within: which rows count, in words
    :param by: what they are split by; empty for a single number
    :param note: printed with its table
    :param rows: where the counted rows are
    :param no_rows: why there are none to show
    :param state: equal while none of these rows has changed
    :param texts: what stands beside its tables in words, each with a title
    :param is_staff: whether it tells of single employees
    :param by_programme: whether it can count the cases of one programme alone, and
        what belongs to them; the others tell of the town in each report
    """

    key: str
    name: Label
    unit: Label
    kind: Kind
    within: Label
    source: Label
    measure: Callable[[Frame], Sequence[Table]]
    by: Label = ""
    version: int = 1
    note: Label = ""
    rows: Callable[[Frame], Door | None] | None = None
    no_rows: Label = ""
    texts: Callable[[Frame], Sequence[tuple[str, str]]] | None = None
    state: Callable[[Frame], object] | None = None
    is_staff: bool = False
    by_programme: bool = False


@dataclass(frozen=True)
class Section:
    title: Label
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """What a report asks somebody to set, since no row holds it.

    :param choices: what there is to choose from
    """

    name: str
    label: Label
    is_number: bool = False
    choices: Callable[[Municipality], Sequence[str]] | None = None


@dataclass(frozen=True)
class Template:
    """A kind of report: which figures stand in it, in which order.

    :param least: counts below are hidden; 0 hides nothing
    :param as_json: the object that `--format json` prints, where it has a shape of
        its own
    """

    key: str
    name: Label
    about: Label
    sections: tuple[Section, ...]
    least: int = 5
    given: tuple[Given, ...] = ()
    as_json: Callable[[Frame], dict[str, Any]] | None = None

    @property
    def figures(self) -> list[str]:
        return [key for section in self.sections for key in section.figures]


_PROGRAMME = "programme="
figures: Registry[Figure] = Registry(key=lambda figure: figure.key)
templates: Registry[Template] = Registry(key=lambda template: template.key)


def named(measure: str, **dimensions: str) -> str:
    """Return the name of a count; one and the same in all tables."""
    told = "|".join(f"{key}={value}" for key, value in sorted(dimensions.items()))
    return f"{measure}|{told}"


# How many months a part of the period has, as counts name it by its first.
STRETCHES = {"month": 1, "quarter": 3, "year": 12}


def stretch(dimension: str, value: str, first: date, last: date) -> tuple[date, date]:
    """Return the days of a month, a quarter or a year, as far as in a period."""
    begin = date.fromisoformat(f"{value}-01" if "-" in value else f"{value}-01-01")
    months = begin.month - 1 + STRETCHES[dimension]
    after = date(begin.year + months // 12, months % 12 + 1, 1)
    return max(first, begin), min(last, after - timedelta(days=1))


def programme_of(name: str) -> str | None:
    """Return whose count it is: a programme, empty for none; None: the town's."""
    found = [each for each in name.split("|")[1:] if each.startswith(_PROGRAMME)]
    return found[0].removeprefix(_PROGRAMME) if found else None


def of_programme(name: str, programme: str | None) -> str:
    """Return the name of the same count of one programme, or of the whole town."""
    measure, *told = name.split("|")
    kept = [each for each in told if each and not each.startswith(_PROGRAMME)]
    dimensions = dict(each.split("=", 1) for each in kept)
    if programme is not None:
        dimensions["programme"] = programme
    return named(measure, **dimensions)


def counted_for(programme: str, tables: Sequence[Table]) -> list[Table]:
    """Return tables whose counts are known as those of a programme."""

    def name(each: str) -> str:
        return each if programme_of(each) is not None else of_programme(each, programme)

    def cell(each: Cell) -> Cell:
        own = name(each.name) if each.name else ""
        parts = tuple(map(name, each.parts))
        # A line for the programme is the sum of itself here.
        parts = () if parts == (own,) else parts
        return replace(each, name=own, parts=parts, of=tuple(map(name, each.of)))

    def row(each: Row) -> Row:
        return replace(each, cells=tuple(map(cell, each.cells)))

    return [replace(table, rows=tuple(map(row, table.rows))) for table in tables]


def single(label: Label, *cells: Cell, heads: Sequence[Label] = ()) -> Table:
    """Return a table of one line."""
    return Table(tuple(map(str, ("", *heads))), (Row(str(label), cells),))


def listed(
    measure: str,
    dimension: str,
    lines: Sequence[tuple[str, Label, int]],
    *,
    heads: tuple[Label, Label],
    total: Label = "",
) -> Table:
    """Return counts by one dimension, with their sum below where `total` is named."""
    cells = [Cell(n, named(measure, **{dimension: key})) for key, _label, n in lines]
    rows = [
        Row(str(label), (cell,), key or "–")
        for (key, label, _n), cell in zip(lines, cells, strict=True)
    ]
    if total:
        whole = _sum(measure, {}, cells)
        rows.append(Row(str(total), (whole,)))
    return Table(tuple(map(str, heads)), tuple(rows))


def crossed(
    measure: str,
    counts: Mapping[tuple[str, str], int],
    *,
    down: tuple[str, Label, Sequence[tuple[str, Label]]],
    across: tuple[str, Sequence[tuple[str, Label]]],
    total: Label,
) -> Table:
    """Return counts by two dimensions with all their sums.

    :param down: the dimension of the lines, its heading, its values with labels
    :param across: the dimension of the columns, and its values with labels
    """
    dimension, heading, lines = down
    other, columns = across
    cells = {
        (one, two): Cell(
            counts.get((one, two), 0), named(measure, **{dimension: one, other: two})
        )
        for one, _label in lines
        for two, _label in columns
    }
    rows = []
    for one, label in lines:
        found = [cells[one, two] for two, _label in columns]
        whole = _sum(measure, {dimension: one}, found)
        rows.append(Row(str(label), (*found, whole), one or "–"))
    foot = [
        _sum(measure, {other: two}, [cells[one, two] for one, _label in lines])
        for two, _label in columns
    ]
    rows.append(Row(str(total), (*foot, _sum(measure, {}, foot))))
    heads = (heading, *(label for _key, label in columns), total)
    return Table(tuple(map(str, heads)), tuple(rows))


def _sum(measure: str, dimensions: dict[str, str], cells: Sequence[Cell]) -> Cell:
    return total(named(measure, **dimensions), cells)


def total(name: str, parts: Sequence[Cell]) -> Cell:
    """Return the sum of counts, which knows of which ones."""
    value = sum(cell.count for cell in parts)
    return Cell(value, name, tuple(cell.name for cell in parts))


def share(part: Cell, whole: Cell) -> Cell:
    """Return how many per cent of the whole a part is."""
    if not whole.count:
        return Cell(None)
    value = round(100 * part.count / whole.count, 1)
    return Cell(value, of=(part.name, whole.name))
