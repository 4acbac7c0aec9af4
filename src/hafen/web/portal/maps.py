"""What the map of the list draws: outlines of districts, and a point per place."""

from collections.abc import Iterable
from typing import Any

from hafen.core.places.models import District, Municipality
from hafen.information.directory.queries import Card

MOST_POINTS = 500
# About 30 m: nobody sees less on a town's map, and a phone loads it quickly.
_STEP = 0.0004
_DIGITS = 5


def map_data(
    municipality: Municipality, language: str, cards: Iterable[Card]
) -> dict[str, Any]:
    return {
        "districts": [
            {"name": district.name, "area": _thinned(district.geometry)}
            for district in District.objects.filter(
                municipality=municipality, parent__isnull=True
            )
            .active()
            .in_order()
            if district.geometry
        ],
        "points": [
            {
                "name": str(card.name),
                "at": [where.latitude, where.longitude],
                "where": where.one_line,
                "address": f"/{municipality.slug}/{language}/offers/{card.address}/",
            }
            for card in cards
            for where in card.where
            if where.latitude is not None
        ],
    }


def _thinned(geometry: dict[str, Any]) -> dict[str, Any]:
    """Leave out the corners of an outline that are nearer than one step."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return {
        "type": "MultiPolygon",
        "coordinates": [[_ring(ring) for ring in rings] for rings in polygons],
    }


def _ring(ring: list[list[float]]) -> list[list[float]]:
    kept = [ring[0]]
    for point in ring[1:-1]:
        if max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= _STEP:
            kept.append(point)
    kept.append(ring[-1])
    if len(kept) < 4:
        kept = ring
    return [[round(number, _DIGITS) for number in point[:2]] for point in kept]
