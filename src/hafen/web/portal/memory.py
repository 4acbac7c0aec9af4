"""What changes only with the content of a municipality, kept per process.

The content version is part of each key, so nothing has to be forgotten by
hand; what is older falls out when room is needed. A page that ends at an
opening is made anew from what is kept here.
"""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.information.directory.queries import next_opening_change

_MOST = 400

Value = TypeVar("Value")
Until = datetime | None

_kept: dict[tuple[Hashable, ...], tuple[object, Until]] = {}


def kept(
    municipality: Municipality, *key: Hashable, make: Callable[[], Value]
) -> Value:
    """Return what was made for this key and content version; make it the first time.

    :param key: a name, and everything else that the value depends on
    """
    return kept_until(municipality, *key, now=None, make=lambda: (make(), None))


def kept_until(
    municipality: Municipality,
    *key: Hashable,
    now: Until,
    make: Callable[[], tuple[Value, Until]],
) -> Value:
    """As `kept`, for a value that ends by itself.

    :param make: gives the value, and the instant from which it is another one
    """
    whole = (municipality.pk, municipality.content_version, *key)
    found = _kept.get(whole)
    if found is None or (now and found[1] and found[1] <= now):
        found = make()
        _kept.pop(whole, None)
        while len(_kept) >= _MOST:
            _kept.pop(next(iter(_kept)), None)
        _kept[whole] = found
    value: Value = found[0]  # type: ignore[assignment]  # the name in the key tells
    return value


def next_change(municipality: Municipality, now: datetime) -> datetime | None:
    """Return when an offer opens or closes next; asked once until then."""

    def make() -> tuple[Until, Until]:
        instant = next_opening_change(municipality, now)
        return instant, instant

    return kept_until(municipality, "next", timezone.localdate(now), now=now, make=make)
