"""The third fence, and the one count that leaves it."""

from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from hafen.casework.cases.fences import define
from hafen.core.db.guards import ACTOR, MUNICIPALITY, Step, functions

# Told in steps, so that no two counts tell one by subtraction; below it nothing.
STEP = 5
_OWN = """
  SELECT id FROM cases_case WHERE owner_id = {actor} AND NOT is_left_behind
"""
_REFERRED = """
  SELECT count(*) / {step} * {step} FROM returns_returnwish
  WHERE municipality_id = {town} AND referred_on BETWEEN first AND last
"""


def register() -> None:
    functions.register(Step("returns", _lay))


def _lay(cursor: CursorWrapper) -> None:
    define(cursor, "returns_own_cases()", "SETOF uuid", _OWN.format(actor=ACTOR))
    body = _REFERRED.format(step=STEP, town=MUNICIPALITY)
    define(cursor, "returns_referred(first date, last date)", "bigint", body)


def referred(first: date, last: date) -> int:
    """Return how many were referred, rounded down to whole steps; 0: fewer than one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT returns_referred(%s, %s)", [first, last])
        (number,) = cursor.fetchone()
    return int(number)
