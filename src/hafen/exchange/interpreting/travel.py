"""How far it is from one job to the next, and how long it takes."""

from hafen.core.places.geometry import distance
from hafen.core.places.travel import minutes
from hafen.exchange.interpreting.models import Appointment

Point = tuple[float | None, float | None]


def metres(first: Point, second: Point) -> int | None:
    """Return the straight line; None where a place is unknown."""
    (latitude, longitude), (to_latitude, to_longitude) = first, second
    if latitude is None or longitude is None:
        return None
    if to_latitude is None or to_longitude is None:
        return None
    return round(distance((longitude, latitude), (to_longitude, to_latitude)))


def minutes_between(
    first: Appointment, second: Appointment, kilometres_per_hour: int
) -> int:
    way = metres((first.latitude, first.longitude), (second.latitude, second.longitude))
    return minutes(way or 0, kilometres_per_hour)


def is_odd(driven: int, line: int | None) -> bool:
    """Return whether kilometres that were entered deserve a look."""
    if line is None:
        return False
    return driven > 2 * line + 3_000 or driven * 2 < line
