"""What came of a round: the shapes in which it is told and kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Any

from hafen.mechanisms.questions.models import Question
from hafen.voice.surveys.models import Response

Kind = Question.Kind
# From how many answers on a result is more than single voices, and so on.
FEW, SMALL, SOUND = 10, 30, 100


@dataclass(frozen=True)
class Line:
    """One answer and how often it was given.

    :param number: its code in tables of numbers
    :param count: None where it is hidden, for so few gave it
    """

    key: str
    label: str
    number: int
    count: int | None


@dataclass(frozen=True)
class Table:
    """One question and its answers.

    :param n: how many answered it; `missing`: how many left it out
    :param total: the sum of a number, such as persons; None for other questions
    :param stem: what the table of questions asks of which it is a row
    """

    code: str
    label: str
    kind: str
    n: int
    missing: int
    lines: Sequence[Line] = ()
    total: int | None = None
    stem: str = ""

    @property
    def name(self) -> str:
        """Its words where it stands alone."""
        return f"{self.stem} – {self.label}" if self.stem else self.label

    @property
    def is_hidden(self) -> bool:
        return any(line.count is None for line in self.lines)

    @property
    def mean(self) -> Fraction | None:
        """The mean step of a scale, 1 the worst; None where counts are hidden."""
        if self.kind != Kind.SCALE or self.is_hidden or not self.n:
            return None
        told = sum(line.number * (line.count or 0) for line in self.lines)
        return Fraction(told, self.n)

    @property
    def top_two(self) -> Fraction | None:
        """The share of the two best steps of a scale."""
        if self.mean is None:
            return None
        return Fraction(sum(line.count or 0 for line in self.lines[:2]), self.n)

    @property
    def shares(self) -> list[tuple[Line, float | None]]:
        """Each answer with its share in per cent of those who answered."""
        return [
            (line, None if line.count is None else 100 * line.count / (self.n or 1))
            for line in self.lines
        ]


@dataclass(frozen=True)
class Group:
    """One group: how many were asked, and how many answered."""

    key: str
    label: str
    invited: int | None
    returned: int | None

    @property
    def rate(self) -> float | None:
        return _rate(self.returned, self.invited)


@dataclass(frozen=True)
class Words:
    """What people wrote to one open question.

    :param n: how many wrote something
    :param named: what was mentioned and how often, the most frequent first
    :param quotes: words that an evaluator released
    """

    label: str
    n: int
    named: Sequence[tuple[str, int | None]]
    quotes: Sequence[str] = ()


@dataclass(frozen=True)
class Row:
    """One line of a file with results: an answer, or what was mentioned."""

    question: str
    answer: str
    number: int | None
    count: int | None
    share: float | None
    n: int
    missing: int | None


@dataclass(frozen=True)
class Results:
    """All that a round tells; the same when the single answers are gone.

    :param ways: how many answered by each way
    """

    returned: int
    invited: int | None
    least: int
    tables: Sequence[Table]
    groups: Sequence[Group] = ()
    persons: int | None = None
    ways: Mapping[str, int] = field(default_factory=dict)
    mentions: Sequence[Words] = ()

    @property
    def rate(self) -> float | None:
        return _rate(self.returned, self.invited)

    @property
    def is_small(self) -> bool:
        return self.returned < SMALL

    @property
    def interviewed(self) -> int:
        return self.ways.get(Response.Way.INTERVIEW, 0)

    @property
    def is_uneven(self) -> bool:
        """Whether groups answered so unequally that the whole speaks for one."""
        rates = [group.rate for group in self.groups if group.rate is not None]
        return len(rates) > 1 and max(rates) - min(rates) > 20

    @property
    def parts(self) -> list[tuple[str, list[Table]]]:
        """The tables in their order: each alone, or the rows of one with its stem."""
        found: list[tuple[str, list[Table]]] = []
        for (stem, _answers), group in groupby(
            self.tables, key=lambda one: (one.stem, [each.label for each in one.lines])
        ):
            tables = list(group)
            if stem and len(tables) > 1:
                found.append((stem, tables))
            else:
                found += [("", [table]) for table in tables]
        return found

    @property
    def rows(self) -> Iterator[Row]:
        for table in self.tables:
            for line, share in table.shares:
                told = (line.label, line.number, line.count, share)
                yield Row(table.name, *told, table.n, table.missing)
        for words in self.mentions:
            for name, count in words.named:
                yield Row(words.label, name, None, count, None, words.n, None)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _rate(returned: int | None, invited: int | None) -> float | None:
    if not invited or returned is None:
        return None
    return 100 * returned / invited


def from_json(kept: Mapping[str, Any]) -> Results:
    """Return results as they were kept when the sheets went."""
    tables = [
        Table(**{**table, "lines": [Line(**line) for line in table["lines"]]})
        for table in kept["tables"]
    ]
    read: dict[str, Any] = {
        "tables": tables,
        "groups": [Group(**group) for group in kept["groups"]],
        "mentions": [Words(**words) for words in kept["mentions"]],
    }
    return Results(**{**kept, **read})
