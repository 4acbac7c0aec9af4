"""Areas on the map: GeoJSON polygons, without Django and without a GIS library.

A point is (longitude, latitude) in degrees, WGS 84, as GeoJSON wants it
(RFC 7946). An area is a tuple of polygons, a polygon a tuple of rings: the
outer one first, then its holes; a ring is not closed by its first point.

Real borders never fit: neighbours overlap by a metre, a quarter sticks out of
its district. Nothing here builds a new shape, hence nothing can fail on such
borders; the common area of two shapes is a sum over pairs of edges.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
Area = tuple[Polygon, ...]
Edge = tuple[float, float, float, float, int]

METRES_PER_DEGREE = 111_319.49


class NotAnArea(ValueError):
    """A geometry that is no polygon in degrees; `problem` says why, as a code.

    `none`, `type`, `numbers`, `degrees` (coordinates are not WGS 84) or
    `ring` (fewer than three different points).
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Box:
    """The smallest rectangle around something."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        longitude, latitude = point
        return (
            self.west <= longitude <= self.east and self.south <= latitude <= self.north
        )

    def meets(self, other: "Box") -> bool:
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )


def read_area(geometry: Any) -> Area:
    """Return the area of a GeoJSON geometry (Polygon, MultiPolygon, collection).

    Heights are dropped, the winding of rings is set right.

    :raises NotAnArea: when it is something else
    """
    if not isinstance(geometry, dict):
        raise NotAnArea("none")
    area = tuple(
        polygon for part in _polygons(geometry) if (polygon := _read_polygon(part))
    )
    if not area:
        raise NotAnArea("none")
    return area


def as_geojson(area: Area) -> dict[str, Any]:
    """Return the MultiPolygon of an area, with closed rings of six decimals."""
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [
                [
                    [round(longitude, 6), round(latitude, 6)]
                    for longitude, latitude in (*ring, ring[0])
                ]
                for ring in polygon
            ]
            for polygon in area
        ],
    }


def contains(area: Area, point: Point) -> bool:
    """Return whether the point lies in the area and in none of its holes.

    A point on the border that two neighbours share belongs to one of them.
    """
    return any(_in_polygon(polygon, point) for polygon in area)


def box(area: Area) -> Box:
    points = [point for polygon in area for point in polygon[0]]
    return Box(
        west=min(longitude for longitude, _ in points),
        south=min(latitude for _, latitude in points),
        east=max(longitude for longitude, _ in points),
        north=max(latitude for _, latitude in points),
    )


def square_metres(area: Area) -> float:
    """Return the size of an area, right to about one in a thousand."""
    total = sum(_shoelace(ring) for polygon in area for ring in polygon)
    return abs(total) * _scale(box(area))


def overlap(one: Area, other: Area) -> float:
    """Return the size of what two areas have in common, in square metres.

    Each area is the signed sum of the strips between its edges and a line
    below both; what two strips have in common is an integral with a closed
    form. No intersection is ever constructed.
    """
    first, second = box(one), box(other)
    if not first.meets(second):
        return 0.0
    floor = min(first.south, second.south)
    total = sum(
        left[4] * right[4] * _common(left, right)
        for left, right in _pairs_above_each_other(
            _edges(one, floor), _edges(other, floor)
        )
    )
    return max(0.0, total) * _scale(first)


def centre(area: Area) -> Point:
    """Return the centroid of the largest part, for a label on the map."""
    ring = max(area, key=lambda polygon: abs(_shoelace(polygon[0])))[0]
    weight = x_sum = y_sum = 0.0
    x0, y0 = ring[0]
    for (x1, y1), (x2, y2) in _sides(ring):
        cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        weight += cross
        x_sum += (x1 + x2 - 2 * x0) * cross
        y_sum += (y1 + y2 - 2 * y0) * cross
    return x0 + x_sum / (3 * weight), y0 + y_sum / (3 * weight)


def distance(one: Point, other: Point) -> float:
    """Return the metres between two points as the crow flies (haversine)."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*one, *other))
    chord = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6_371_008.8 * math.asin(math.sqrt(min(1.0, chord)))


def simplified(area: Area, *, metres: float) -> Area:
    """Return the area with fewer points, for drawing; parts too small vanish.

    Keeps every point that lies at least `metres` from the one kept before it,
    so two neighbours that share their points keep nearly the same border.
    """
    step = metres / METRES_PER_DEGREE
    polygons = (
        tuple(ring for ring in (_thinned(ring, step) for ring in polygon) if ring)
        for polygon in area
    )
    return tuple(polygon for polygon in polygons if polygon)


