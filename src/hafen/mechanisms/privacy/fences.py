"""Which rows are restricted now, asked once per statement by the policies."""

from django.db.backends.utils import CursorWrapper

from hafen.core.db.guards import MUNICIPALITY, OPENED, Step, functions

# It runs as the owner: the policies of other tables ask it. Nothing is restricted for
# the request of a person (the key of the municipality is opened), for whoever hands on
# what a colleague leaves behind and reads none of it, and for the persons themselves.
_HELD = """
CREATE OR REPLACE FUNCTION privacy_held() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
  SELECT unnest(held) FROM privacy_rightsrequest
  WHERE municipality_id = {here} AND state::text = 'IN_FORCE'
    AND NOT COALESCE(municipality_id = {opened}, false)
    AND NOT COALESCE(
      doors && string_to_array(
        NULLIF(current_setting('hafen.opened', true), ''), ',')::uuid[], false)
    AND NOT EXISTS (SELECT FROM accounts_user WHERE id = {opened})
$body$
"""


def register() -> None:
    functions.register(Step("privacy", _lay))


def _lay(cursor: CursorWrapper) -> None:
    cursor.execute(_HELD.format(here=MUNICIPALITY, opened=OPENED))
    cursor.execute("REVOKE ALL ON FUNCTION privacy_held() FROM PUBLIC")
    cursor.execute(
        "GRANT EXECUTE ON FUNCTION privacy_held() TO hafen_web, hafen_worker"
    )
