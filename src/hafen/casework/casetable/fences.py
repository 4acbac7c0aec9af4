"""The third fence: which cases the database shows to whom at a table.

A seat and the consent to exactly its office open a case; for a guest the one case
alone, around its time. Whoever comes by a mailed link has the seat opened for them
(`context.opened_for`).
"""

from django.db.backends.utils import CursorWrapper

from hafen.casework.cases.fences import define
from hafen.core.db.guards import ACTOR, OPENED, Step, functions, today

_SEATS = "SELECT id FROM casetable_seat WHERE user_id = {actor} OR id = {opened}"
_SHOWN = """
  SELECT item.id FROM casetable_seat AS seat
  JOIN casetable_meeting AS meeting ON meeting.id = seat.meeting_id
    AND meeting.closed_at IS NULL AND now() < meeting.ends_at + interval '1 day'
  JOIN casetable_item AS item ON item.meeting_id = meeting.id
    AND item.withdrawn_on IS NULL
    AND (seat.item_id IS NULL OR seat.item_id = item.id
      AND now() BETWEEN item.starts_at - interval '1 hour'
        AND item.ends_at + interval '1 hour')
  JOIN casetable_release AS release ON release.item_id = item.id
    AND release.ended_on IS NULL AND release.valid_until >= {today}
    AND release.party = seat.party
  WHERE seat.user_id = {actor} OR seat.id = {opened}
"""


def register() -> None:
    functions.register(Step("casetable", _lay))


def _lay(cursor: CursorWrapper) -> None:
    for name, body in (("casetable_seats", _SEATS), ("casetable_shown", _SHOWN)):
        statement = body.format(actor=ACTOR, opened=OPENED, today=today())
        define(cursor, f"{name}()", "SETOF uuid", statement)
