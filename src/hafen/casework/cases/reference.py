"""Dated reference data of this room, read from its file: no rule stands in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from hafen.core.taxonomy.reference import SOURCE_LANGUAGE

OF_AGE, OWN_COMMUNITY = "majority", "own-community"
_DATA = Path(__file__).parent / "data"


@cache
def _read(name: str) -> dict[str, Any]:
    with (_DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return loaded


def _valid(name: str, part: str, day: date) -> list[dict[str, Any]]:
    """Return what holds on a day; before the first edition the first one does."""
    return [
        entry
        for entry in _read(name)[part]
        if entry.get("valid_from", date.min) <= day <= entry.get("valid_to", date.max)
    ]


def notice_of(day: date) -> dict[str, int]:
    """Return how many days before it runs out each kind of circumstance is told."""
    return {
        entry["kind"]: entry["days"] for entry in _valid("notices", "expiring", day)
    }


@dataclass(frozen=True)
class Age:
    """A birthday that changes what holds for somebody, and how long before to tell."""

    code: str
    years: int
    days: int
    legal_ref: str

    def birthday(self, born_on: date) -> date:
        """Return the day on which somebody reaches it; 1 March for 29 February."""
        year = born_on.year + self.years
        try:
            return born_on.replace(year=year)
        except ValueError:
            return date(year, 3, 1)


def ages(day: date) -> list[Age]:
    return [
        Age(entry["code"], entry["age"], entry["days"], entry["legal_ref"])
        for entry in _valid("notices", "ages", day)
    ]


@dataclass(frozen=True)
class Term:
    """A word of a programme, in all languages of the screens."""

    code: str
    names: Mapping[str, str]
    is_required: bool = False

    @property
    def name(self) -> str:
        return self.names.get(get_language() or "") or self.names[SOURCE_LANGUAGE]


@dataclass(frozen=True)
class ProgrammeTemplate:
    """A programme of a Land as it ships: what a municipality takes over, and more.

    The first five are copied into the municipality's own row, and edited there; the
    others are read from here as long as that row names the template.
    """

    name: str
    source: str
    months: int | None
    longest_months: int | None
    review_months: int | None
    code: str
    as_of: date
    # After how many months of a case somebody is warned.
    warn_months: tuple[int, ...]
    # The outcomes that the programme knows; none: all.
    ends: tuple[str, ...]
    # What its plan holds, by heading.
    contents: tuple[Term, ...]
    # What is looked at before a case is opened; what is required must be met.
    criteria: tuple[Term, ...]
    # Why somebody is not taken in.
    refusals: tuple[Term, ...]
    # What it calls the stages of a case, by their codes.
    phases: tuple[Term, ...]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what is copied into the row of a municipality."""
        copied = ("name", "source", "months", "longest_months", "review_months")
        facts = {each: getattr(self, each) for each in copied}
        return facts | {"template": self.code}


@lru_cache(maxsize=8)
def programme_templates(day: date) -> Mapping[str, ProgrammeTemplate]:
    """Return the programmes that ship, as they stand on a day, by their codes."""
    return {
        entry["code"]: _template(entry)
        for entry in _valid("programmes", "programmes", day)
    }


def _template(entry: dict[str, Any]) -> ProgrammeTemplate:
    return ProgrammeTemplate(
        name=entry["name"],
        source=entry["source"],
        months=entry.get("months"),
        longest_months=entry.get("longest_months"),
        review_months=entry.get("review_months"),
        code=entry["code"],
        as_of=entry["as_of"],
        warn_months=tuple(entry.get("warn_months", ())),
        ends=tuple(entry.get("ends", ())),
        contents=_terms(entry, "contents"),
        criteria=_terms(entry, "criteria"),
        refusals=_terms(entry, "refusals"),
        phases=_terms(entry, "phases"),
    )


def _terms(entry: dict[str, Any], part: str) -> tuple[Term, ...]:
    return tuple(
        Term(each["code"], each["name"], each.get("is_required", False))
        for each in entry.get(part, ())
    )
