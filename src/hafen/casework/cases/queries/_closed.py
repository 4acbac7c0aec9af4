"""What is told of files that are closed: since when, and nothing of what is in them."""

from datetime import date
from uuid import UUID

from django.db import connection


def closed_files(named: UUID | None = None) -> list[tuple[date, int]]:
    """Return since when files are closed for which the actor is responsible or stands
    in, each day with their number.

    :param named: the key of a row of one such file; None: of all of them
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_closed(%s)", [named])
        return [(since, number) for since, number in cursor.fetchall()]
