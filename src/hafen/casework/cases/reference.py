"""Dated reference data of this room, read from its file: no rule stands in code."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

OF_AGE, OWN_COMMUNITY = "majority", "own-community"
_FILE = Path(__file__).parent / "data" / "notices.yaml"


@cache
def _read() -> dict[str, Any]:
    with _FILE.open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return loaded


def _valid(part: str, day: date) -> list[dict[str, Any]]:
    """Return what holds on a day; before the first edition the first one does."""
    return [
        entry
        for entry in _read()[part]
        if entry.get("valid_from", date.min) <= day <= entry.get("valid_to", date.max)
    ]


def notice_of(day: date) -> dict[str, int]:
    """Return how many days before it runs out each kind of circumstance is told."""
    return {entry["kind"]: entry["days"] for entry in _valid("expiring", day)}


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
        for entry in _valid("ages", day)
    ]
