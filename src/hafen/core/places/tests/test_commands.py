from argparse import Namespace

import pytest

from hafen.core.places import commands, queries
from hafen.core.places.errors import MunicipalityUnknown
from hafen.core.places.tests.builders import feature, square, write

pytestmark = pytest.mark.django_db


def options(path, **more):
    return Namespace(
        **{
            "file": str(path),
            "municipality": "hier",
            "layer": "",
            "dry_run": False,
            **more,
        }
    )


def test_a_municipality_is_created_with_one_line():
    outcome = commands.create(
        Namespace(
            slug="neustadt",
            name="Neustadt",
            languages="de,ar,en",
            land="HE",
            closed=True,
        )
    )
    assert outcome.data["languages"] == ["de", "ar", "en"]
    assert queries.municipality_by_slug("neustadt").land == "HE"


def test_an_import_answers_with_one_object_of_counts_and_problems(town, tmp_path):
    path = write(
        tmp_path / "bezirke.geojson",
        feature("Nord", square(0, 0, 1)),
        feature("", square(1, 0, 1)),
    )
    outcome = commands.districts(options(path))

    assert set(outcome.data) == {
        "rows",
        "created",
        "updated",
        "unchanged",
        "merged",
        "import_id",
        "errors",
        "warnings",
    }
    assert (outcome.data["rows"], outcome.data["created"]) == (2, 1)
    [error] = outcome.data["errors"]
    assert set(error) == {"row", "column", "value", "problem"}
    assert error["row"] == 2


def test_a_trial_says_so_and_an_unknown_town_is_named(town, tmp_path):
    path = write(tmp_path / "bezirke.geojson", feature("Nord", square(0, 0, 1)))
    assert len(commands.districts(options(path, dry_run=True)).lines) == 2
    assert not queries.districts_of(town)

    with pytest.raises(MunicipalityUnknown, match="nirgends"):
        commands.districts(options(path, municipality="nirgends"))
