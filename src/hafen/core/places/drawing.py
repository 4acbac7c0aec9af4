"""A map of districts as SVG paths: no tiles, no script, no third party."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from hafen.core.places.geometry import (
    METRES_PER_DEGREE,
    Area,
    Point,
    Ring,
    centre,
    read_area,
    simplified,
)
from hafen.core.places.models import District

WIDTH = 800
# Points closer than this on the drawing are one.
FINEST = 1.5


@dataclass(frozen=True)
class Drawn:
    """One district on the drawing; x and y are where its name stands."""

    district: District
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """A map; `marks` are the positions of points that were asked for."""

    width: int
    height: int
    shapes: tuple[Drawn, ...]
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def draw(
    districts: Iterable[District], *, marks: Iterable[Point] = ()
) -> Drawing | None:
    """Return the map of districts with outlines, the upper levels first.

    None when none of them has an outline.
    """
    areas = [
        (district, read_area(district.geometry))
        for district in districts
        if district.geometry
    ]
    if not areas:
        return None
    sheet = _Sheet([area for _district, area in areas])
    shapes = tuple(
        Drawn(district, sheet.path(area), *sheet.place(centre(area)))
        for district, area in sorted(areas, key=lambda entry: entry[0].level)
    )
    return Drawing(
        sheet.width, sheet.height, shapes, tuple(sheet.place(mark) for mark in marks)
    )


class _Sheet:
    """Puts degrees on paper: equirectangular at the middle latitude, north up."""

    def __init__(self, areas: list[Area]) -> None:
        points = [point for area in areas for polygon in area for point in polygon[0]]
        self._west = min(longitude for longitude, _ in points)
        self._north = max(latitude for _, latitude in points)
        east = max(longitude for longitude, _ in points)
        south = min(latitude for _, latitude in points)
        self._narrowing = math.cos(math.radians((self._north + south) / 2))
        across = max((east - self._west) * self._narrowing, 1e-9)
        self._scale = WIDTH / max(across, self._north - south)
        self.width = math.ceil(across * self._scale)
        self.height = math.ceil((self._north - south) * self._scale)

    def place(self, point: Point) -> tuple[int, int]:
        longitude, latitude = point
        return (
            round((longitude - self._west) * self._narrowing * self._scale),
            round((self._north - latitude) * self._scale),
        )

    def path(self, area: Area) -> str:
        metres = FINEST / self._scale * METRES_PER_DEGREE
        thin = simplified(area, metres=metres) or area
        return " ".join(self._ring(ring) for polygon in thin for ring in polygon)

    def _ring(self, ring: Ring) -> str:
        places = [self.place(point) for point in ring]
        distinct = [
            place
            for place, before in zip(places, [None, *places[:-1]], strict=True)
            if place != before
        ]
        return "M" + "L".join(f"{x} {y}" for x, y in distinct) + "Z"
