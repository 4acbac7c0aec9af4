"""How stale an entry of the catalogue is: points with reasons, 0 is fresh."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

TOLD_FOR = timedelta(days=30)


class Reason(Enum):
    """Why an entry has points."""

    CHECK = "CHECK"
    TRANSLATIONS = "TRANSLATIONS"
    HOURS = "HOURS"
    CONTACT = "CONTACT"
    PLACES = "PLACES"


# The most that each reason gives; together they are 100.
MOST = {
    Reason.CHECK: 40,
    Reason.TRANSLATIONS: 20,
    Reason.HOURS: 20,
    Reason.CONTACT: 10,
    Reason.PLACES: 10,
}


@dataclass(frozen=True)
class Facts:
    """What is looked at.

    :param outdated: of the translations there are
    :param has_ended_hours: it has hours, and all of them have ended
    :param places_told_on: when the free places were told; None: it has none
    """

    next_check_on: date | None
    interval: int
    translations: int
    outdated: int
    has_ended_hours: bool
    has_contact: bool
    places_told_on: date | None


@dataclass(frozen=True)
class Points:
    reason: Reason
    points: int

    @property
    def most(self) -> int:
        return MOST[self.reason]


def points_of(facts: Facts, *, today: date) -> tuple[Points, ...]:
    """Return the points by their reasons, those without any left out."""
    found = (
        Points(Reason.CHECK, _overdue(facts, today)),
        Points(Reason.TRANSLATIONS, _outdated(facts)),
        Points(Reason.HOURS, MOST[Reason.HOURS] if facts.has_ended_hours else 0),
        Points(Reason.CONTACT, 0 if facts.has_contact else MOST[Reason.CONTACT]),
        Points(Reason.PLACES, _silent_places(facts, today)),
    )
    return tuple(each for each in found if each.points)


def score(points: tuple[Points, ...]) -> int:
    """Return 0 for fresh to 100 for what nobody should rely on."""
    return sum(each.points for each in points)


def _overdue(facts: Facts, today: date) -> int:
    """An entry one whole interval late has them all; an unchecked one too."""
    if facts.next_check_on is None:
        return MOST[Reason.CHECK]
    late = max(0, (today - facts.next_check_on).days)
    return min(MOST[Reason.CHECK], _share(late, facts.interval, MOST[Reason.CHECK]))


def _outdated(facts: Facts) -> int:
    return _share(facts.outdated, facts.translations, MOST[Reason.TRANSLATIONS])


def _share(part: int, whole: int, most: int) -> int:
    return -(-part * most // whole) if whole else 0


def _silent_places(facts: Facts, today: date) -> int:
    told = facts.places_told_on
    is_old = told is not None and told < today - TOLD_FOR
    return MOST[Reason.PLACES] if is_old else 0
