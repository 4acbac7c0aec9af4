import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hafen.core.places import geometry, nesting

DATA = Path(os.environ.get("HAFEN_TEST_DATA", "../shared/data"))
muenster = pytest.mark.skipif(
    not (DATA / "muenster").is_dir(),
    reason="HAFEN_TEST_DATA holds no muenster/: the real borders are NOT tested",
)


def square(west, south, side, *holes):
    east, north = west + side, south + side
    outer = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return geometry.read_area(
        {"type": "Polygon", "coordinates": [outer, *(list(hole) for hole in holes)]}
    )


HOLE = [[0.25, 0.25], [0.75, 0.25], [0.75, 0.75], [0.25, 0.75], [0.25, 0.25]]


def test_a_point_lies_in_an_area_but_not_in_its_hole():
    ring = square(0, 0, 1, HOLE)
    assert geometry.contains(ring, (0.1, 0.1))
    assert not geometry.contains(ring, (0.5, 0.5))
    assert not geometry.contains(ring, (1.5, 0.5))


@given(st.floats(0.01, 0.99), st.floats(0.01, 1.99))
def test_a_point_on_a_shared_border_belongs_to_exactly_one_neighbour(x, y):
    left, right = square(-1, 0, 2), square(1, 0, 2)
    assert geometry.contains(left, (1, y)) != geometry.contains(right, (1, y))
    assert geometry.contains(left, (x, y))


def test_a_hole_counts_neither_for_the_size_nor_for_the_overlap():
    whole, ring = square(0, 0, 1), square(0, 0, 1, HOLE)
    assert geometry.square_metres(ring) == pytest.approx(
        0.75 * geometry.square_metres(whole), rel=1e-6
    )
    assert geometry.overlap(ring, whole) == pytest.approx(
        geometry.square_metres(ring), rel=1e-6
    )
    assert geometry.overlap(ring, square(0.25, 0.25, 0.5)) == pytest.approx(0, abs=1)


@given(
    st.floats(-2, 2),
    st.floats(-2, 2),
    st.floats(0.1, 2),
)
def test_the_overlap_of_two_squares_is_their_common_rectangle(x, y, side):
    one, other = square(0, 0, 1), square(x, y, side)
    width = max(0.0, min(1, x + side) - max(0, x))
    height = max(0.0, min(1, y + side) - max(0, y))
    unit = geometry.square_metres(one)
    assert geometry.overlap(one, other) == pytest.approx(
        width * height * unit, abs=unit * 1e-9
    )
    assert geometry.overlap(one, other) * geometry.square_metres(one) >= 0


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=6, max_size=6))
def test_the_overlap_of_two_triangles_agrees_with_clipping(points):
    one, other = (_triangle(points[:3]), _triangle(points[3:]))
    if one is None or other is None:
        return
    expected = _clipped_size(one[0][0], other[0][0])
    unit = geometry.square_metres(square(0, 0, 1))
    # Each box has its own middle latitude; near the equator that is 0.02 %.
    assert geometry.overlap(one, other) == pytest.approx(
        expected * unit, rel=5e-4, abs=unit * 1e-9
    )


def _triangle(points):
    try:
        return geometry.read_area({"type": "Polygon", "coordinates": [points]})
    except geometry.NotAnArea:
        return None


def _clipped_size(subject, clip):
    """Sutherland-Hodgman, an oracle for convex shapes."""
    shape = list(subject)
    for (ax, ay), (bx, by) in zip(clip, (*clip[1:], clip[0]), strict=True):

        def side(p, ax=ax, ay=ay, bx=bx, by=by):
            return (bx - ax) * (p[1] - ay) - (by - ay) * (p[0] - ax)

        result = []
        for p, q in zip(shape, shape[1:] + shape[:1], strict=True):
            if side(p) >= 0:
                result.append(p)
            if side(p) * side(q) < 0:
                t = side(p) / (side(p) - side(q))
                result.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
        shape = result
    if len(shape) < 3:
        return 0.0
    return abs(
        sum(
            p[0] * q[1] - q[0] * p[1]
            for p, q in zip(shape, shape[1:] + shape[:1], strict=True)
        )
        / 2
    )


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (None, "none"),
        ({"type": "Point", "coordinates": [7, 51]}, "type"),
        ({"type": "Polygon", "coordinates": [[["x", 1], [1, 1], [2, 2]]]}, "numbers"),
        ({"type": "Polygon", "coordinates": 7}, "numbers"),
        ({"type": "Polygon", "coordinates": []}, "none"),
        ({"type": "Polygon", "coordinates": [[[405000, 5757000]] * 4]}, "degrees"),
        ({"type": "Polygon", "coordinates": [[[float("nan"), 1]] * 4]}, "degrees"),
        ({"type": "Polygon", "coordinates": [[[7, 51], [7, 52], [7, 51]]]}, "ring"),
    ],
)
def test_a_broken_geometry_says_what_is_wrong(broken, problem):
    with pytest.raises(geometry.NotAnArea) as caught:
        geometry.read_area(broken)
    assert caught.value.problem == problem


def test_an_area_survives_the_way_through_geojson():
    area = square(0, 0, 1, HOLE)
    assert geometry.read_area(geometry.as_geojson(area)) == area


def test_heights_are_dropped_and_collections_are_read():
    flat = {"type": "Polygon", "coordinates": [[[0, 0, 60], [1, 0, 61], [1, 1, 60]]]}
    both = {"type": "GeometryCollection", "geometries": [flat, flat]}
    assert len(geometry.read_area(both)) == 2


def test_the_metres_between_two_church_towers():
    cathedral, town_hall = (7.6257, 51.9630), (7.6280, 51.9617)
    assert geometry.distance(cathedral, town_hall) == pytest.approx(214, abs=5)


# --- the real borders -------------------------------------------------------


def layer(name):
    file = json.loads((DATA / "muenster" / f"{name}.geojson").read_text())
    return {
        (name, feature["properties"]["Nr"]): geometry.read_area(feature["geometry"])
        for feature in file["features"]
    }


@pytest.fixture(scope="module")
def shapes():
    return [
        nesting.Shape.of(key, key[0], area)
        for name in ("stadtteile", "stadtbezirke")
        for key, area in layer(name).items()
    ]


@muenster
def test_every_quarter_of_muenster_lies_in_the_district_of_its_number(shapes):
    places = nesting.nest(shapes)
    quarters = {key[1]: place for key, place in places.items() if place.level == 2}
    assert len(quarters) == 45
    wrong = {
        number: place.parent
        for number, place in quarters.items()
        if place.parent != ("stadtbezirke", number // 10)
    }
    assert wrong == {}


@muenster
def test_few_quarters_lie_strictly_inside_yet_each_for_its_larger_part(shapes):
    shares = [place.share for place in nesting.nest(shapes).values() if place.parent]
    assert min(shares) > 0.5
    assert sum(1 for share in shares if share == 1.0) < len(shares)


@muenster
def test_districts_and_quarters_in_one_file_are_told_apart_by_depth():
    both = layer("stadtbezirke") | layer("stadtteile")
    depths = nesting.split_by_depth(both)
    assert sum(depths.values()) >= 45


@muenster
def test_every_distinct_point_of_the_map_lies_in_one_quarter(shapes):
    places = nesting.nest(shapes)
    index = nesting.Index((places[shape.key].level, shape) for shape in shapes)
    rows = json.loads((DATA / "muenster" / "refugee_map.json").read_text())
    points = {(float(row["X"]), float(row["Y"])) for row in rows}
    found = {index.at(point) for point in points}
    assert {key[0] for key in found} == {"stadtteile"}
