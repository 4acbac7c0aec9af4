"""Which area lies in which: levels from layers, parents by the largest overlap.

A layer is what one authority drew at one time and what tiles the town: its
districts, its quarters. Layers are ordered by the mean size of their areas.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Generic, TypeVar

from hafen.core.places.geometry import Area, Box, Point, box, contains, square_metres
from hafen.core.places.geometry import overlap as common_area

Key = TypeVar("Key", bound=Hashable)

# A share below it is a border drawn twice, not a part of the area.
LEAST_SHARE = 0.01


@dataclass(frozen=True)
class Shape(Generic[Key]):
    """One area to be placed: its key, its layer, its outline and its size."""

    key: Key
    layer: str
    area: Area
    box: Box
    size: float

    @classmethod
    def of(cls, key: Key, layer: str, area: Area) -> "Shape[Key]":
        return cls(key, layer, area, box(area), square_metres(area))


@dataclass(frozen=True)
class Place(Generic[Key]):
    """Where an area stands in the tree; `share` of it lies in its parent."""

    level: int
    parent: Key | None
    share: float


def nest(shapes: Iterable[Shape[Key]]) -> dict[Key, Place[Key]]:
    """Return the place of every area: level 1 for the layer of the largest.

    An area belongs to that area of the layer above with which it has most in
    common; a tie is decided by the key, so that the result never flickers.
    """
    above: list[list[Shape[Key]]] = []
    places: dict[Key, Place[Key]] = {}
    for layer in _by_size(shapes):
        for shape in layer:
            places[shape.key] = _place(shape, above)
        above.append(layer)
    return places


def split_by_depth(areas: Mapping[Key, Area]) -> dict[Key, int]:
    """Return how many larger areas of the same file hold most of each area.

    A file may bring districts and quarters in one list; areas of one tiling
    have nothing in common and stay at depth 0 together.
    """
    shapes = [Shape.of(key, "", area) for key, area in areas.items()]
    return {
        shape.key: sum(
            1
            for other in shapes
            if other.size > shape.size
            and shape.box.meets(other.box)
            and common_area(shape.area, other.area) > shape.size / 2
        )
        for shape in shapes
    }


class Index(Generic[Key]):
    """Finds the deepest area around a point.

    :param shapes: the areas with their levels
    """

    def __init__(self, shapes: Iterable[tuple[int, Shape[Key]]]) -> None:
        self._shapes = sorted(shapes, key=lambda entry: (-entry[0], entry[1].size))

    def at(self, point: Point) -> Key | None:
        """Return the key of the deepest area around the point, None outside."""
        for _level, shape in self._shapes:
            if shape.box.holds(point) and contains(shape.area, point):
                return shape.key
        return None


def _by_size(shapes: Iterable[Shape[Key]]) -> list[list[Shape[Key]]]:
    layers: dict[str, list[Shape[Key]]] = {}
    for shape in shapes:
        layers.setdefault(shape.layer, []).append(shape)
    return sorted(
        layers.values(), key=lambda layer: -fmean(shape.size for shape in layer)
    )


def _place(shape: Shape[Key], above: list[list[Shape[Key]]]) -> Place[Key]:
    """Look for the parent in the layer above; where it has none, one higher."""
    for layer in reversed(above):
        parent, common = _largest_overlap(shape, layer)
        if parent is not None and common >= shape.size * LEAST_SHARE:
            return Place(len(above) + 1, parent.key, min(1.0, common / shape.size))
    return Place(len(above) + 1, None, 0.0)


def _largest_overlap(
    shape: Shape[Key], layer: list[Shape[Key]]
) -> tuple[Shape[Key] | None, float]:
    near = [other for other in layer if other.box.meets(shape.box)]
    found = [(common_area(shape.area, other.area), other) for other in near]
    if not found:
        return None, 0.0
    common, parent = max(found, key=lambda entry: (entry[0], str(entry[1].key)))
    return parent, common
