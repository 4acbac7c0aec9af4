"""How many different persons came, told to whoever may not read who they are."""

from django.db.backends.utils import CursorWrapper

from hafen.core.db.guards import MUNICIPALITY, Step, functions

# It runs as the owner, past the fence of the households, and gives two numbers and
# nothing else. Two entries of one person are one; whoever is known as a household
# alone counts as one.
_PERSONS = """
CREATE OR REPLACE FUNCTION consultations_persons(
  since date, until date, place uuid,
  OUT visits bigint, OUT persons bigint
) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
  SELECT count(*),
    count(DISTINCT coalesce(client.same_as_id, client.id, visitor.household_id))
  FROM consultations_visitor AS visitor
  JOIN consultations_visit AS visit ON visit.id = visitor.visit_id
  LEFT JOIN cases_client AS client ON client.id = visitor.client_id
  WHERE visitor.municipality_id = {here}
    AND visit.day BETWEEN since AND until
    AND (place IS NULL OR visit.site_id = place)
$body$
"""
_NAME = "consultations_persons(date, date, uuid)"


def register() -> None:
    functions.register(Step("consultations", _lay))


def _lay(cursor: CursorWrapper) -> None:
    cursor.execute(_PERSONS.format(here=MUNICIPALITY))
    cursor.execute(f"REVOKE ALL ON FUNCTION {_NAME} FROM PUBLIC")
    cursor.execute(f"GRANT EXECUTE ON FUNCTION {_NAME} TO hafen_web, hafen_worker")
