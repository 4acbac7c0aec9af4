"""What others than the desk read of a request: never for whom it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hafen.core.places.models import Municipality
from hafen.exchange.pool.models import Need, Visibility
from hafen.exchange.pool.queries._rules import when

# By what the search knows them; the room that shows them says how they are found.
SEARCHED = "pool.need"
_MOST_SHOWN = 100


@dataclass(frozen=True)
class Wanted:
    """A request as its title, kind, place and time.

    :param language: of the title
    """

    title: str
    language: str
    kind: str
    when: str
    district: str
    is_urgent: bool


def needs_shown_to(town: Municipality, *seen_by: Visibility, today: date) -> Any:
    """Return the requests that may be read so far, while somebody can help."""
    rows: Any = Need.objects.open().with_free().by_urgency()
    rows = rows.filter(municipality=town, visibility__in=seen_by, free__gt=0)
    return rows.filter(valid_until__gte=today).select_related("district")


def wanted_by(town: Municipality, *seen_by: Visibility, today: date) -> list[Wanted]:
    """Return what is looked for, of the requests that may be read so far."""
    rows = needs_shown_to(town, *seen_by, today=today)
    return [
        Wanted(
            title=row.title,
            language=row.language,
            kind=row.get_kind_display(),
            when=when(row),
            district=row.district.name if row.district else "",
            is_urgent=row.is_urgent,
        )
        for row in rows[:_MOST_SHOWN]
    ]
