"""How long it takes from one place to another: a guess, on the safe side.

Straight lines are shorter than streets; a third is added, and some minutes for
doors and stairs.
"""

import math

_DETOUR = 1.3
_DOORS = 5
_HOUR = 60


def minutes(way: int, kilometres_per_hour: int) -> int:
    """Return minutes for a straight line in metres."""
    if not way:
        return 0
    driven = way / 1000 * _DETOUR
    return _DOORS + math.ceil(driven / kilometres_per_hour * _HOUR)
