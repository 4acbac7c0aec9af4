"""What an office with an account finds: which referrals lie with it, and no name.

The function runs as the owner, past the policy of the table, and names each column
that comes out: those that the mailed page shows before the office takes a person on.
"""

from django.db.backends.utils import CursorWrapper

from hafen.casework.cases.fences import define
from hafen.core.db.guards import ACTOR, HELD, MUNICIPALITY, Step, steps

_MOST = 500
_COLUMNS = (
    "TABLE (id uuid, recipient text, topic text, urgency text, language text,"
    " district text, state text, answer_due_on date)"
)
_ADDRESSED = f"""
  SELECT sent.id, sent.recipient, sent.topic, sent.urgency, sent.language,
    coalesce(district.name, ''), sent.state, sent.answer_due_on
  FROM organisations_organisationeditor AS editor
  JOIN referrals_referral AS sent ON sent.organisation_id = editor.organisation_id
  LEFT JOIN places_district AS district ON district.id = sent.district_id
  WHERE editor.user_id = {ACTOR} AND sent.municipality_id = {MUNICIPALITY}
    AND sent.way = 'TOLD' AND sent.state IN ('OFFERED', 'ACCEPTED', 'ARRIVED')
    AND sent.id <> {HELD} AND (sent.client_id IS NULL OR sent.client_id <> {HELD})
  ORDER BY sent.state <> 'OFFERED', sent.answer_due_on, sent.id
  LIMIT {_MOST}
"""  # noqa: S608 - our own words, no input


def register() -> None:
    steps.register(Step("referrals.addressed", _lay))


def _lay(cursor: CursorWrapper) -> None:
    define(cursor, "referrals_addressed()", _COLUMNS, _ADDRESSED)
