from datetime import date

import pytest

from hafen.core.places import queries
from hafen.core.places.addresses import split_address, street_key
from hafen.core.places.models import District, Territory
from hafen.core.places.tests.builders import region

TODAY = date(2026, 11, 19)


@pytest.fixture
def dortmund(town):
    return {
        name: District.objects.create(
            municipality=town, layer="bezirke", name=name, sort_key=name.lower()
        )
        for name in ("Aplerbeck", "Brackel", "Hörde", "Huckarde", "Mengede")
    }


@pytest.mark.django_db
def test_d48_the_districts_with_action_areas(town, dortmund):
    for name in ("Hörde", "Mengede", "Huckarde"):
        region(
            town, f"Aktionsraum {name}", Territory.Kind.ACTION_AREA, [dortmund[name]]
        )
    found = queries.districts_in(town, kind=Territory.Kind.ACTION_AREA, on=TODAY)

    assert {district.name for district in found} == {"Hörde", "Mengede", "Huckarde"}


@pytest.mark.django_db
def test_m48_a_social_region_knows_its_districts(town, dortmund):
    region(
        town,
        "Ost",
        Territory.Kind.SOCIAL_REGION,
        [dortmund["Brackel"], dortmund["Aplerbeck"]],
    )
    [east] = queries.territories_of(town, on=TODAY, kind=Territory.Kind.SOCIAL_REGION)

    assert {member.district.name for member in east.members.all()} == {
        "Brackel",
        "Aplerbeck",
    }


@pytest.mark.django_db
def test_a_territory_that_ran_out_is_not_counted(town, dortmund):
    region(
        town,
        "Alt",
        Territory.Kind.ACTION_AREA,
        dortmund.values(),
        valid_until=date(2025, 12, 31),
    )
    assert not queries.districts_in(town, kind="ACTION_AREA", on=TODAY).exists()


@pytest.mark.django_db
def test_the_filter_by_a_district_takes_in_all_below_it(town, dortmund):
    parent = dortmund["Brackel"]
    below = District.objects.create(
        municipality=town, layer="teile", name="Neuasseln", parent=parent, level=2
    )
    assert queries.districts_within(town, parent.pk) == {parent.pk, below.pk}
    assert queries.ancestors_of(below) == [below.pk, parent.pk]


@pytest.mark.parametrize(
    "spelling",
    ["Brackeler Straße", "brackeler str.", "BRACKELER-STRASSE", "Brackelerstr"],
)
def test_all_spellings_of_a_street_are_one(spelling):
    assert street_key(spelling) == street_key("Brackeler Straße")


def test_umlauts_may_be_spelled_out():
    assert street_key("Muehlenstrasse") == street_key("Mühlenstr.")
    assert street_key("Neue Gasse") != street_key("Alte Gasse")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Brackeler Hellweg 144", ("Brackeler Hellweg", "144")),
        ("Straße des 17. Juni 5", ("Straße des 17. Juni", "5")),
        ("Hafenweg 3 b, 44309 Dortmund", ("Hafenweg", "3 b")),
        ("Brackel", ("Brackel", "")),
    ],
)
def test_an_address_is_split_into_street_and_number(line, parts):
    assert split_address(line) == parts
