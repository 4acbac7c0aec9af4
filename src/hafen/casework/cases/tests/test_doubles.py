"""Nobody is entered twice by mistake; who was is joined, and separated again."""

import pytest
from django.urls import reverse

from hafen.casework.cases import errors, queries, services
from hafen.casework.cases.models import Client, Household
from hafen.casework.cases.tests.conftest import TODAY, only, stands
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at, person_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


@pytest.fixture
def sayed(household):
    person = {"original_name": "محمد السيد", "other_names": ["Mohamad Assaied"]}
    return only(household("Mohammed Al-Sayed", person=person))


def taken_in(desk, town, south, name, **more):
    facts = person_data(name=name, original_name="", other_names="")
    person = {f"person-{key}": value for key, value in facts.items()}
    sent = {"name": "Neu", "team": str(south.pk)} | person | more
    return desk.post(at(town, "add_household"), sent)


def searched(desk, town, words):
    where = reverse("desk:search", args=[town.slug])
    return desk.get(where, {"q": words}).content.decode()


@pytest.mark.parametrize(
    "name",
    ["Muhamad Sayid", "محمد السيد", "Sayed Mohamed", "Mohammed Hassan Al-Sayed"],
)
def test_e20_a_spelling_of_a_known_name_is_asked_about_first(
    desk, town, south, sayed, name
):
    asked = taken_in(desk, town, south, name)

    assert asked.status_code == 422
    assert at(town, "client", sayed.pk) in asked.content.decode()
    assert Client.objects.count() == 1

    done = taken_in(desk, town, south, name, somebody_else="yes")

    assert done.status_code == 302
    assert Client.objects.count() == 2


def test_e20_a_further_member_is_asked_about_too(desk, town, sayed):
    sent = person_data(name="Muhamad Sayid", original_name="", other_names="")
    sent |= {"kind": "CHILD", "came": "LATER", "on": TODAY.isoformat()}
    where = at(town, "add_member", sayed.household_id)

    assert desk.post(where, sent).status_code == 422
    assert desk.post(where, sent | {"somebody_else": "yes"}).status_code == 302


def test_another_name_is_taken_in_at_once(desk, town, south, sayed):
    assert taken_in(desk, town, south, "Farida Beispiel").status_code == 302


def test_who_is_known_to_another_team_is_named_to_nobody(
    town, north, sayed, emil, sign_in
):
    desk = sign_in(emil)

    assert at(town, "client", sayed.pk) not in searched(desk, town, "Sayid Muhamad")
    assert taken_in(desk, town, north, "Muhamad Sayid").status_code == 302


def test_a_person_is_found_in_any_spelling(desk, town, sayed, clara):
    page = desk.get(at(town, "households"), {"q": "Muhamad Sayid"}).context["page"]
    assert [row.pk for row in page] == [sayed.household_id]
    assert at(town, "client", sayed.pk) in searched(desk, town, "Sayid Muhamad")
    services.save_client(
        client=sayed, facts={"name": "Zeynep Probe", "original_name": "",
        "other_names": []}, expected=None, by=clara,
    )  # fmt: skip

    assert at(town, "client", sayed.pk) not in searched(desk, town, "Sayid Muhamad")


def test_the_same_day_of_birth_comes_first(household, clara):
    day = TODAY.replace(year=1990)
    for born_on in (None, day.replace(year=1970), day):
        household("Khalid Hussein", person={"born_on": born_on})
    seen = queries.clients_visible_to(clara, today=TODAY)

    found = queries.known_clients(seen, "Chalid Hossain", born_on=day)

    assert [each.born_on for each in found] == [day, None, day.replace(year=1970)]


def counted(clara):
    rows = queries.households_visible_to(clara, today=TODAY)
    listed = queries.filtered_households(rows, queries.HouseholdFilter(), today=TODAY)
    return sorted((row.name, row.people) for row in listed)


def test_joined_entries_count_once_and_are_separated_as_they_were(
    desk, town, sayed, household, clara
):
    double = only(household("Muhamad Sayid"))
    stands(sayed, "LEGAL_AREA", "sgb2", clara)
    stands(double, "LEGAL_AREA", "asylblg", clara)
    before = counted(clara)
    page = desk.get(at(town, "doubles", sayed.pk))
    assert at(town, "join", sayed.pk, double.pk) in page.content.decode()

    desk.post(at(town, "join", sayed.pk, double.pk))

    assert counted(clara) == [("Familie Al-Sayed", 1), ("Familie Sayid", None)]
    assert queries.history_of(sayed).count() == 2
    page = desk.get(at(town, "client", double.pk)).content.decode()
    assert at(town, "client", sayed.pk) in page
    page = desk.get(at(town, "household", double.household_id)).content.decode()
    assert "Mohammed Al-Sayed" in page

    desk.post(at(town, "separate", double.pk))

    assert counted(clara) == before


def test_what_is_joined_is_joined_to_one_person_alone(sayed, household, clara):
    double, third = (only(household(name)) for name in ("Muhamad Sayid", "M. Sayed"))
    services.join_clients(kept=sayed, double=double, by=clara)
    for kept, other in ((sayed, sayed), (double, third), (third, sayed)):
        with pytest.raises(errors.NotTwice):
            services.join_clients(kept=kept, double=other, by=clara)
    with pytest.raises(errors.NotTwice):
        services.separate_clients(double=third, by=clara)


def test_nobody_joins_what_another_team_has(desk, town, sayed, north, emil, acting):
    acting(town, emil)
    foreign = services.take_in(
        municipality=town,
        household={"name": "Fremd", "team": north},
        person={"name": "Muhamad Sayid", "notice_on": TODAY, "notice_edition": "1"},
        on=TODAY,
        today=TODAY,
        by=emil,
    )
    other = only(foreign)

    assert desk.post(at(town, "join", sayed.pk, other.pk)).status_code == 404
    assert Household.objects.count() == 1


@pytest.mark.parametrize("size", [1, 50])
def test_the_page_of_doubles_asks_as_much_of_many(
    desk, town, sayed, household, clara, questions, size
):
    for number in range(size):
        other = only(household("Muhamad Sayid"))
        if number % 2:
            services.join_clients(kept=sayed, double=other, by=clara)

    asked = questions(desk, at(town, "doubles", sayed.pk))

    assert len(asked) <= MOST_QUERIES
