"""What the API answers, and what it never tells."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.models import Term
from hafen.information.directory.models import Service, ServicePerson
from hafen.information.directory.services import (
    LocationData,
    Place,
    create_service,
    find_or_create_location,
    publish_service,
)
from hafen.mechanisms.search.services import rebuild
from hafen.network.organisations.models import ContactPerson, Organisation
from hafen.network.organisations.services import create_organisation

pytestmark = pytest.mark.django_db


def new_offer(town, organisation, name, *, latitude=51.05, publish=True, **data):
    now = timezone.now()
    location = find_or_create_location(
        municipality=town,
        data=LocationData(
            street="Kaistraße",
            house_number=str(int(latitude * 100)),
            postal_code="00123",
            city="Hier",
            latitude=latitude,
            longitude=7.05,
        ),
        by=None,
    )
    service = create_service(
        municipality=town,
        data={
            "organisation": organisation,
            "name": name,
            "summary": "Kommen Sie vorbei.",
            "topics": ["N01"],
            "places": [Place(location)],
            **data,
        },
        by=None,
        now=now,
    )
    if publish:
        publish_service(service=service, expected=None, by=None, now=now)
    return service


def new_organisation(town, name, state="PUBLISHED"):
    found = create_organisation(
        municipality=town,
        data={"name": name, "kind": Organisation.Kind.ASSOCIATION},
        by=None,
    )
    Organisation.objects.filter(pk=found.pk).update(state=state)
    return Organisation.objects.get(pk=found.pk)


@pytest.fixture
def bridge(town):
    with acting(Context(municipality=town.pk)):
        organisation = new_organisation(town, "Brücke e. V.")
        new_offer(town, organisation, "Sprachkurs am Abend", age_from=18)
        new_offer(town, organisation, "Mietberatung", latitude=51.20, topics=["N07"])
        new_offer(town, organisation, "Geheimer Entwurf", publish=False)
        rebuild(municipality=town)
    return organisation


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Mietberatung", "Sprachkurs am Abend"]),
        ({"search": "Sprachkurse"}, ["Sprachkurs am Abend"]),
        ({"maximum_age": 12}, ["Mietberatung"]),
        ({"per_page": 1, "page": 2}, ["Sprachkurs am Abend"]),
        ({"page": 9}, []),
    ],
)
@pytest.mark.parametrize("base", ["/hsds", "/hier/hsds"])
def test_lists_are_narrowed_and_paged(ask, base, query, names):
    found = ask(f"{base}/services", **query)

    assert [one["name"] for one in found["contents"]] == names
    assert found["empty"] is (not names)


def test_terms_organisations_and_instants_narrow_a_list(ask, town, bridge):
    term = Term.objects.get(vocabulary__code="needs", code="N07")
    later = (timezone.now() + timedelta(minutes=1)).isoformat()
    Service.objects.filter(name="Sprachkurs am Abend").update(
        updated_at=timezone.now() + timedelta(hours=1)
    )

    def names(**query):
        found = ask("/hier/hsds/services", **query)["contents"]
        return [one["name"] for one in found]

    assert names(taxonomy_term_id=term.pk) == ["Mietberatung"]
    assert len(names(taxonomy_id=term.vocabulary_id)) == 2
    assert len(names(organization_id=bridge.pk)) == 2
    assert names(organization_id=town.pk) == []
    assert names(modified_after=later) == ["Sprachkurs am Abend"]
    keys = ask("/hier/hsds/services", minimal="true")["contents"]
    assert set(keys[0]) == {"id", "modified_date", "last_modified"}


def test_places_are_found_around_a_postcode(ask, bridge):
    def names(**query):
        found = ask("/hsds/service_at_locations", **query)["contents"]
        return [one["service"]["name"] for one in found]

    # The middle of both places: each is about 8.3 km from it.
    assert len(names(postcode="00123")) == 2
    assert len(names(postcode="00123", proximity=9000)) == 2
    assert names(postcode="00123", proximity=8000) == []
    assert names(postcode="99999", proximity=8000) == []


def test_a_stream_gives_every_entry_on_a_line_of_its_own(client, bridge):
    answer = client.get("/hsds/services", {"format": "ndjson", "full": "true"})
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert answer["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line)["name"] for line in lines] == [
        "Mietberatung",
        "Sprachkurs am Abend",
    ]


def test_a_reader_with_the_newest_answer_gets_no_body(client, bridge):
    first = client.get("/hsds/services")
    again = client.get("/hsds/services", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "query",
    [
        "page=zwei",
        "modified_after=gestern",
        "format=xml",
        "taxonomy_id=1",
        "proximity=-1",
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(client, town, query):
    answer = client.get(f"/hier/hsds/services?{query}")

    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.json()["title"]


def test_any_site_may_read_public_data_and_nothing_else(client, town, bridge):
    assert client.get("/hsds/services")["Access-Control-Allow-Origin"] == "*"
    assert client.options("/hsds/services").status_code == 204
    assert client.post("/hsds/services").status_code == 405
    for path in ("/", "/hier/de/", "/account/login/", "/hier/desk/"):
        assert "Access-Control-Allow-Origin" not in client.get(path)


def test_no_draft_and_no_person_leaks_from_any_address(client, town, bridge):
    with acting(Context(municipality=town.pk)):
        draft = Service.objects.get(name="Geheimer Entwurf")
        person = ContactPerson.objects.create(
            municipality=town,
            organisation=bridge,
            name="Petra Privat",
            phone="+49251999",
            confirmed_on=timezone.localdate(),
        )
        shown = Service.objects.get(name="Mietberatung")
        ServicePerson.objects.create(municipality=town, service=shown, person=person)
        hidden = new_organisation(town, "Noch geheimer Verein", state="DRAFT")
        new_offer(town, hidden, "Offen trotz Entwurf")
        Organisation.objects.filter(pk=hidden.pk).update(description="Intern!")
    closed = Municipality.objects.create(
        slug="zu", name="Zu", languages=["de"], is_published=False
    )
    with acting(Context(municipality=closed.pk)):
        new_offer(closed, new_organisation(closed, "Zuverein"), "Zuangebot")

    told = ""
    for base in ("/hsds", "/hier/hsds"):
        for kind in ("services", "organizations", "service_at_locations"):
            for extra in ({}, {"full": "true", "full_service": "true"}):
                query = urlencode({"per_page": 500, **extra})
                told += client.get(f"{base}/{kind}?{query}").content.decode()
        assert client.get(f"{base}/services/{draft.pk}").status_code == 404
        assert client.get(f"{base}/organizations/{hidden.pk}").status_code == 404

    assert "Offen trotz Entwurf" in told
    for secret in ("Geheimer", "Petra", "251999", "Intern!", "Zuangebot", "Zuverein"):
        assert secret not in told
    assert client.get("/zu/hsds/services").status_code == 404


def test_ten_times_the_entries_need_no_more_queries(
    client, town, bridge, django_assert_max_num_queries
):
    with acting(Context(municipality=town.pk)):
        for number in range(12):
            new_offer(town, bridge, f"Angebot {number}", latitude=50 + number / 50)

    for path in ("services", "organizations", "service_at_locations"):
        # One more where the address names a town: the town itself.
        with django_assert_max_num_queries(22):
            client.get(f"/hier/hsds/{path}?full=true&per_page=500")


def _named(parameters):
    return {each.get("name") or each["$ref"].split("/")[-1] for each in parameters}


def test_the_api_is_described_to_people_and_programs(client, town, standard):
    root = client.get("/hier/hsds/").json()
    described = client.get("/hier/hsds/openapi.json").json()
    page = client.get("/hier/hsds/docs/").content.decode()

    assert root["version"] == "3.0"
    assert root["openapi_url"].endswith("/hier/hsds/openapi.json")
    package = "/datapackage.zip"  # ours: the same as tables
    assert set(described["paths"]) - {package} == set(standard.api["paths"])
    assert package in described["paths"]
    for path, known in standard.api["paths"].items():
        ours = described["paths"][path]["get"]["parameters"]
        assert _named(known["get"].get("parameters", ())) <= _named(ours), path
    assert "modified_after" in page
