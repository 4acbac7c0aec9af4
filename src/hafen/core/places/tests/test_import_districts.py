import json
from pathlib import Path

import pytest

from hafen.core.places import queries, services
from hafen.core.places.errors import FileUnreadable
from hafen.core.places.models import District
from hafen.core.places.tests.builders import feature, square, write

pytestmark = pytest.mark.django_db

NORTH = feature("Nord", square(0, 1, 1), Nr=1)
SOUTH = feature("Süd", square(0, 0, 1), Nr=2)
QUARTERS = [
    feature("Hafen", square(0, 0, 0.5), Nr=21),
    # Sticks out of the south by a tenth.
    feature("Werft", square(0.5, 0.55, 0.5), Nr=22),
]


@pytest.fixture
def districts(tmp_path):
    return write(tmp_path / "bezirke.geojson", NORTH, SOUTH)


@pytest.fixture
def quarters(tmp_path):
    return write(tmp_path / "teile.geojson", *QUARTERS)


def load(town, path, **more):
    return services.import_districts(path=path, municipality=town, **more)


def counts(result):
    return result.created, result.updated, result.unchanged, result.merged


def by_name(town):
    return {district.name: district for district in queries.districts_of(town)}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_levels_follow_from_size_whichever_file_comes_first(
    town, districts, quarters, order
):
    files = [districts, quarters]
    for number in order:
        load(town, files[number])

    found = by_name(town)
    assert {name: district.level for name, district in found.items()} == {
        "Nord": 1,
        "Süd": 1,
        "Hafen": 2,
        "Werft": 2,
    }
    assert found["Werft"].parent_id == found["Süd"].pk
    assert [node.district.name for node in queries.district_tree(town)] == [
        "Nord",
        "Süd",
    ]


def test_the_same_file_twice_changes_nothing(town, districts, quarters):
    assert counts(load(town, districts)) == (2, 0, 0, 0)
    assert counts(load(town, quarters)) == (2, 0, 0, 0)
    versions = dict(District.objects.values_list("pk", "version"))

    assert counts(load(town, districts)) == (0, 0, 2, 0)
    assert counts(load(town, quarters)) == (0, 0, 2, 0)
    assert dict(District.objects.values_list("pk", "version")) == versions


def test_a_renamed_file_with_the_same_areas_is_the_same_layer(
    town, districts, tmp_path
):
    load(town, districts)

    assert counts(load(town, districts.rename(tmp_path / "neu.geojson"))) == (
        0,
        0,
        2,
        0,
    )


def test_a_new_name_or_outline_updates_the_district_of_that_number(town, tmp_path):
    load(town, write(tmp_path / "a.geojson", NORTH, SOUTH))
    renamed = feature("Nordstadt", square(0, 1, 1.1), Nr=1)

    assert counts(load(town, write(tmp_path / "a.geojson", renamed, SOUTH))) == (
        0,
        1,
        1,
        0,
    )
    assert set(by_name(town)) == {"Nordstadt", "Süd"}


def test_a_district_that_the_file_lacks_stays_and_is_named(town, tmp_path):
    load(town, write(tmp_path / "a.geojson", NORTH, SOUTH))
    result = load(town, write(tmp_path / "a.geojson", NORTH))

    assert [warning.value for warning in result.warnings] == ["Süd"]
    assert "Süd" in by_name(town)


def test_parts_of_one_district_in_several_features_are_one_district(town, tmp_path):
    island = feature("Nord", square(5, 5, 0.1), Nr=1)
    result = load(town, write(tmp_path / "a.geojson", NORTH, island, SOUTH))

    assert counts(result) == (2, 0, 0, 1)
    assert queries.district_of_point(town, longitude=5.05, latitude=5.05).name == "Nord"


def test_a_trial_says_what_would_happen_and_changes_nothing(town, districts):
    assert counts(load(town, districts, dry_run=True)) == (2, 0, 0, 0)
    assert not District.objects.filter(municipality=town).exists()


