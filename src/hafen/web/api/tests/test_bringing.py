"""HSDS in and out again: nothing is lost, nobody is named who did not agree."""

import io
import json
import zipfile

import pytest
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.information.directory.models import Location, Service
from hafen.information.directory.services import edit_service
from hafen.mechanisms.imports import services as imports
from hafen.mechanisms.imports.registry import Scope
from hafen.network.organisations.models import Organisation
from hafen.web.api.bringing import files
from hafen.web.api.bringing.importer import HSDS, exported
from hafen.web.api.models import PublishedPeople, StandardRecord

pytestmark = pytest.mark.django_db

AGREED = "Die Quelle veröffentlicht mit Einwilligung."


def bring(town, content, **options):
    """Import a file as the command does; return the run and its result."""
    with acting(Context(municipality=town.pk, channel="command")):
        run = imports.load(
            files.read(content),
            importer=HSDS,
            municipality=town,
            file_name="hsds.json",
            by=None,
            options={"publish": True, **options},
        )
        imports.plan(run, columns=None, now=timezone.now())
        result = imports.apply(run, by=None, now=timezone.now())
    return run, result


def without_metadata(value):
    if isinstance(value, dict):
        return {k: without_metadata(v) for k, v in value.items() if k != "metadata"}
    if isinstance(value, list):
        return [without_metadata(one) for one in value]
    return value


@pytest.fixture
def examples(test_data):
    return test_data / "hsds" / "3.0" / "examples"


@pytest.fixture
def again(town):
    """What the house says of an entry that it took from elsewhere."""

    def export(kind, model):
        with acting(Context(municipality=town.pk)):
            scope = Scope(town, None, timezone.now())
            return json.loads(json.dumps(exported(kind, model.objects.get().pk, scope)))

    return export


def test_a_service_comes_out_as_it_went_in(town, examples, again):
    content = (examples / "service_full.json").read_bytes()
    bring(town, content, people_agreed=AGREED)

    assert again("service", Service) == without_metadata(json.loads(content))


def test_an_organisation_comes_out_as_it_went_in(town, examples, again):
    content = (examples / "organization_full.json").read_bytes()
    bring(town, content, people_agreed=AGREED)

    assert again("organization", Organisation) == without_metadata(json.loads(content))


def test_a_place_of_a_service_comes_out_as_it_went_in(client, town, examples):
    content = (examples / "service_at_location_full.json").read_bytes()
    said = without_metadata(json.loads(content))
    bring(town, content, people_agreed=AGREED, topic="N01")

    found = client.get(f"/hier/hsds/service_at_locations/{said['id']}").json()

    service = found["service"]
    # Published, it says two things more: our topic, and where its page is.
    assert service.pop("web_page")
    service["attributes"] = service["attributes"][:1]
    assert found == said


def test_what_comes_in_can_be_published_and_conforms(client, standard, town, examples):
    content = (examples / "service_full.json").read_bytes()
    bring(town, content, topic="N01")
    key = json.loads(content)["id"]

    answer = client.get(f"/hsds/services/{key}")

    assert standard.errors(answer.json(), "compiled/service.json") == []
    for secret in ("Ann Persona", "A. Persona", "assurer_email"):
        assert secret not in answer.content.decode()
    with acting(Context(municipality=town.pk)):
        assert not PublishedPeople.objects.exists()
        assert "Persona" not in str(list(StandardRecord.objects.values("said", "was")))


def test_what_is_changed_here_wins_over_the_source(town, examples, again):
    said = json.loads((examples / "service_full.json").read_text())
    bring(town, json.dumps(said).encode())
    with acting(Context(municipality=town.pk)):
        edit_service(
            service=Service.objects.get(),
            data={"alert": "Heute geschlossen.", "phones": []},
            expected=None,
            by=None,
            now=timezone.now(),
        )

    found = again("service", Service)

    assert found["alert"] == "Heute geschlossen."
    assert "phones" not in found
    assert found["wait_time"] == said["wait_time"]


def test_a_second_import_changes_and_is_taken_back(town, examples, again):
    said = json.loads((examples / "service_full.json").read_text())
    bring(town, json.dumps(said).encode())
    before = again("service", Service)
    later, result = bring(town, json.dumps(said | {"wait_time": "2 days"}).encode())

    assert result.updated == 1
    assert again("service", Service)["wait_time"] == "2 days"
    with acting(Context(municipality=town.pk)):
        imports.undo(later, by=None, now=timezone.now())
    assert again("service", Service)["wait_time"] == before["wait_time"]


def test_an_import_taken_back_leaves_nothing(town, examples):
    run, _result = bring(town, (examples / "service_full.json").read_bytes())
    with acting(Context(municipality=town.pk)):
        imports.undo(run, by=None, now=timezone.now())

        for model in (Service, Organisation, Location, StandardRecord):
            assert not model.objects.exists(), model


def test_the_csv_example_reports_its_dangling_keys(town, examples):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for path in (examples / "csv").glob("*.csv"):
            packed.write(path, path.name)

    _run, result = bring(town, archive.getvalue())

    dangling = [one.column for one in result.warnings if one.column != "HSDS"]
    assert sorted(dangling) == [
        "contacts.organization_id",
        "contacts.service_at_location_id",
        "locations.organization_id",
        "organizations.parent_organization_id",
        "taxonomy_terms.parent_id",
        "taxonomy_terms.taxonomy_id",
    ]
    assert result.created == 1
    with acting(Context(municipality=town.pk)):
        service = Service.objects.get()
        assert service.name == "Community Counselling"
        assert service.places.get().location.name == "MyCity Civic Center"


@pytest.mark.parametrize(
    "content", [b"{}", b'{"contents": [{"id": "1"}]}', b'[{"id": "1", "name": ""}]']
)
def test_what_is_no_entry_is_refused_in_words(town, content):
    _run, result = bring(town, content)

    assert (result.created, result.rows_with_errors) == (0, 1)
