"""In which order the visits of a day are gone to; nothing outside is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from hafen.casework.outreach.models import HomeVisit
from hafen.core.places.geometry import Point, distance
from hafen.core.places.models import District
from hafen.core.places.queries import middle_of


@dataclass(frozen=True)
class Stop:
    """A visit on the way.

    :param metres: as the crow flies from the stop before, between the middles of
        their districts; None where one of both is not known, or it is the same
    """

    visit: HomeVisit
    metres: int | None = None

    @property
    def kilometres(self) -> float:
        return (self.metres or 0) / 1000


def way_of(visits: Iterable[HomeVisit]) -> list[Stop]:
    """
    Return the visits of a day in the order of the way.

    Those with an hour stand by it. Those without come after the one that is nearest
    to them, each time the nearest one next; of a place that is not known they come
    last, by district and address.
    """
    rows = list(visits)
    at = _places(rows)
    fixed = sorted((row for row in rows if row.at), key=lambda row: (row.at, row.pk))
    free = [row for row in rows if not row.at]
    order = fixed or _nearest_first(free[:1], at)
    left = [row for row in free if row not in order]
    ways: dict[UUID, list[HomeVisit]] = {row.pk: [row] for row in order}
    lost = [row for row in left if at[row.pk] is None]
    for row in (row for row in left if at[row.pk] is not None):
        ways[min(order, key=lambda one: _far(at, one, row)).pk].append(row)
    found = [row for one in order for row in _nearest_first(ways[one.pk], at)]
    return _stops([*found, *sorted(lost, key=_by_address)], at)


def _nearest_first(
    rows: list[HomeVisit], at: dict[UUID, Point | None]
) -> list[HomeVisit]:
    """Begin with the first one, and go to the nearest of the others each time."""
    found, left = rows[:1], rows[1:]
    while left:
        nearest = min(
            left, key=lambda row: (_far(at, found[-1], row), *_by_address(row))
        )
        left.remove(nearest)
        found.append(nearest)
    return found


def _by_address(row: HomeVisit) -> tuple[str, str]:
    district = row.arrival.district
    return district.name if district else "", row.arrival.address


def _far(at: dict[UUID, Point | None], one: HomeVisit, other: HomeVisit) -> float:
    here, there = at[one.pk], at[other.pk]
    return distance(here, there) if here and there else float("inf")


def _places(rows: list[HomeVisit]) -> dict[UUID, Point | None]:
    middles = {district: _middle(district) for district in _districts(rows)}
    return {row.pk: middles[row.arrival.district] for row in rows}


def _districts(rows: list[HomeVisit]) -> set[District | None]:
    return {row.arrival.district for row in rows}


def _middle(district: District | None) -> Point | None:
    latitude, longitude = middle_of(district)
    if latitude is None or longitude is None:
        return None
    return longitude, latitude


def _stops(rows: list[HomeVisit], at: dict[UUID, Point | None]) -> list[Stop]:
    stops = [Stop(row) for row in rows[:1]]
    for before, row in pairwise(rows):
        far = _far(at, before, row)
        stops.append(Stop(row, round(far) if 0 < far < float("inf") else None))
    return stops
