"""Whom an offer is open to, checked against what a reader says of themselves.

Plain Python, and nothing of it is kept. What a reader leaves open excludes
nothing: it is named, so that they know what to ask.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

LEVELS = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")


@dataclass(frozen=True)
class Reader:
    """What somebody says; empty: they did not say.

    :param districts: keys of where they live, and of all around it
    :param languages: tags of what they speak
    """

    age: int | None = None
    residence: str = ""
    level: str = ""
    districts: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Terms:
    """The conditions of one offer; empty: open to everybody.

    :param level: the least German that is needed
    """

    age_from: int | None = None
    age_to: int | None = None
    residence: frozenset[str] = frozenset()
    level: str = ""
    districts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answer:
    """Whether an offer fits, and which conditions nobody could check.

    :param open_questions: of "age", "residence", "level", "district"
    :param met: those of the same conditions that the offer has and the reader meets
    """

    fits: bool
    open_questions: tuple[str, ...] = field(default=())
    met: tuple[str, ...] = field(default=(), compare=False)


def check(terms: Terms, reader: Reader) -> Answer:
    """Return whether the reader may come, as far as they said enough."""
    found = tuple(_checks(terms, reader))
    asked = tuple(name for name, is_met in found if is_met is None)
    met = tuple(name for name, is_met in found if is_met)
    return Answer(all(is_met is not False for _, is_met in found), asked, met)


def _checks(terms: Terms, reader: Reader) -> Iterable[tuple[str, bool | None]]:
    """Give each condition that the offer has: met, not met, or not known."""
    if terms.age_from is not None or terms.age_to is not None:
        yield "age", _age(terms, reader.age)
    if terms.residence:
        said = reader.residence
        yield "residence", said in terms.residence if said else None
    if terms.level:
        yield "level", _reaches(reader.level, terms.level) if reader.level else None
    if terms.districts:
        yield "district", _meets(reader.districts, terms.districts)


def _age(terms: Terms, age: int | None) -> bool | None:
    if age is None:
        return None
    first = terms.age_from if terms.age_from is not None else 0
    last = terms.age_to if terms.age_to is not None else age
    return first <= age <= last


def _reaches(level: str, needed: str) -> bool:
    return LEVELS.index(level) >= LEVELS.index(needed)


def _meets(said: Collection[str], wanted: frozenset[str]) -> bool | None:
    return bool(wanted.intersection(said)) if said else None
