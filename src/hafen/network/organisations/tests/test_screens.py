import pytest
from django.urls import reverse

from hafen.core.db.errors import LostUpdate
from hafen.core.db.roles import Role
from hafen.network.organisations import queries, services
from hafen.network.organisations.models import (
    ContactPerson,
    Organisation,
    OrganisationEditor,
)

pytestmark = pytest.mark.django_db


def make(town, name="Brücke e. V.", **data):
    return services.create_organisation(
        municipality=town, data={"name": name, "kind": "ASSOCIATION", **data}, by=None
    )


@pytest.fixture
def edda(town, person):
    return person(town, Role.EDITOR, name="Edda")


@pytest.fixture
def bridge(town, acting):
    acting(town)
    return make(town)


def address(name, town, *parts):
    return reverse(f"organisations:{name}", args=[town.slug, *parts])


def test_an_editor_creates_publishes_and_archives_an_organisation(town, edda, sign_in):
    client = sign_in(edda)
    sent = {"name": "Café Welt", "kind": "INITIATIVE", "phone": "0251 / 49 20"}

    created = client.post(address("create", town), sent)
    organisation = Organisation.objects.get()
    client.post(address("move", town, organisation.pk), {"step": "publish"})
    published = Organisation.objects.get()
    client.post(address("move", town, organisation.pk), {"step": "archive"})

    assert created.headers["Location"] == address("detail", town, organisation.pk)
    assert (organisation.slug, organisation.phone) == ("cafe-welt", "+492514920")
    assert published.is_published
    assert Organisation.objects.get().is_archived


def test_a_form_with_a_mistake_comes_back_with_the_mistake_named(town, edda, sign_in):
    response = sign_in(edda).post(
        address("create", town), {"name": "", "kind": "OTHER", "phone": "keine"}
    )

    assert response.status_code == 422
    assert b"error-summary" in response.content


def test_two_people_at_once_the_second_compares_and_decides(
    town, edda, bridge, sign_in
):
    client = sign_in(edda)
    mine = {"name": "Meines", "kind": "ASSOCIATION", "version": bridge.version}
    services.edit_organisation(
        organisation=bridge, data={"name": "Ihres"}, expected=None, by=None
    )

    conflict = client.post(address("edit", town, bridge.pk), mine)
    again = {**mine, "version": Organisation.objects.get().version}
    decided = client.post(address("edit", town, bridge.pk), again)

    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "Ihres" in page
    assert "Meines" in page
    assert decided.status_code == 302
    assert Organisation.objects.get().name == "Meines"


def test_an_organisation_cannot_belong_to_itself_through_others(town, bridge):
    branch = make(town, "Zweigstelle", parent=bridge)

    with pytest.raises(services.InCircle):
        services.edit_organisation(
            organisation=bridge, data={"parent": branch}, expected=None, by=None
        )


def test_a_stale_version_is_refused(bridge):
    services.publish_organisation(organisation=bridge, expected=1, by=None)

    with pytest.raises(LostUpdate):
        services.archive_organisation(organisation=bridge, expected=1, by=None)


def test_contact_persons_are_for_the_network_and_go_when_they_ask(
    town, edda, bridge, sign_in
):
    client = sign_in(edda)
    sent = {"name": "Mina Muster", "position": "Leitung", "confirmed_on": "2026-03-01"}

    client.post(address("add_person", town, bridge.pk), sent)
    person = ContactPerson.objects.get()
    page = client.get(address("people", town, bridge.pk)).content.decode()
    client.post(address("remove_person", town, bridge.pk, person.pk))

    assert "Mina Muster" in page
    assert not ContactPerson.objects.exists()


def test_an_associations_editor_edits_their_own_and_no_other(
    town, person, bridge, sign_in, acting
):
    otto = person(town, Role.ORGANISATION_EDITOR, name="Otto")
    acting(town)
    other = make(town, "Andere")
    OrganisationEditor.objects.create(municipality=town, organisation=bridge, user=otto)
    client = sign_in(otto)

    assert client.get(address("edit", town, bridge.pk)).status_code == 200
    assert client.get(address("edit", town, other.pk)).status_code == 404
    assert client.get(address("create", town)).status_code == 404
    move = client.post(address("move", town, bridge.pk), {"step": "publish"})
    assert move.status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [
        (Role.EDITOR, 200, 200),
        (Role.ADMINISTRATOR, 200, 200),
        (Role.VOLUNTEER_COORDINATOR, 200, 200),
        (Role.SOCIAL_WORKER, 200, 404),
        (Role.VOLUNTEER, 404, 404),
    ],
)
def test_who_reads_and_who_edits(town, person, bridge, sign_in, role, reads, edits):
    client = sign_in(person(town, role))

    assert client.get(address("detail", town, bridge.pk)).status_code == reads
    assert client.get(address("listing", town)).status_code == reads
    assert client.get(address("edit", town, bridge.pk)).status_code == edits


def test_a_stranger_of_another_town_finds_nothing(
    town, other_town, person, bridge, sign_in
):
    client = sign_in(person(other_town, Role.EDITOR))

    for name in ("detail", "edit", "history"):
        assert client.get(address(name, town, bridge.pk)).status_code == 404
        assert client.get(address(name, other_town, bridge.pk)).status_code == 404


def test_every_screen_of_an_organisation_opens(town, edda, bridge, sign_in):
    client = sign_in(edda)
    services.edit_organisation(
        organisation=bridge,
        data={"description": "Wir helfen."},
        expected=None,
        by=edda,
    )

    for name in ("detail", "edit", "history", "people", "add_person", "appoint"):
        assert client.get(address(name, town, bridge.pk)).status_code == 200
    assert client.get(address("translate", town, bridge.pk, "ar")).status_code == 200
    assert client.get(address("translate", town, bridge.pk, "xx")).status_code == 404


@pytest.mark.parametrize("name", ["listing", "detail"])
def test_a_page_needs_at_most_twelve_queries_at_any_size(
    town, edda, bridge, sign_in, acting, questions, name
):
    client = sign_in(edda)
    parts = [bridge.pk] if name == "detail" else []

    def count():
        asked = questions(client, address(name, town, *parts))
        acting(town)
        return asked

    count()  # what is kept per process is warm from now on
    small = count()
    for number in range(100):
        make(town, f"Verein {number}", parent=bridge)
    large = count()

    assert len(large) == len(small)
    assert len(large) <= 12, "\n".join(large)


def test_names_are_found_without_their_accents(town, bridge):
    rows = Organisation.objects.filter(municipality=town)

    for typed in ("bruecke", "BRUCKE", "Brücke", ""):
        assert queries.search_names(rows, typed).count() == 1
    assert queries.search_names(rows, "hafen").count() == 0
