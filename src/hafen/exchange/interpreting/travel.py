"""How long it takes from one job to the next: a guess, on the safe side.

Straight lines are shorter than streets; a third is added, and some minutes for
doors and stairs.
"""

import math

from hafen.exchange.interpreting.models import Appointment

_EARTH = 6_371_000
_DETOUR = 1.3
_DOORS = 5
_HOUR = 60
Point = tuple[float | None, float | None]


def metres(first: Point, second: Point) -> int | None:
    """Return the straight line; None where a place is unknown."""
    if None in {*first, *second}:
        return None
    lat1, lon1, lat2, lon2 = (math.radians(x or 0) for x in (*first, *second))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return round(2 * _EARTH * math.asin(math.sqrt(min(half, 1))))


def minutes(way: int, kilometres_per_hour: int) -> int:
    """Return minutes for a straight line."""
    if not way:
        return 0
    driven = way / 1000 * _DETOUR
    return _DOORS + math.ceil(driven / kilometres_per_hour * _HOUR)


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
