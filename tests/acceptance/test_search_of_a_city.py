"""A real city's list of offers, brought in and found on the public page."""

import json
from datetime import UTC, datetime

import pytest

from hafen.core.db.context import Context, acting
from hafen.core.db.names import sort_key
from hafen.core.places.models import Municipality
from hafen.information.directory.importers import SERVICES
from hafen.information.directory.models import Service
from hafen.mechanisms.imports import readers, services
from hafen.mechanisms.search.services import rebuild

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
# The rows of the list that a search must find; the heading does not count.
WANTED = {
    "Wohnungssuche": {10, 12, 18},
    "Sprachkurse": {4, 5, 66, 68, 70, 72, 73},
    "Migrationsberatng": {15, 18, 29, 30, 35, 36, 37},
    "auslanderbehorde": {7},
}


@pytest.fixture
def muenster(db, test_data):
    city = Municipality.objects.create(
        slug="muenster", name="Münster", languages=["de", "ar"], is_published=True
    )
    content = (test_data / "muenster" / "refugee_map.json").read_bytes()
    with acting(Context(municipality=city.pk)):
        run = services.load(
            readers.read_bytes(content),
            importer=SERVICES,
            municipality=city,
            file_name="refugee_map.json",
            by=None,
            options={},
        )
        services.plan(run, columns=None, now=NOW)
        services.apply(run, by=None, now=NOW)
    rebuild(municipality=city)
    return city


def test_core_a_real_citys_offers_are_found(client, muenster, test_data):
    path = test_data / "muenster" / "refugee_map.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    for words, numbers in WANTED.items():
        page = client.get("/muenster/de/search/", {"q": words})
        assert page.status_code == 200
        keys = [each["hit"].object_id for each in page.context["hits"]]
        found = Service.objects.filter(pk__in=keys).select_related("organisation")
        names = {sort_key(f"{s.organisation.name} {s.name}") for s in found}
        for number in numbers:
            name = sort_key(rows[number - 1]["Name"].split("<br>")[0])
            assert any(name in each for each in names), (words, number, name)


def test_an_arabic_reader_finds_the_german_text_flagged(client, muenster):
    page = client.get("/muenster/ar/search/", {"q": "دورة لغة"}).content.decode()

    assert "German Language Academy" in page
    assert 'class="untranslated"' in page
