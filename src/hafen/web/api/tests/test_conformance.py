"""HSDS 3.0: every answer over the whole demo town, by the published schemas."""

import json
from pathlib import Path

import pytest
import yaml
from django.utils import timezone

import hafen.config
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import in_order
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.models import Term
from hafen.information.directory.importers import SERVICES
from hafen.information.directory.models import ServiceAtLocation
from hafen.mechanisms.imports import readers, services

pytestmark = pytest.mark.django_db

DEMO = Path(hafen.config.__file__).parent / "demo"
# Endpoint: its item in lists, and the whole object. The published description
# names the schema of services for `/service_at_locations/{id}`, by mistake.
KINDS = {
    "services": ("compiled/service_list.json", "compiled/service.json"),
    "organizations": ("compiled/organization_list.json", "compiled/organization.json"),
    "service_at_locations": (
        "compiled/service_at_location_list.json",
        "compiled/service_at_location.json",
    ),
    "taxonomies": ("taxonomy.json", "taxonomy.json"),
    "taxonomy_terms": ("taxonomy_term.json", "taxonomy_term.json"),
}


@pytest.fixture
def demo(db):
    town = Municipality.objects.create(
        slug="demo-town",
        name="Musterhafen",
        languages=["de", "en", "ar", "fa", "uk", "ru", "tr", "fr"],
        is_published=True,
    )
    with acting(Context(municipality=town.pk, channel="demo")):
        for seed in in_order():
            text = (DEMO / f"{seed.name}.yaml").read_text(encoding="utf-8")
            seed.load(town, yaml.load(text, Loader=yaml.CSafeLoader))
    return town


@pytest.fixture
def muenster(town, test_data):
    with acting(Context(municipality=town.pk, channel="command")):
        run = services.load(
            readers.read(test_data / "muenster" / "refugee_map.json"),
            importer=SERVICES,
            municipality=town,
            file_name="refugee_map.json",
            by=None,
            options={"publish": True},
        )
        services.plan(run, columns=None, now=timezone.now(), is_kept=True)
        services.apply(run, by=None, now=timezone.now())
    return town


def every_answer(standard, ask, base):
    """Return all errors of all items, of all whole objects, and of some alone."""
    errors = []
    for kind, (item, whole) in KINDS.items():
        page = ask(f"{base}/{kind}", per_page=500)
        errors += standard.page_errors(page, item)
        assert page["size"] == page["total_items"] > 0, kind
        full = ask(f"{base}/{kind}", per_page=500, full="true")
        errors += standard.page_errors(full, whole)
        for one in page["contents"][:3]:
            errors += standard.errors(ask(f"{base}/{kind}/{one['id']}"), whole)
    return errors


def check_every_endpoint(standard, ask):
    term = Term.objects.filter(vocabulary__code="needs", code="N01").get()
    at = ServiceAtLocation.objects.select_related("service").first()
    keys = {
        "/services/{id}": at.service_id,
        "/taxonomies/{id}": term.vocabulary_id,
        "/taxonomy_terms/{id}": term.pk,
        "/organizations/{id}": at.service.organisation_id,
        "/service_at_locations/{id}": at.pk,
    }

    for path in standard.api["paths"]:
        for base in ("/hier/hsds", "/hsds"):
            assert ask(base + path.replace("{id}", str(keys.get(path))))


def test_the_examples_of_the_standard_pass_the_strict_schemas(standard, test_data):
    """What the check itself is worth."""
    folder = test_data / "hsds" / "3.0" / "examples"
    full = json.loads((folder / "service_full.json").read_text())

    assert standard.errors(full, "compiled/service.json") == []
    assert standard.errors(full | {"nam": "x"}, "compiled/service.json") != []


def test_the_whole_demo_conforms_to_the_standard(standard, ask, demo):
    assert every_answer(standard, ask, "/demo-town/hsds") == []
    assert ask("/demo-town/hsds/services")["total_items"] == 60


def test_the_muenster_data_conforms_to_the_standard(standard, ask, muenster):
    assert every_answer(standard, ask, "/hier/hsds") == []
    assert ask("/hier/hsds/services")["total_items"] > 60
    check_every_endpoint(standard, ask)
