"""HSDS in and out again: nothing is lost, nobody is named who did not agree."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.information.directory.models import Location, Service
from hafen.information.directory.services import edit_service
from hafen.information.directory.shapes import OfferedLanguage
from hafen.mechanisms.imports import services as imports
from hafen.mechanisms.imports.registry import Scope
from hafen.network.organisations.models import Organisation
from hafen.web.api.bringing import files
from hafen.web.api.bringing.importer import HSDS, exported
from hafen.web.api.models import PublishedPeople, StandardRecord

pytestmark = pytest.mark.django_db

AGREED = "Die Quelle veröffentlicht mit Einwilligung."
# What is brought in so is published, with its people.
WHOLE = {"people_agreed": AGREED, "topic": "N01"}


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


@pytest.fixture
def tables(client):
    """What stands in the data package of the town, by table."""

    def read(**query):
        answer = client.get("/hier/hsds/datapackage.zip", query)
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            named = json.loads(archive.read("datapackage.json"))["resources"]
            found = {
                each["name"]: list(
                    csv.DictReader(archive.read(each["path"]).decode().splitlines())
                )
                for each in named
            }
        return content, found, named

    return read


def test_a216_the_tables_of_the_package_lead_to_each_other(
    client, town, examples, tables
):
    bring(town, (examples / "service_full.json").read_bytes(), **WHOLE)
    whole = client.get("/hier/hsds/services", {"full": "true"}).json()["contents"][0]

    _content, found, named = tables()

    assert [row["name"] for row in found["services"]] == [whole["name"]]
    assert {row["id"] for row in found["schedules"]} >= {
        row["id"] for row in whole["schedules"]
    }
    keys = {name: {row["id"] for row in rows} for name, rows in found.items()}
    for table in named:
        for key in table["schema"]["foreignKeys"]:
            other = keys.get(key["reference"]["resource"], set())
            led = {row[key["fields"]] for row in found[table["name"]]} - {""}
            if not key["fields"].startswith("parent_"):  # a parent need not be told
                assert led <= other, (table["name"], key["fields"])


def test_a216_a_package_comes_in_again_as_it_went_out(
    client, town, examples, tables, again
):
    bring(town, (examples / "service_full.json").read_bytes(), **WHOLE)
    content, _found, _named = tables()
    before = again("service", Service)
    with acting(Context(municipality=town.pk)):
        StandardRecord.objects.all().delete()
        Service.objects.all().delete()

    bring(town, content, **WHOLE)

    after = again("service", Service)
    for name in ("id", "name", "description", "url", "status", "minimum_age"):
        assert after.get(name) == before.get(name), name
    for name in ("schedules", "languages", "cost_options", "phones", "contacts"):
        assert len(after.get(name, ())) == len(before.get(name, ())), name


def test_a216_only_what_changed_since_goes_out(client, town, examples, tables):
    bring(town, (examples / "service_full.json").read_bytes(), **WHOLE)
    tomorrow = timezone.localdate() + timedelta(days=1)

    _content, found, _named = tables(modified_after=tomorrow.isoformat())

    assert found == {}
    refused = client.get("/hier/hsds/datapackage.zip", {"modified_after": "gestern"})
    assert refused.status_code == 400


def test_a204_languages_with_their_note_and_interpreting_are_told_apart(
    client, town, examples
):
    bring(town, (examples / "service_full.json").read_bytes(), **WHOLE)
    with acting(Context(municipality=town.pk)):
        service = Service.objects.get()
        taken = service.interpreting
        edit_service(
            service=service,
            data={
                "languages": [OfferedLanguage("ar", "nur dienstags, vorher anrufen")],
                "interpreting": "Am Telefon in 30 Sprachen.",
            },
            expected=None,
            by=None,
            now=timezone.now(),
        )
        service.refresh_from_db()

    whole = client.get("/hier/hsds/services", {"full": "true"}).json()["contents"][0]
    page = client.get(f"/hier/de/offers/{service.address}/").content.decode()

    assert taken.startswith("Interpretation services are available")
    assert whole["interpretation_services"] == "Am Telefon in 30 Sprachen."
    [spoken] = whole["languages"]
    assert spoken["note"] == "nur dienstags, vorher anrufen"
    for said in ("nur dienstags, vorher anrufen", "Am Telefon in 30 Sprachen."):
        assert said in page
    found = client.get("/hier/de/offers/", {"language": "ar"}).content.decode()
    assert service.address in found
