"""Counts of all cases of a municipality, without a person and without small numbers.

Nobody reads all cases, so these run as the owner and give nothing but counts. A
number below `LEAST` comes out as none at all. Where the counts of districts would
tell a hidden one by subtraction, the smallest that is left is hidden as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from hafen.casework.cases.fences import define
from hafen.core.db.guards import MUNICIPALITY, Step, functions

LEAST = 5
# Of those counted, no fewer are told to have, or not to have, reached a goal.
FEW = 3
_PERIOD = "first date, last date"
_WORDS = {
    "town": MUNICIPALITY,
    "here": f"topic.municipality_id = {MUNICIPALITY}"
    " AND topic.since BETWEEN first AND last",
    "hidden": f"number < {LEAST} OR district IS NULL",
    "least": LEAST,
    "few": FEW,
}


@dataclass(frozen=True)
class Tally:
    name: str
    takes: str
    gives: str
    body: str


_COMPARED = """
  , compared AS (
    SELECT *, sum(number) FILTER (WHERE {hidden}) OVER (PARTITION BY what) AS hidden,
           row_number() OVER (PARTITION BY what, {hidden}
                              ORDER BY number, district) AS place
    FROM cell
  )
  SELECT what, district, number FROM compared
  WHERE NOT ({hidden}) AND (hidden IS NULL OR hidden >= {least} OR place > 1)
"""


def by_district(cells: str) -> str:
    """Return SQL that keeps of counts by district what tells no small one.

    :param cells: SQL for rows of what is counted, the district, and the number
    """
    return f"WITH cell (what, district, number) AS ({cells}) {_COMPARED}"


_TALLIES = (
    # Domains by the number of cases in which they were named for the first time.
    Tally(
        "cases_needs_ranked",
        _PERIOD,
        "domain text, number bigint",
        """
  SELECT topic.domain::text, count(DISTINCT topic.case_id)
  FROM cases_needtopic AS topic WHERE {here}
  GROUP BY 1 HAVING count(DISTINCT topic.case_id) >= {least}
""",
    ),
    Tally(
        "cases_needs_by_district",
        _PERIOD,
        "domain text, district uuid, number bigint",
        by_district(
            """
    SELECT topic.domain::text, household.district_id, count(DISTINCT topic.case_id)
    FROM cases_needtopic AS topic
    JOIN cases_case AS "case" ON "case".id = topic.case_id
    JOIN cases_household AS household ON household.id = "case".household_id
    WHERE {here} GROUP BY 1, 2
"""
        ),
    ),
    # Days from the first assessment to the first offer: half had one by then.
    Tally(
        "cases_days_to_offer",
        f"{_PERIOD}, day date, standard integer",
        "median integer, late bigint",
        """
  SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY topic.offered_on - topic.since),
         count(DISTINCT topic.case_id) FILTER (
           WHERE coalesce(topic.offered_on, topic.ended_on, day) - topic.since
             > coalesce(programme.offer_days, standard))
  FROM cases_needtopic AS topic
  JOIN cases_case AS "case" ON "case".id = topic.case_id
  LEFT JOIN cases_programme AS programme ON programme.id = "case".programme_id
  WHERE {here}
  HAVING count(DISTINCT topic.case_id)
    FILTER (WHERE topic.offered_on IS NOT NULL) >= {least}
""",
    ),
    # What came of closed cases by area of life, and of all of them (domain '').
    # Neither those who reached it nor the others are told where they are few.
    Tally(
        "cases_outcomes",
        _PERIOD,
        "domain text, number bigint, reached bigint",
        """
  WITH told AS (
    SELECT ''::text AS domain, outcome FROM cases_case
    WHERE municipality_id = {town} AND closed_on BETWEEN first AND last
    UNION ALL
    SELECT area.domain::text, area.outcome FROM cases_areaoutcome AS area
    JOIN cases_case AS "case" ON "case".id = area.case_id
    WHERE area.municipality_id = {town} AND closed_on BETWEEN first AND last
      AND area.outcome <> 'NO_SUBJECT'
  ), counted AS (
    SELECT domain, count(*) AS number,
           count(*) FILTER (WHERE outcome = 'REACHED') AS reached
    FROM told GROUP BY 1 HAVING count(*) >= {least}
  )
  SELECT domain, number,
         CASE WHEN reached BETWEEN {few} AND number - {few} THEN reached END
  FROM counted
""",
    ),
)


def register() -> None:
    functions.register(Step("cases.tallies", _lay))


def _lay(cursor: CursorWrapper) -> None:
    lay(cursor, _TALLIES)


def lay(cursor: CursorWrapper, tallies: Iterable[Tally]) -> None:
    for tally in tallies:
        head = f"{tally.name}({tally.takes})"
        body = tally.body.format(**_WORDS)
        define(cursor, head, f"TABLE ({tally.gives})", body)


def rows(name: str, *given: Any) -> list[tuple[Any, ...]]:
    """Return what a function that counts has to say."""
    marks = ", ".join(["%s"] * len(given))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name}({marks})", given)  # noqa: S608
        return list(cursor.fetchall())


def needs_ranked(first: date, last: date) -> list[tuple[str, int]]:
    """Return the domains that most cases named for the first time in a period."""
    found = rows("cases_needs_ranked", first, last)
    return sorted(found, key=lambda row: (-row[1], row[0]))


def needs_by_district(first: date, last: date) -> dict[str, list[tuple[UUID, int]]]:
    """Return for each domain the districts with the most cases first."""
    found: dict[str, list[tuple[UUID, int]]] = {}
    counted = rows("cases_needs_by_district", first, last)
    for domain, district, number in sorted(counted, key=lambda row: -row[2]):
        found.setdefault(domain, []).append((district, number))
    return found


@dataclass(frozen=True)
class ToOffer:
    """How long people waited for a first offer; None: too few to say."""

    median: int | None = None
    late: int | None = None


def days_to_offer(first: date, last: date, *, day: date, standard: int) -> ToOffer:
    found = rows("cases_days_to_offer", first, last, day, standard)
    if not found:
        return ToOffer()
    median, late = found[0]
    return ToOffer(median, late if late == 0 or late >= LEAST else None)


@dataclass(frozen=True)
class Reached:
    """How many cases were closed, and how many of them reached the goal."""

    number: int | None = None
    reached: int | None = None

    @property
    def share(self) -> int | None:
        """Return the part that reached it, in hundredths; None: too few to say."""
        if self.number is None or self.reached is None:
            return None
        return round(100 * self.reached / self.number)


def outcomes(first: date, last: date) -> dict[str, Reached]:
    """Return what came of the cases by area of life; under "" of all of them."""
    found = rows("cases_outcomes", first, last)
    return {domain: Reached(*counts) for domain, *counts in found}
