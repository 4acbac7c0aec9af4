"""Counts of people and cases, for whoever may read reports but no file.

The tables of casework show everybody their own rows only. These functions run as
the owner and give numbers of the own municipality: no names, no keys of people, no
text. What is small among them the reports hide.
"""

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from hafen.core.db.guards import MUNICIPALITY, Step, functions
from hafen.evidence.reports.statements import (
    CONTACTS,
    CONTACTS_OF_PROGRAMME,
    DELAYS,
    OUTREACH,
    PROGRAMMES,
    QUALITY,
    REFERRALS,
    TRENDS,
)

_MEMBERS = """
  SELECT client.id, client.gender, client.born_on, household.id AS household_id,
    household.district_id
  FROM cases_client AS client
  JOIN cases_membership AS member ON member.client_id = client.id
    AND member.valid_from <= day
    AND (member.valid_until IS NULL OR member.valid_until >= day)
  JOIN cases_household AS household ON household.id = member.household_id
    AND (household.ended_on IS NULL OR household.ended_on > day)
  WHERE client.municipality_id = {here} AND client.same_as_id IS NULL
    AND (programme IS NULL OR EXISTS (SELECT FROM cases_case AS file
      WHERE file.household_id = member.household_id
        AND (file.client_id IS NULL OR file.client_id = client.id)
        AND file.programme_id = programme AND file.opened_on <= day
        AND (file.closed_on IS NULL OR file.closed_on > day)))
"""
_PERSONS = """
  WITH members AS ({members})
  SELECT 'ALL', '', count(*) FROM members
  UNION ALL SELECT 'GENDER', gender, count(*) FROM members GROUP BY 2
  UNION ALL SELECT 'AGE', CASE
      WHEN born_on IS NULL THEN '' WHEN age(day, born_on) < '3 years' THEN '0'
      WHEN age(day, born_on) < '7 years' THEN '3'
      WHEN age(day, born_on) < '18 years' THEN '7'
      WHEN age(day, born_on) < '28 years' THEN '18'
      WHEN age(day, born_on) < '65 years' THEN '28' ELSE '65' END, count(*)
    FROM members GROUP BY 2
  UNION ALL SELECT known.kind, known.code, count(*)
    FROM cases_circumstance AS known JOIN members ON members.id = known.client_id
    WHERE known.valid_from <= day
      AND (known.valid_until IS NULL OR known.valid_until >= day) GROUP BY 1, 2
"""
_HOUSEHOLDS = """
  WITH members AS ({members}), living AS (
    SELECT id, district_id FROM cases_household
    WHERE id IN (SELECT household_id FROM members)
  ), communities AS (
    SELECT community.id, living.district_id,
      bool_or(split_part(known.code, '.', 1) = 'asylblg') AS is_asylum,
      count(DISTINCT split_part(known.code, '.', 1)) > 1 AS is_mixed
    FROM cases_benefitcommunity AS community
    JOIN living ON living.id = community.household_id
    LEFT JOIN cases_benefitmember AS member ON member.community_id = community.id
      AND member.valid_from <= day
      AND (member.valid_until IS NULL OR member.valid_until >= day)
    LEFT JOIN cases_circumstance AS known ON known.client_id = member.client_id
      AND known.kind = 'LEGAL_AREA' AND known.valid_from <= day
      AND (known.valid_until IS NULL OR known.valid_until >= day)
    WHERE community.valid_from <= day
      AND (community.valid_until IS NULL OR community.valid_until >= day)
    GROUP BY 1, 2
  )
  SELECT 'HOUSEHOLDS', '', count(*) FROM living
  UNION ALL SELECT 'DISTRICT', coalesce(district_id::text, ''), count(*)
    FROM living GROUP BY 2
  UNION ALL SELECT 'COMMUNITIES', '', count(*) FROM communities
  UNION ALL SELECT 'MIXED', '', count(*) FROM communities WHERE is_mixed
  UNION ALL SELECT 'ASYLUM', coalesce(district_id::text, ''), count(*)
    FROM communities WHERE is_asylum GROUP BY 2
"""
_CASES = """
  WITH here AS (SELECT * FROM cases_case WHERE municipality_id = {here}
    AND (programme IS NULL OR programme_id = programme)),
  going AS (
    SELECT * FROM here
    WHERE opened_on <= last AND (closed_on IS NULL OR closed_on > last)
  )
  SELECT 'OPENED', '', count(*) FROM here WHERE opened_on BETWEEN first AND last
  UNION ALL SELECT 'OUTCOME', outcome, count(*) FROM here
    WHERE closed_on BETWEEN first AND last GROUP BY 2
  UNION ALL SELECT 'STAGE', stage, count(*) FROM going GROUP BY 2
  UNION ALL SELECT 'PROGRAMME', coalesce(programme_id::text, ''), count(*)
    FROM going GROUP BY 2
  UNION ALL SELECT 'OWNER', owner_id::text, count(*) FROM going GROUP BY 2
"""
_PERIOD = "first date, last date"
# Where it names one, only its cases count, and what belongs to them.
_PROGRAMME = ", programme uuid"
_FUNCTIONS = (
    ("reports_persons", f"day date{_PROGRAMME}", _PERSONS),
    ("reports_households", f"day date{_PROGRAMME}", _HOUSEHOLDS),
    ("reports_cases", _PERIOD + _PROGRAMME, _CASES),
    ("reports_programmes", _PERIOD + _PROGRAMME, PROGRAMMES),
    ("reports_contacts", _PERIOD + _PROGRAMME, CONTACTS),
    ("reports_trends", _PERIOD + _PROGRAMME, TRENDS),
    ("reports_delays", _PERIOD + _PROGRAMME, DELAYS),
    ("reports_referrals", _PERIOD + _PROGRAMME, REFERRALS),
    ("reports_outreach", _PERIOD, OUTREACH),
    ("reports_quality", "day date", QUALITY),
)


def register() -> None:
    functions.register(Step("reports", _lay))


def _lay(cursor: CursorWrapper) -> None:
    for name, arguments, body in _FUNCTIONS:
        members = _MEMBERS.format(here=MUNICIPALITY)
        statement = body.format(
            here=MUNICIPALITY,
            members=members,
            theirs=CONTACTS_OF_PROGRAMME,
            zone=settings.TIME_ZONE,
        )
        types = ", ".join(part.split()[-1] for part in arguments.split(","))
        # Before, it was one for the whole town.
        cursor.execute(
            f"DROP FUNCTION IF EXISTS {name}({types.partition(', uuid')[0]})"
        )
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {name}({arguments})"
            " RETURNS TABLE (kind text, code text, number bigint)"
            " LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $body$ {statement} $body$"
        )
        cursor.execute(f"REVOKE ALL ON FUNCTION {name}({types}) FROM PUBLIC")
        cursor.execute(
            f"GRANT EXECUTE ON FUNCTION {name}({types}) TO hafen_web, hafen_worker"
        )
