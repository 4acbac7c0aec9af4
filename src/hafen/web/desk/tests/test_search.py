import pytest

from hafen.core.db.roles import Role
from hafen.information.directory.models import Service
from hafen.network.organisations.models import Organisation

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