def test_a_bad_row_is_named_and_the_good_ones_come_in(town, tmp_path):
    nameless = {"type": "Feature", "properties": {}, "geometry": NORTH["geometry"]}
    metres = feature("Gauß", square(405_000, 5_757_000, 100))
    point = {
        "type": "Feature",
        "properties": {"Name": "Punkt"},
        "geometry": {"type": "Point", "coordinates": [7, 51]},
    }
    result = load(town, write(tmp_path / "a.geojson", NORTH, nameless, metres, point))

    assert counts(result) == (1, 0, 0, 0)
    assert [(error.row, error.column) for error in result.errors] == [
        (2, "name"),
        (3, "geometry"),
        (4, "geometry"),
    ]
    assert "EPSG:4326" in result.errors[1].problem
    assert result.rows == result.created + len(result.errors)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"Nr;Name\n1;Nord\n",
        b"[]",
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "Feature", "geometry": null}',
        b"[" * 100_000,
    ],
)
def test_an_unreadable_file_imports_nothing_and_says_what_to_do(
    town, tmp_path, content
):
    path = tmp_path / "kaputt.geojson"
    path.write_bytes(content)

    with pytest.raises(FileUnreadable, match=r"kaputt\.geojson"):
        load(town, path)


def test_a_missing_file_is_said_so(town, tmp_path):
    with pytest.raises(FileUnreadable, match="fehlt"):
        load(town, tmp_path / "fehlt.geojson")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1", "utf-16"])
def test_umlauts_survive_every_encoding(town, tmp_path, encoding):
    path = tmp_path / "a.geojson"
    text = json.dumps(
        {"type": "FeatureCollection", "features": [SOUTH]}, ensure_ascii=False
    )
    path.write_bytes(text.encode(encoding))
    load(town, path)

    assert "Süd" in by_name(town)


def test_districts_of_another_town_are_not_touched(town, other_town, districts):
    load(other_town, districts)

    assert counts(load(town, districts)) == (2, 0, 0, 0)
    assert queries.districts_of(other_town).count() == 2


def test_the_index_of_outlines_is_fresh_after_an_import(town, districts, quarters):
    load(town, districts)
    where = {"longitude": 0.2, "latitude": 0.2}
    assert queries.district_of_point(town, **where).name == "Süd"

    load(town, quarters)
    assert queries.district_of_point(town, **where).name == "Hafen"
    assert queries.district_of_point(town, longitude=9, latitude=9) is None


def test_placing_many_points_asks_the_database_once(
    town, districts, django_assert_num_queries
):
    load(town, districts)
    with django_assert_num_queries(1):
        for step in range(100):
            queries.district_id_at(town, longitude=0.5, latitude=step / 50)


# --- the real borders -------------------------------------------------------


@pytest.fixture
def muenster(town, test_data):
    folder = Path(test_data) / "muenster"
    results = [
        load(town, folder / f"{name}.geojson")
        for name in ("stadtteile", "stadtbezirke")
    ]
    return town, folder, results


def test_muenster_has_nine_districts_and_forty_five_quarters(muenster):
    town, folder, results = muenster
    assert [counts(result) for result in results] == [(45, 0, 0, 0), (9, 0, 0, 0)]
    assert [result.errors + result.warnings for result in results] == [[], []]

    quarters = queries.districts_of(town).filter(level=2).select_related("parent")
    assert quarters.count() == 45
    assert [q.name for q in quarters if q.number[:1] != q.parent.number] == []
    again = load(town, folder / "stadtteile.geojson")
    assert counts(again) == (0, 0, 45, 0)


def test_every_point_of_the_map_of_muenster_lies_in_a_quarter(muenster):
    town, folder, _results = muenster
    rows = json.loads((folder / "refugee_map.json").read_text(encoding="utf-8"))
    points = {(float(row["X"]), float(row["Y"])) for row in rows}
    found = [
        queries.district_of_point(town, longitude=x, latitude=y) for x, y in points
    ]

    assert len(points) == 62
    assert {district.level for district in found} == {2}
