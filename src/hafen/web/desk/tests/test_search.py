from datetime import date

import pytest

from hafen.core.db.roles import Role
from hafen.information.directory.models import Service
from hafen.network.organisations.models import ContactPerson, Organisation
from hafen.network.organisations.services import create_network

ADDRESS = "/hier/desk/search/"


@pytest.fixture
def clara(town, person, acting):
    user = person(town, Role.SOCIAL_WORKER, name="Clara Beispiel")
    acting(town, user)
    return user


def found(client, words):
    page = client.get(ADDRESS, {"q": words})
    assert page.status_code == 200
    return [hit.title for part in page.context["parts"] for hit in part.hits]


def organisation(town, name):
    return Organisation.objects.create(
        municipality=town,
        name=name,
        sort_key=name.casefold(),
        slug="x",
        state="PUBLISHED",
    )


@pytest.fixture
def published_offer(town, acting):
    acting(town)
    return Service.objects.create(
        municipality=town,
        organisation=organisation(town, "Verein Leuchtfeuer"),
        name="Sprachcafé",
        sort_key="sprachcafe",
    )


def test_one_field_finds_what_the_person_may_see(clara, town, sign_in):
    organisation(town, "Verein Leuchtfeuer")

    assert found(sign_in(clara), "leuchtf") == ["Verein Leuchtfeuer"]


def test_people_are_found_by_those_who_look_after_accounts_only(
    town, clara, person, sign_in
):
    admin = person(town, Role.ADMINISTRATOR, name="Ayse Muster")

    assert found(sign_in(admin), "Clara") == ["Clara Beispiel"]
    assert found(sign_in(clara), "Muster") == []


def test_another_municipality_is_not_searched(clara, town, other_town, acting, sign_in):
    acting(other_town)
    organisation(other_town, "Verein Leuchtfeuer")

    assert found(sign_in(clara), "leuchtf") == []


def test_networks_and_contact_persons_are_found_by_the_house(
    clara, town, person, acting, sign_in
):
    acting(town)
    above = create_network(municipality=town, data={"name": "Netz Hafen"}, by=None)
    create_network(
        municipality=town, data={"name": "AG Lotsen", "parent": above}, by=None
    )
    body = organisation(town, "Verein Leuchtfeuer")
    ContactPerson.objects.create(
        municipality=town,
        organisation=body,
        name="Demo Lotse",
        position="Beratung",
        confirmed_on=date(2026, 1, 1),
    )
    client = sign_in(clara)

    page = client.get(ADDRESS, {"q": "lotse"})

    hits = [hit for part in page.context["parts"] for hit in part.hits]
    assert [(hit.title, hit.note) for hit in hits] == [
        ("AG Lotsen", "Netz Hafen"),
        ("Demo Lotse", "Beratung · Verein Leuchtfeuer"),
    ]
    assert all(client.get(hit.address).status_code == 200 for hit in hits)


def test_a_partner_finds_no_network_and_no_person_of_a_draft(
    clara, town, person, acting, sign_in
):
    acting(town)
    create_network(municipality=town, data={"name": "AG Lotsen"}, by=None)
    draft = organisation(town, "Entwurf")
    Organisation.objects.filter(pk=draft.pk).update(state="DRAFT")
    ContactPerson.objects.create(
        municipality=town,
        organisation=draft,
        name="Demo Lotse",
        confirmed_on=date(2026, 1, 1),
    )

    assert found(sign_in(person(town, Role.ORGANISATION_EDITOR)), "lotse") == []


def test_an_offer_is_told_with_its_organisation(town, person, sign_in, published_offer):
    page = sign_in(person(town, Role.EDITOR)).get(ADDRESS, {"q": "sprach"})

    [part] = page.context["parts"]
    assert [(hit.title, hit.note) for hit in part.hits] == [
        ("Sprachcafé", "Verein Leuchtfeuer")
    ]


@pytest.mark.parametrize("words", ["", " ", "x", "\x00", "%", "'; --"])
def test_too_little_and_strange_words_find_nothing_and_break_nothing(
    clara, sign_in, words
):
    assert sign_in(clara).get(ADDRESS, {"q": words}).status_code in {200, 400}


def test_a_search_needs_the_same_queries_at_any_size(clara, town, sign_in, questions):
    client = sign_in(clara)
    organisation(town, "Verein 0")
    few = questions(client, f"{ADDRESS}?q=verein")
    for number in range(1, 100):
        organisation(town, f"Verein {number:02}")

    assert len(questions(client, f"{ADDRESS}?q=verein")) <= len(few)
    assert len(found(client, "verein")) == 10