def _polygons(geometry: dict[str, Any]) -> Iterator[Any]:
    kind, parts = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        for member in geometry.get("geometries") or ():
            yield from _polygons(member if isinstance(member, dict) else {})
    elif kind == "Polygon":
        yield parts
    elif kind == "MultiPolygon" and isinstance(parts, list):
        yield from parts
    else:
        raise NotAnArea("type")


def _read_polygon(rings: Any) -> Polygon:
    if not isinstance(rings, list):
        raise NotAnArea("numbers")
    outer, *holes = [_read_ring(ring) for ring in rings] or [()]
    if not outer:
        return ()
    return (_wound(outer, 1), *(_wound(hole, -1) for hole in holes))


def _read_ring(points: Any) -> Ring:
    try:
        ring = [(float(point[0]), float(point[1])) for point in points]
    except (TypeError, ValueError, IndexError, KeyError):
        raise NotAnArea("numbers") from None
    if not all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring):
        raise NotAnArea("degrees")
    ring = [point for point, after in _sides(ring) if point != after]
    if len(ring) < 3:
        raise NotAnArea("ring")
    return tuple(ring)


def _wound(ring: Ring, sense: int) -> Ring:
    """Return the ring so that it runs counter-clockwise (1) or clockwise (-1)."""
    return ring if _shoelace(ring) * sense >= 0 else ring[::-1]


def _sides(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], *ring[:1]), strict=True)


def _shoelace(ring: Ring) -> float:
    x0, y0 = ring[0]
    return (
        sum(
            (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
            for (x1, y1), (x2, y2) in _sides(ring)
        )
        / 2
    )


def _scale(around: Box) -> float:
    """Square metres of one square degree at the middle of the box."""
    middle = math.radians((around.south + around.north) / 2)
    return METRES_PER_DEGREE**2 * math.cos(middle)


def _in_polygon(polygon: Polygon, point: Point) -> bool:
    return sum(_crossings(ring, point) for ring in polygon) % 2 == 1


def _crossings(ring: Ring, point: Point) -> int:
    """Count the sides that a ray to the east crosses; each side is half-open."""
    x, y = point
    return sum(
        1
        for (x1, y1), (x2, y2) in _sides(ring)
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
    )


def _edges(area: Area, floor: float) -> list[Edge]:
    """Return the sides as (x1, h1, x2, h2, sign), from west to east, by x1.

    The sign is that of the strip under the side: a counter-clockwise ring has
    its upper sides run westwards. Upright sides have no strip.
    """
    edges = [
        (x1, y1 - floor, x2, y2 - floor, -1)
        if x1 < x2
        else (x2, y2 - floor, x1, y1 - floor, 1)
        for polygon in area
        for ring in polygon
        for (x1, y1), (x2, y2) in _sides(ring)
        if x1 != x2
    ]
    return sorted(edges)


def _pairs_above_each_other(
    first: Iterable[Edge], second: Iterable[Edge]
) -> Iterator[tuple[Edge, Edge]]:
    """Yield the pairs of sides that share a stretch from west to east."""
    starts = sorted(
        [(edge[0], 0, edge) for edge in first] + [(edge[0], 1, edge) for edge in second]
    )
    open_sides: tuple[list[Edge], list[Edge]] = ([], [])
    for x, owner, edge in starts:
        facing = [other for other in open_sides[1 - owner] if other[2] > x]
        open_sides[1 - owner][:] = facing
        for other in facing:
            yield edge, other
        open_sides[owner].append(edge)


def _common(one: Edge, other: Edge) -> float:
    """Integrate the lower of two sides over the stretch that they share."""
    start, end = max(one[0], other[0]), min(one[2], other[2])
    if end <= start:
        return 0.0
    a1, a2 = _height(one, start), _height(one, end)
    b1, b2 = _height(other, start), _height(other, end)
    before, after = a1 - b1, a2 - b2
    if before * after >= 0:
        lower = (a1, a2) if before + after <= 0 else (b1, b2)
        return (end - start) * (lower[0] + lower[1]) / 2
    # They cross: one is the lower before, the other one behind.
    share = before / (before - after)
    crossing = a1 + share * (a2 - a1)
    first, last = (a1, b2) if before < 0 else (b1, a2)
    return (
        (end - start)
        * (share * (first + crossing) + (1 - share) * (crossing + last))
        / 2
    )


def _height(edge: Edge, x: float) -> float:
    x1, h1, x2, h2, _ = edge
    return h1 + (x - x1) / (x2 - x1) * (h2 - h1)


def _thinned(ring: Ring, step: float) -> Ring:
    kept = [ring[0]]
    for x, y in ring[1:]:
        if math.hypot(x - kept[-1][0], y - kept[-1][1]) >= step:
            kept.append((x, y))
    return tuple(kept) if len(kept) > 2 else ()
