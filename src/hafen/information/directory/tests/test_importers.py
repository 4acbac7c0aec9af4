import datetime as dt
import json
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hafen.core.db.context import Context, acting
from hafen.core.places import services as places
from hafen.core.places.models import District, Municipality
from hafen.information.directory.import_cleaning import (
    NO_DISTRICT,
    NO_POSITION,
    NO_TOPIC,
    UNLIKELY_POSTAL_CODE,
)
from hafen.information.directory.importers import SERVICES
from hafen.information.directory.models import Location, Service
from hafen.mechanisms.imports import problems, queries, readers, services
from hafen.mechanisms.search import services as search
from hafen.mechanisms.search.queries import Wanted, find
from hafen.network.organisations.models import Organisation

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def here(town):
    with acting(Context(municipality=town.pk)):
        yield town


def loaded(here, content, **options):
    return services.load(
        readers.read_bytes(content),
        importer=SERVICES,
        municipality=here,
        file_name="list",
        by=None,
        options=options,
    )


def brought_in(here, content, **options):
    run = loaded(here, content, **options)
    services.plan(run, columns=None, now=NOW)
    return run, services.apply(run, by=None, now=NOW)


def figures(found):
    return (found.rows, found.created, found.updated, found.unchanged, found.merged)


def sentences(found, row):
    return [w.problem for w in found.warnings if w.row == row]


@pytest.fixture
def map_of_muenster(test_data):
    return (test_data / "muenster" / "refugee_map.json").read_bytes()


@pytest.fixture
def muenster(here, test_data):
    for name in ("stadtbezirke", "stadtteile"):
        path = test_data / "muenster" / f"{name}.geojson"
        places.import_districts(path=path, municipality=here, layer=name)
    return here


def test_core_the_map_of_muenster_becomes_67_offers_and_is_taken_back(
    muenster, map_of_muenster
):
    run, found = brought_in(muenster, map_of_muenster)
    offers = Service.objects.filter(municipality=muenster)
    assert figures(found) == (76, 67, 0, 0, 9)
    assert found.errors == ()
    assert offers.filter(state=Service.State.PUBLISHED).count() == 67
    assert not Location.objects.filter(district__isnull=True).exists()
    quirks_are_read(offers, found)
    search.rebuild(municipality=muenster)
    for words, rows in LOOKED_FOR.items():
        assert rows <= rows_found(muenster, run, words), words

    versions = dict(offers.values_list("pk", "version"))
    _, again = brought_in(muenster, map_of_muenster)
    assert figures(again) == (76, 0, 0, 67, 9)
    assert dict(offers.values_list("pk", "version")) == versions

    undone = services.undo(run, by=None, now=NOW)
    assert (undone.removed, undone.skipped) == (67, ())
    for model in (Service, Organisation, Location):
        assert not model.objects.filter(municipality=muenster).exists()


LOOKED_FOR = {
    "Wohnungssuche": {10, 12, 18},
    "Sprachkurse": {4, 5, 66, 68, 70, 72, 73},
    "Migrationsberatng": {15, 18, 29, 30, 35, 36, 37},
    "auslanderbehorde": {7},
}


def rows_found(here, run, words):
    """Return the rows of the list whose offers a visitor finds."""
    pages = (
        find(here, Wanted(text=words, language="de", page=page)) for page in range(1, 6)
    )
    keys = {UUID(str(hit.object_id)) for found in pages for hit in found.hits}
    rows = queries.rows_of(run)
    bearers = {row.number for row in rows if row.object_id in keys}
    return bearers | {row.number for row in rows if row.joined_with in bearers}


def quirks_are_read(offers, found):
    # Row 15: "Deutsches Rotes Kreuz Münster<br>Migrationsberatung für …".
    unit = offers.get(organisation__name="Deutsches Rotes Kreuz Münster")
    assert unit.name.startswith("Migrationsberatung für erwachsene Zuwanderer")
    assert not offers.filter(name__contains="<").exists()
    # Row 8 has two numbers, row 26 a text beside its number.
    two = offers.get(phones__number="+492511448629")
    assert [p.number for p in two.phones.order_by("place")] == [
        "+492511448629",
        "+492511448647",
    ]
    (phone,) = offers.get(name__startswith="Obulus").phones.all()
    assert phone.label == "Pfarrbüro St. Marien und St. Josef"
    assert sentences(found, 26) == [problems.TEXT_BESIDE_NUMBER]
    # Rows 9 and 76 have a postal code of another region.
    assert UNLIKELY_POSTAL_CODE in sentences(found, 76)
    assert UNLIKELY_POSTAL_CODE in sentences(found, 9)
    # Rows 50 to 52 are one offer with three topics and two descriptions.
    office = offers.get(name="Sozialbüro im cuba")
    assert office.topics.count() == 3
    assert office.description.count("Lebenslagen") >= 2
    # Rows 21 and 41 are proposed, and both stay.
    assert any("row 21" in problem for problem in sentences(found, 41))
    assert offers.filter(phones__number="+4925134443").count() == 2


def test_the_map_as_geojson_gives_the_same(here, map_of_muenster):
    rows = json.loads(map_of_muenster)
    features = [
        {
            "type": "Feature",
            "properties": {k: v for k, v in row.items() if k not in "XY" or not k},
            "geometry": {"type": "Point", "coordinates": [row["X"], row["Y"]]},
        }
        for row in rows
    ]
    content = {"type": "FeatureCollection", "features": features}

    run = loaded(here, json.dumps(content).encode())
    found = services.plan(run, columns=None, now=NOW)

    assert figures(found) == (76, 67, 0, 0, 9)
    assert NO_POSITION not in {w.problem for w in found.warnings}


