import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from hafen.core.db.context import Context, acting
from hafen.core.db.names import sort_key
from hafen.core.db.roles import Role
from hafen.core.places.models import District, Site, StreetRange
from hafen.core.places.queries import site_for_address
from hafen.mechanisms.imports import problems, readers, services
from hafen.mechanisms.imports.models import Import
from hafen.mechanisms.imports.registry import importers

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HEAD = "Straße;Hausnummern;PLZ;Standort;Stadtteil\n"
LIST = (
    HEAD
    + "Brackeler Str.;1–35 ungerade;44309;Büro Ost;\n"
    + "Brackeler Straße;ab 36;44309;büro ost;Altstadt\n"
    + "Am Kai;;;Büro Ost;\n"
    + "Hafenweg;12;44309;Büro Nirgends;\n"
    + "Hafenweg;zwölf;44309;Büro Ost;\n"
    + "Hafenweg;9-3;44309;Büro Ost;\n"
)


@pytest.fixture
def office(town):
    with acting(Context(municipality=town.pk)), translation.override("en"):
        District.objects.create(
            municipality=town, name="Altstadt", sort_key=sort_key("Altstadt"), level=1
        )
        yield Site.objects.create(
            municipality=town,
            name="Büro Ost",
            sort_key=sort_key("Büro Ost"),
            kind=Site.Kind.OFFICE,
            is_published=True,
        )


def brought_in(town, text):
    run = services.load(
        readers.read_bytes(text.encode()),
        importer=importers["streets"],
        municipality=town,
        file_name="strassen.csv",
        by=None,
    )
    planned = services.plan(run, columns=None, now=NOW)
    services.apply(run, by=None, now=NOW)
    return run, planned


def test_a_list_of_streets_leads_every_house_to_its_site(town, office):
    _run, planned = brought_in(town, LIST)

    assert (planned.created, planned.rows_with_errors) == (3, 3)
    told = {(remark.row, remark.problem) for remark in planned.errors}
    assert told == {
        (5, problems.LEADS_NOWHERE),
        (6, problems.NUMBERS_UNREAD),
        (7, problems.NUMBERS_BACKWARDS),
    }
    for number, found in (("7", office), ("8", None), ("40", office)):
        where = {"street": "Brackeler Straße", "number": number, "on": NOW.date()}
        assert site_for_address(town, **where) == found, number


def test_the_same_list_twice_changes_nothing_and_one_is_taken_back(town, office):
    typed = StreetRange.objects.create(
        municipality=town,
        street="Am Kai",
        street_key="amkai",
        district=District.objects.get(),
    )
    first, _planned = brought_in(town, LIST)
    _second, again = brought_in(town, LIST)

    undone = services.undo(first, by=None, now=NOW)

    assert again.unchanged == 3
    assert undone.skipped == ()
    assert StreetRange.objects.get() == typed
    assert StreetRange.objects.get().site is None


def test_only_who_keeps_the_territory_brings_in_streets(town, office, person, sign_in):
    where = reverse("imports:upload", args=[town.slug, "streets"])

    assert sign_in(person(town, Role.EDITOR)).get(where).status_code == 404
    desk = sign_in(person(town, Role.ADMINISTRATOR))
    assert desk.get(where).status_code == 200
    desk.post(where, {"file": SimpleUploadedFile("s.csv", LIST.encode())})
    assert Import.objects.get().importer == "streets"
