"""How many matters of housing began in a period, and what came of them."""

from datetime import date

from django.db.backends.utils import CursorWrapper

from hafen.casework.cases.tallies import Tally, lay, rows
from hafen.core.db.guards import Step, functions

# Neither those who found a solution nor the others are told where they are few.
_TALLIES = (
    Tally(
        "mediation_counted",
        "first date, last date",
        "kind text, number bigint, solved bigint",
        """
  WITH counted AS (
    SELECT matter.kind::text AS kind, count(*) AS number,
           count(*) FILTER (WHERE matter.outcome IN ('SOLVED', 'AGREED')) AS solved
    FROM mediation_matter AS matter
    WHERE matter.municipality_id = {town} AND matter.begun_on BETWEEN first AND last
    GROUP BY 1 HAVING count(*) >= {least}
  )
  SELECT kind, number,
         CASE WHEN solved BETWEEN {few} AND number - {few} THEN solved END
  FROM counted ORDER BY number DESC, kind
""",
    ),
)


def register() -> None:
    functions.register(Step("mediation.tallies", _lay))


def _lay(cursor: CursorWrapper) -> None:
    lay(cursor, _TALLIES)


def counted(first: date, last: date) -> list[tuple[str, int, int | None]]:
    """Return for each kind how many began, and of how many a solution is told."""
    return [
        (kind, number, solved)
        for kind, number, solved in rows("mediation_counted", first, last)
    ]
