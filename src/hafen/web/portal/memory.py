"""What changes only with the content of a municipality, kept per process.

The content version is part of each key, so nothing has to be forgotten by
hand; what is older falls out when room is needed.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from hafen.core.places.models import Municipality
from hafen.information.directory.queries import next_opening_change

_MOST = 500

Value = TypeVar("Value")

_kept: dict[tuple[Hashable, ...], object] = {}


def kept(
    municipality: Municipality, *key: Hashable, make: Callable[[], Value]
) -> Value:
    """Return what was made for this key and content version; make it the first time.

    :param key: a name, and everything else that the value depends on
    """
    whole = (municipality.pk, municipality.content_version, *key)
    found = _kept.get(whole)
    if found is None:
        found = make()
        while len(_kept) >= _MOST:
            _kept.pop(next(iter(_kept)), None)
        _kept[whole] = found
    value: Value = found  # type: ignore[assignment]  # the name in the key tells
    return value


def next_change(municipality: Municipality, now: datetime) -> datetime | None:
    """Return when an offer opens or closes next; asked once until then."""
    instant = kept(
        municipality,
        "next",
        make=lambda: _Change(next_opening_change(municipality, now)),
    )
    if instant.at is not None and instant.at <= now:
        instant.at = next_opening_change(municipality, now)
    return instant.at


@dataclass
class _Change:
    at: datetime | None
