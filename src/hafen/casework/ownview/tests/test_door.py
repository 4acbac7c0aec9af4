"""Who comes in: with the link and the digits, for a short time, and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from hafen.casework.cases import services as cases
from hafen.casework.cases.models import Client, Household
from hafen.casework.ownview import errors, services
from hafen.casework.ownview.models import MOST_TRIES, OwnAccess
from hafen.casework.ownview.tests.conftest import DIGITS, HOME, TODAY, door, step, told
from hafen.casework.ownview.views.public import COOKIE

pytestmark = pytest.mark.django_db


def is_in(client):
    return client.get(HOME).status_code == 200


def test_e23_a_link_and_six_digits_open_the_own_view(opened, enter, client):
    access = opened()

    before = client.get(door(access))
    wrong = enter(access, "918273")
    right = enter(access)

    assert (before.status_code, wrong.status_code) == (200, 422)
    assert right["Location"] == HOME
    assert "Amal" not in before.content.decode() + told(client)
    assert before["Cache-Control"] == client.get(HOME)["Cache-Control"] == "no-store"
    assert right.cookies[COOKIE]["samesite"] == "Strict"


def test_without_link_digits_or_origin_nobody_comes_in(opened, enter, client):
    access = opened()
    where = door(access)

    assert client.get(HOME).status_code == 403
    assert client.get(where[:-3] + "xx/").status_code == 404
    assert client.post(where, {"code": DIGITS}).status_code == 403  # no origin
    assert client.get(where.replace("/hier/", "/dort/")).status_code == 404
    client.cookies[COOKIE] = "guessed"
    assert client.get(HOME).status_code == 403


def test_after_five_wrong_tries_the_right_digits_open_nothing(
    opened, enter, town, clara, acting
):
    access = opened()
    for _try in range(MOST_TRIES):
        enter(access, "918273")

    assert enter(access).status_code == 422
    acting(town, clara)
    services.set_code(access=access, code="604218", by=clara)
    assert enter(access).status_code == 422
    assert enter(access, "604218").status_code == 302


@pytest.mark.parametrize("code", ["111111", "123456", "987654", "121212"])
def test_digits_that_others_guess_first_are_refused(opened, code, clara):
    with pytest.raises(errors.TooEasy):
        services.set_code(access=opened(), code=code, by=clara)


def test_a_second_telephone_ends_the_visit_of_the_first(opened, enter, client):
    access, other = opened(), Browser()
    enter(access)

    enter(access, by=other)

    assert (is_in(client), is_in(other)) == (False, True)


def test_the_person_closes_the_page_or_ends_it_for_good(opened, enter, client):
    access = opened()
    enter(access)
    secret = client.cookies[COOKIE].value

    step(client, "leave")
    client.cookies[COOKIE] = secret
    assert not is_in(client)

    enter(access)
    step(client, "end")
    assert not is_in(client)
    assert enter(access).status_code == 404


def change(name, file, amal, access, clara):
    """Do what ends an own view."""
    if name == "desk":
        services.end_own_view(access=access, ending="DESK", on=TODAY, by=clara)
    elif name == "closed":
        cases.close_case(
            case=file, outcome="REACHED", follow_up_on=None, on=TODAY, by=clara
        )
    elif name == "restricted":
        household = Household.objects.filter(pk=amal.household_id)
        household.update(is_restricted=True, owner=clara)
    elif name == "entered twice":
        Client.objects.filter(pk=amal.pk).update(same_as=amal.pk)
    else:
        since = timezone.now() - timedelta(minutes=21)
        OwnAccess.objects.filter(pk=access.pk).update(session_since=since)


@pytest.mark.parametrize(
    "name", ["desk", "closed", "restricted", "entered twice", "time"]
)
def test_e23_it_ends_at_once(name, opened, enter, client, file, amal, clara, acting):
    access = opened()
    enter(access)
    assert is_in(client)

    acting(file.municipality, clara)
    change(name, file, amal, access, clara)

    assert not is_in(client)


def test_what_is_over_ends_for_good_at_night(opened, file, amal, clara, acting, town):
    access = opened()
    change("closed", file, amal, access, clara)

    services.end_what_is_over(municipality_id=town.pk, today=TODAY)

    access.refresh_from_db()
    assert (access.ending, access.ended_on) == ("OVER", TODAY)


def test_neither_minors_nor_restricted_files_nor_people_without_a_case_have_one(
    opened, file, add, household, town, clara, acting
):
    child = add(file.household, "Nour Muster", born_on=TODAY - timedelta(days=3000))
    alone = household("Sami Beispiel").clients.get()
    for nobody in (child, alone):
        with pytest.raises(errors.NotForThisPerson):
            opened(nobody)

    opened()
    with pytest.raises(errors.OpenAlready):
        opened()
