"""The third fence: what the database shows of households and cases to whom.

Each function is one look-up by the actor in an index, made once per statement; a
policy compares keys with arrays of them, which leaves its indexes usable. They run as
the owner, since a policy that asked a table whose policy asks back would never end;
they give keys and nothing else.
"""

from django.db.backends.utils import CursorWrapper

from hafen.core.db.guards import ACTOR, MUNICIPALITY, OPENED, Step, functions, today

_IS_OPENED = "NULLIF(current_setting('hafen.opened', true), '') IS NOT NULL"
_TEAMS = """
  SELECT team_id FROM accounts_teammembership
  WHERE user_id = {actor} AND valid_from <= {today}
    AND (valid_until IS NULL OR valid_until >= {today})
"""
_FUNCTIONS = {
    "cases_my_teams": _TEAMS,
    "cases_led_teams": _TEAMS + "AND is_lead",
    "cases_deputised": """
  SELECT case_id FROM cases_standin
  WHERE user_id = {actor} AND valid_from <= {today} AND valid_until >= {today}
""",
    "cases_worked_on": """
  SELECT id FROM cases_case WHERE owner_id = {actor} AND NOT is_left_behind
  UNION SELECT cases_deputised()
""",
    # Where the actor is named: one's own households, and those of one's cases.
    "cases_named": """
  SELECT id FROM cases_household WHERE owner_id = {actor}
  UNION SELECT household_id FROM cases_case WHERE id IN (SELECT cases_worked_on())
""",
    # What is handed over without being read (`context.opened_for`). The first condition
    # spares a look at the whole town while nothing is opened.
    "cases_opened": """
  SELECT id FROM cases_household WHERE {is_opened}
    AND (id = {opened} OR owner_id = {opened} OR municipality_id = {opened})
  UNION SELECT household_id FROM cases_case
    WHERE {is_opened} AND (id = {opened} OR owner_id = {opened})
""",
    "cases_opened_cases": """
  SELECT id FROM cases_case WHERE {is_opened}
    AND (id = {opened} OR owner_id = {opened} OR municipality_id = {opened})
""",
    # Nobody reads their own file at work, nor that of a relative (§ 16 SGB X).
    "cases_kept_out": """
  SELECT client.household_id FROM cases_keptout AS kept
  JOIN cases_client AS client ON client.id = kept.client_id
  WHERE kept.user_id = {actor}
""",
}


# Whether a measure is planned or runs in another open case of the household, for
# whoever works on the one; of the other case nothing else is told.
_PLANNED_BESIDE = """
  SELECT EXISTS (
    SELECT FROM cases_case AS mine
    JOIN cases_case AS other ON other.household_id = mine.household_id
      AND other.id <> mine.id AND other.closed_on IS NULL
    JOIN cases_gridentry AS entry ON entry.case_id = other.id
      AND entry.measure_id = what AND entry.ended_on IS NULL AND NOT entry.is_special
    WHERE mine.id = asked AND mine.id IN (SELECT cases_worked_on())
  )
"""


# Whose grid the office of an opened link sees: as long as everybody whom the case is
# about agrees to exactly this office.
_GRIDS_SHOWN = """
  SELECT file.id FROM cases_gridshare AS share
  JOIN cases_case AS file ON file.id = share.case_id
    AND file.closed_on IS NULL AND NOT file.is_left_behind
  JOIN cases_membership AS lives ON lives.household_id = file.household_id
    AND lives.valid_from <= {today}
    AND (lives.valid_until IS NULL OR lives.valid_until >= {today})
    AND (file.client_id IS NULL OR file.client_id = lives.client_id)
  WHERE share.id = {opened} AND share.ended_on IS NULL
  GROUP BY file.id, share.id
  HAVING bool_and(EXISTS (
    SELECT FROM cases_consent AS given
    WHERE given.client_id = lives.client_id AND given.kind::text = 'GRID'
      AND given.organisation_id = share.organisation_id
      AND given.given_on <= {today} AND given.valid_until >= {today}
      AND given.withdrawn_on IS NULL
  ))
"""


# Since when files are closed to whoever is responsible for them (Art. 18 DSGVO); of the
# files nothing else is told. An empty key asks for all of them.
_CLOSED = """
  SELECT asked.in_force_since, count(DISTINCT household.id)
  FROM privacy_rightsrequest AS asked
  JOIN cases_household AS household ON household.id = ANY (asked.held)
  WHERE asked.municipality_id = {here} AND asked.state::text = 'IN_FORCE'
    AND (named IS NULL OR named = ANY (asked.held || asked.doors))
    AND household.id IN (SELECT cases_named())
    AND household.id NOT IN (SELECT cases_kept_out())
  GROUP BY 1 ORDER BY 1
"""
# For which case the exchange looks, where a placement tells casework that it moved:
# the key alone, to whoever has that of the request.
_SOUGHT_IN = "SELECT case_id FROM cases_soughthelp WHERE need_id = asked LIMIT 1"


def register() -> None:
    functions.register(Step("cases", _lay))


def _lay(cursor: CursorWrapper) -> None:
    for name, body in _FUNCTIONS.items():
        statement = body.format(
            actor=ACTOR, opened=OPENED, is_opened=_IS_OPENED, today=today()
        )
        define(cursor, f"{name}()", "SETOF uuid", statement)
    shown = _GRIDS_SHOWN.format(opened=OPENED, today=today())
    define(cursor, "cases_grids_shown()", "SETOF uuid", shown)
    define(cursor, "cases_sought_in(asked uuid)", "uuid", _SOUGHT_IN)
    head = "cases_planned_beside(asked uuid, what uuid)"
    define(cursor, head, "boolean", _PLANNED_BESIDE)
    gives = "TABLE (since date, number bigint)"
    define(cursor, "cases_closed(named uuid)", gives, _CLOSED.format(here=MUNICIPALITY))


def define(cursor: CursorWrapper, head: str, gives: str, body: str) -> None:
    """Lay a function that runs as the owner, and let the roles of the house ask it."""
    cursor.execute(
        f"CREATE OR REPLACE FUNCTION {head} RETURNS {gives}"
        " LANGUAGE sql STABLE SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $body$ {body} $body$"
    )
    cursor.execute(f"REVOKE ALL ON FUNCTION {head} FROM PUBLIC")
    cursor.execute(f"GRANT EXECUTE ON FUNCTION {head} TO hafen_web, hafen_worker")
