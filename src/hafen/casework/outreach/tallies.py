"""Households that nobody accompanies: no open case, no sponsor, no contact for months.

Only the house knows of all three at once: the case is its owner's, a sponsor stands in
the exchange, the visit belongs to a team. So the database looks, as the owner; a
worker is told households of their own, and those who steer counts by district.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from hafen.casework.cases.tallies import Tally, by_district, lay, rows
from hafen.core.db.guards import Step, functions

# A contact is the talk in which somebody was taken in, an approach, a visit with a
# talk, advice in a consultation hour or beside it, an appointment that was kept, and
# the end of a case; a sponsor stands where a case has looked for one.
_ALONE = """
  SELECT household.id, household.district_id, told.since
  FROM cases_household AS household
  CROSS JOIN LATERAL (
    SELECT max(day) AS since FROM (
      SELECT notice_on AS day FROM cases_client WHERE household_id = household.id
      UNION ALL
      SELECT reached_on FROM outreach_arrival WHERE household_id = household.id
      UNION ALL
      SELECT visit."on" FROM outreach_homevisit AS visit
      JOIN outreach_arrival AS arrival ON arrival.id = visit.arrival_id
      WHERE arrival.household_id = household.id AND visit.result = 'MET'
      UNION ALL
      SELECT visitor.day FROM consultations_visitor AS visitor
      LEFT JOIN consultations_visit AS came ON came.id = visitor.visit_id
      LEFT JOIN consultations_appointment AS kept ON kept.id = visitor.appointment_id
      WHERE visitor.household_id = household.id AND (visitor.contact_id IS NOT NULL
        OR came.state IN ('CALLED', 'DONE') OR kept.state = 'CAME')
      UNION ALL
      SELECT closed_on FROM cases_case WHERE household_id = household.id
    ) AS contact
  ) AS told
  WHERE household.municipality_id = {town} AND household.ended_on IS NULL
    AND (told.since IS NULL OR told.since < before)
    AND NOT EXISTS (
      SELECT FROM cases_case
      WHERE household_id = household.id AND closed_on IS NULL
    )
    AND NOT EXISTS (
      SELECT FROM cases_client AS client
      JOIN cases_soughthelp AS sought ON sought.client_id = client.id
      JOIN pool_need AS need ON need.id = sought.need_id
      JOIN pool_match AS placement ON placement.need_id = need.id
      WHERE client.household_id = household.id
        AND need.kind IN ('SPONSORSHIP', 'COMPANY')
        AND placement.state IN ('CONFIRMED', 'RUNNING')
    )
"""
_SEEN = """
    AND household.id NOT IN (SELECT cases_kept_out())
    AND (household.id IN (SELECT cases_named()) OR (
      NOT household.is_restricted AND household.team_id IN (SELECT cases_my_teams())))
  ORDER BY told.since NULLS FIRST, household.id
"""
_ALL = "SELECT count(*) FROM alone HAVING count(*) >= {least}"
_CELLS = "SELECT 0, district_id, count(*) FROM alone GROUP BY 2"
_TALLIES = (
    Tally(
        "outreach_alone",
        "before date",
        "household uuid, district uuid, since date",
        _ALONE + _SEEN,
    ),
    Tally(
        "outreach_alone_counted",
        "before date",
        "number bigint",
        f"WITH alone AS ({_ALONE}) {_ALL}",
    ),
    Tally(
        "outreach_alone_by_district",
        "before date",
        "what integer, district uuid, number bigint",
        by_district(f"WITH alone AS ({_ALONE}) {_CELLS}"),
    ),
)


def register() -> None:
    functions.register(Step("outreach.tallies", _lay))


def _lay(cursor: CursorWrapper) -> None:
    lay(cursor, _TALLIES)


@dataclass(frozen=True)
class Alone:
    """A household of one's own teams without support, since when; None: never any."""

    household: UUID
    district: UUID | None
    since: date | None


def alone(before: date) -> list[Alone]:
    """Return who of one's own had no contact since a day, the longest first."""
    return [Alone(*each) for each in rows("outreach_alone", before)]


@dataclass(frozen=True)
class Counted:
    """How many there are in the municipality; None: fewer than may be told."""

    number: int | None
    districts: list[tuple[UUID, int]]


def counted(before: date) -> Counted:
    numbers = rows("outreach_alone_counted", before)
    places = [each[1:] for each in rows("outreach_alone_by_district", before)]
    return Counted(
        numbers[0][0] if numbers else None,
        sorted(places, key=lambda place: (-place[1], place[0])),
    )
