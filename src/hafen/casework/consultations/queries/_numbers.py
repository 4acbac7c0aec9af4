"""How many came in a period, how many different persons, and what of appointments."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from hafen.casework.consultations.queries._load import Load
from hafen.casework.consultations.rules import VIEW_LOAD
from hafen.core.accounts.models import User
from hafen.core.places.models import Site

_COUNTED = """
SELECT known.visits, known.persons, kept.*
FROM consultations_persons(%s, %s, %s) AS known, (
  SELECT count(*) FILTER (WHERE state::text = 'CAME'),
    count(*) FILTER (WHERE state::text = 'MISSED'),
    count(*) FILTER (WHERE state::text = 'OFF'),
    count(*) FILTER (WHERE is_online)
  FROM consultations_appointment
  WHERE municipality_id = %s AND site_id = %s
    AND state::text IN ('CAME', 'MISSED', 'OFF')
    AND starts_at >= %s AND starts_at < %s
) AS kept
"""


@dataclass(frozen=True)
class Numbers:
    """Visits, different persons and appointments of a period.

    :param visits: numbers given
    :param short: short questions that were only counted
    :param known: visits of somebody whom casework knows
    :param persons: the different ones among them
    :param came: appointments to which somebody came; `online`: asked for online, of
        these, of those missed and of those called off
    """

    visits: int
    short: int
    known: int
    persons: int
    came: int = 0
    missed: int = 0
    off: int = 0
    online: int = 0

    @property
    def unknown(self) -> int:
        return self.visits - self.known

    @property
    def per_person(self) -> float | None:
        return self.known / self.persons if self.persons else None


def numbers(user: User, found: Load, *, first: date, last: date, site: Site) -> Numbers:
    """Return how many visits there were by how many persons; one query.

    Who they are need not be seen: the database counts and tells numbers.
    """
    if not VIEW_LOAD.held_by(user):
        return Numbers(0, 0, 0, 0)
    zone = ZoneInfo(user.municipality.time_zone)
    since = datetime.combine(first, time.min, zone)
    until = datetime.combine(last + timedelta(days=1), time.min, zone)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTED,
            [first, last, site.pk, site.municipality_id, site.pk, since, until],
        )
        counted = cursor.fetchone()
    return Numbers(found.numbers, found.short, *counted)
