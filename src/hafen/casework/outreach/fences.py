"""The day that policies ask for, and what the room of cases says of teams."""

from django.db.backends.utils import CursorWrapper

from hafen.core.db.guards import Step, functions, today


def register() -> None:
    functions.register(Step("outreach", _lay))


def _lay(cursor: CursorWrapper) -> None:
    cursor.execute(
        "CREATE OR REPLACE FUNCTION outreach_today() RETURNS date LANGUAGE sql STABLE"
        f" AS $body$ SELECT {today()} $body$"
    )
