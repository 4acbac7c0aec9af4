"""How many cases a structural obstacle stands in the way of, and where.

As in the room of cases: the functions run as the owner and give nothing but counts,
none below `LEAST`, nor what would tell one by subtraction.
"""

from uuid import UUID

from django.db.backends.utils import CursorWrapper

from hafen.casework.cases.tallies import Tally, by_district, lay, rows
from hafen.core.db.guards import Step, functions

_FROM = """
    FROM obstacles_obstacle AS obstacle
    JOIN cases_case AS "case" ON "case".id = obstacle.case_id
    JOIN cases_household AS household ON household.id = "case".household_id
    WHERE obstacle.municipality_id = {town} AND obstacle.structural_id IS NOT NULL
"""
_COUNT = "count(DISTINCT obstacle.case_id)"
_TALLIES = (
    Tally(
        "obstacles_counted",
        "",
        "structural uuid, number bigint",
        f"SELECT obstacle.structural_id, {_COUNT} {_FROM}"
        f" GROUP BY 1 HAVING {_COUNT} >= {{least}}",
    ),
    Tally(
        "obstacles_by_district",
        "",
        "structural uuid, district uuid, number bigint",
        by_district(
            f"SELECT obstacle.structural_id, household.district_id, {_COUNT} {_FROM}"
            " GROUP BY 1, 2"
        ),
    ),
)


def register() -> None:
    functions.register(Step("obstacles.tallies", _lay))


def _lay(cursor: CursorWrapper) -> None:
    lay(cursor, _TALLIES)


def counted() -> dict[UUID, int]:
    """Return in how many cases each structural obstacle stands; none below five."""
    return dict(rows("obstacles_counted"))


def districts() -> dict[UUID, list[tuple[UUID, int]]]:
    """Return for each structural obstacle the districts with the most cases first."""
    found: dict[UUID, list[tuple[UUID, int]]] = {}
    for structural, district, number in rows("obstacles_by_district"):
        found.setdefault(structural, []).append((district, number))
    return {
        key: sorted(each, key=lambda row: (-row[1], row[0]))
        for key, each in found.items()
    }