HEAD = "Bezeichnung;Träger;Straße;Hausnr.;PLZ;Ort;Thema;Sprachen;Stand;Telefon\n"


def csv(*rows):
    return (HEAD + "\n".join(rows) + "\n").encode("latin-1")


def test_a_list_with_the_usual_headings_of_an_office_is_read(here):
    row = "Sprachcafé;Hafenverein e.V.;Am Kai;4;12345;Hafen;Sprache;"
    _, found = brought_in(here, csv(row + "Arabisch, Farsi;1.2.26;0251 492-0"))

    assert found.errors == ()
    (offer,) = Service.objects.all()
    location = offer.places.get().location
    assert (offer.name, offer.organisation.name) == ("Sprachcafé", "Hafenverein e.V.")
    assert location.one_line == "Am Kai 4, 12345 Hafen"
    assert offer.last_checked_on == dt.date(2026, 2, 1)
    assert {row.language_id for row in offer.languages.all()} == {"ar", "fa"}
    assert [phone.number for phone in offer.phones.all()] == ["+492514920"]
    assert NO_POSITION in sentences(found, 2)


def test_what_is_unknown_is_told_and_the_row_is_imported(here):
    row = "Angelkurs;;Am Kai;4;12345;Hafen;Quallenkunde;Klingonisch;gestern;"
    _, found = brought_in(here, csv(row))

    columns = {w.column: w.value for w in found.warnings}
    assert columns["Sprachen"] == "Klingonisch"
    assert columns["Stand"] == "gestern"
    assert NO_TOPIC in sentences(found, 2)
    (offer,) = Service.objects.all()
    assert offer.is_draft
    assert offer.keywords == ["Quallenkunde"]


def test_a_row_without_a_name_is_not_imported(here):
    _, found = brought_in(here, csv(";Verein;Am Kai;4;1;Hafen;;;;", "Café;;;;;;;;;"))

    assert [(e.row, e.column) for e in found.errors] == [(2, "Bezeichnung")]
    assert found.created == 1


def test_a_point_outside_every_district_is_told_and_imported(here):
    places_of = District.objects.filter(municipality=here)
    assert not places_of.exists()
    _, found = brought_in(here, b"Name,X,Y,Thema\nHaus,7.6,51.9,Arbeit\n")

    assert NO_DISTRICT in sentences(found, 2)
    assert Location.objects.get().longitude == 7.6


def test_a_changed_list_changes_its_offer_and_taking_back_restores_it(here):
    first = csv("Café;;Am Kai;4;12345;Hafen;Sprache;;;0251 492-0")
    second = csv("Café;;Am Kai;4;12345;Hafen;Arbeit;;;0251 492-1")
    brought_in(here, first)
    Service.objects.update(costs="frei")

    run, found = brought_in(here, second)
    (offer,) = Service.objects.all()
    assert figures(found) == (1, 0, 1, 0, 0)
    assert [phone.number for phone in offer.phones.all()] == ["+492514921"]
    assert [topic.term.code for topic in offer.topics.all()] == ["N05"]
    assert offer.costs == "frei"

    undone = services.undo(run, by=None, now=NOW)
    assert undone.restored == 1
    assert [phone.number for phone in offer.phones.all()] == ["+492514920"]
    assert [topic.term.code for topic in offer.topics.all()] == ["N01"]


def test_an_edited_offer_is_kept_when_its_import_is_taken_back(here):
    run, _ = brought_in(here, csv("Café;;;;;;Sprache;;;", "Hof;;;;;;Arbeit;;;"))
    Service.objects.filter(name="Hof").update(version=9)

    undone = services.undo(run, by=None, now=NOW)

    assert [(one.row, one.title) for one in undone.skipped] == [(3, "Hof")]
    assert [offer.name for offer in Service.objects.all()] == ["Hof"]


def test_drafts_stay_drafts_when_nothing_is_to_be_published(here):
    brought_in(here, csv("Café;;;;;;Sprache;;;"), publish=False)

    assert Service.objects.get().is_draft
    assert Organisation.objects.get().is_draft


def test_an_import_sees_only_its_own_municipality(here, other_town):
    brought_in(here, csv("Café;;;;;;Sprache;;;"))
    with acting(Context(municipality=other_town.pk)):
        _, found = brought_in(other_town, csv("Café;;;;;;Sprache;;;"))

    assert found.created == 1
    assert Municipality.objects.filter(pk=other_town.pk).exists()
    assert Organisation.objects.filter(name="Café").count() == 2


def test_what_one_offer_of_a_list_costs(here):
    def cost(*names):
        rows = [f"{name};Hafenverein;Am Kai;4;12345;Hafen;Sprache;;;" for name in names]
        run = loaded(here, csv(*rows))
        services.plan(run, columns=None, now=NOW)
        with CaptureQueriesContext(connection) as captured:
            services.apply(run, by=None, now=NOW)
        skipped = ("SAVEPOINT", "RELEASE", "SELECT set_config")
        return [q["sql"] for q in captured if not q["sql"].startswith(skipped)]

    cost("Was vorher warm wird")
    one, two = cost("Nähstube"), cost("Radwerkstatt", "Lerngruppe")

    assert len(two) - len(one) <= 24, "\n".join(two)
