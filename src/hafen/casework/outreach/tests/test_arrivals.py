"""People who come: announced, greeted, told of, and taken in."""

from datetime import timedelta

import pytest
from django.core import mail

from hafen.casework.outreach import queries, services
from hafen.casework.outreach.models import (
    Arrival,
    GroupNotice,
    SheetGiven,
)
from hafen.casework.outreach.tests.conftest import TODAY, agree, at
from hafen.core.accounts.models import TeamSite
from hafen.core.db.roles import Role
from hafen.core.places.models import Site
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def sent(**more):
    known = {
        "name": "Familie Muster",
        "persons": "4",
        "language_1": "ti",
        "address": "Filsweg 7",
        "on": TODAY.isoformat(),
    }
    return known | more


def test_d4_a_move_is_on_the_list_of_the_site_the_same_day(
    town, south, brackel, paper, person, sign_in, clara, acting
):
    site = Site.objects.create(
        municipality=town, name="Büro", sort_key="b", kind="OFFICE", district=brackel
    )
    TeamSite.objects.create(municipality=town, team=south, site=site)
    clerk = sign_in(person(town, Role.MOVE_CLERK))
    where = at(town, "announce", "move")
    told = sent(district=str(brackel.pk), sheet=f"{paper.pk}:ti")

    assert clerk.post(where, told)["Location"] == at(town, "sent")

    assert "Filsweg 7" in clerk.get(at(town, "sent")).content.decode()
    assert clerk.get(at(town, "arrivals")).status_code == 404
    acting(town, clara)
    row = Arrival.objects.get()
    given = SheetGiven.objects.get()
    assert (given.arrival, given.language, given.number) == (row, "ti", 2)
    assert row.team == south
    assert Todo.objects.get().due_on == row.due_on
    page = sign_in(clara).get(at(town, "arrivals")).content.decode()
    assert "Filsweg 7" in page


def test_without_a_team_of_the_district_the_clerk_names_one(
    town, brackel, person, sign_in, south
):
    clerk = sign_in(person(town, Role.MOVE_CLERK))
    where = at(town, "announce", "registration")

    refused = clerk.post(where, sent(district=str(brackel.pk)))

    assert list(refused.context["form"].errors) == ["district"]
    assert clerk.post(where, sent(team=str(south.pk))).status_code == 302


def test_p57_p17_an_assignment_prints_the_notice_with_the_sheet(
    town, south, paper, person, sign_in, clara, acting
):
    clerk = sign_in(person(town, Role.ACCOMMODATION_MANAGER))
    told = sent(unit="3. OG", team=str(south.pk), sheet=f"{paper.pk}:ti")

    done = clerk.post(at(town, "announce", "assignment"), told)

    printed = clerk.get(done["Location"]).content.decode()
    assert "Filsweg 7" in printed
    assert "3. OG" in printed
    assert "እንቋዕ ብደሓን መጻእኩም" in printed
    acting(town, clara)
    assert SheetGiven.objects.get().occasion == "ASSIGNMENT"
    assert Todo.objects.get().kind == services.APPROACH


def test_p18_a_sheet_is_printed_at_the_counter_without_a_name(
    town, paper, person, sign_in
):
    clerk = sign_in(person(town, Role.MOVE_CLERK))
    where = at(town, "counter")

    printed = clerk.post(where, {"sheet": f"{paper.pk}:ti"})

    assert printed["Location"].endswith(f"{paper.pk}/ti.pdf")
    assert SheetGiven.objects.get().arrival is None
    assert [row["given"] for row in clerk.get(where).context["given"]] == [1]
    assert clerk.post(where, {"sheet": "x:ti"}).status_code == 404


def test_d59_a_move_into_a_flat_counts_in_its_month_and_asks_for_a_visit(
    town, desk, arrival
):
    arrival(dwelling="MUNICIPAL", came_from="Unterkunft Nord")
    arrival("Familie Probe", dwelling="FACILITY")

    page = desk.get(at(town, "coverage"))

    [month] = page.context["moves"]
    assert (month["households"], month["into_flat"]) == (2, 1)
    assert {row["dwelling"] for row in page.context["dwellings"]} == {
        "MUNICIPAL", "FACILITY",
    }  # fmt: skip
    assert Todo.objects.filter(kind=services.APPROACH).count() == 2
    assert desk.get(at(town, "coverage"), {"as": "csv"}).status_code == 200


def test_p16_a_volunteer_sees_name_language_address_and_day_only(
    town, arrival, person, sign_in, clara, acting
):
    helper = person(town, Role.VOLUNTEER, name="Bernd")
    row = arrival(number="BG-77", came_from="Unterkunft Nord")
    desk = sign_in(clara)
    step = at(town, "arrival_step", row.pk, "helper")
    until = (TODAY + timedelta(days=5)).isoformat()
    assert (
        desk.post(step, {"helper": str(helper.pk), "until": until}).status_code == 302
    )
    mine = sign_in(helper)

    before = mine.get(at(town, "asked")).content.decode()
    assert "Beispielweg" not in before
    assert "Familie Muster" not in before
    mine.post(at(town, "asked_step", row.pk, "yes"))
    [card] = mine.get(at(town, "asked")).context["cards"]
    assert (card["name"], card["address"]) == ("Familie Muster", "Beispielweg 1")
    assert card.keys() == {
        *("pk", "name", "languages", "address", "district", "due_on", "is_agreed"),
    }  # fmt: skip
    mine.post(at(town, "asked_step", row.pk, "met"))

    assert mine.get(at(town, "asked")).context["cards"] == []
    acting(town, clara)
    row.refresh_from_db()
    assert (row.approached, row.reached_on) == ("VOLUNTEER", TODAY)
    assert not Todo.objects.open().exists()


def test_after_the_day_named_the_card_is_closed(town, arrival, person, acting, clara):
    helper = person(town, Role.VOLUNTEER)
    row, yesterday = arrival(), TODAY - timedelta(days=1)
    services.ask_helper(arrival=row, helper=helper, until=yesterday, by=clara)
    acting(town, helper)

    assert not Arrival.objects.exists()
    assert not queries.asked_of(helper, today=TODAY).exists()


def test_l18_the_worker_gets_names_and_the_group_a_family_of_four(
    town, desk, household, arrival, brackel, clara, acting
):
    acting(town, clara)
    file = household()
    row = arrival(household=file, kind="TRANSFER", district=brackel)
    group = Organisation.objects.create(
        municipality=town, name="AK Asyl", sort_key="ak", email="ak@example.org"
    )
    step = at(town, "arrival_step", row.pk, "group")
    assert desk.post(step, {"organisation": str(group.pk)}).status_code == 422
    acting(town, clara)
    agree(file, None, [], clara, kind="VOLUNTEER", recipient="AK", organisation=group)

    assert desk.post(step, {"organisation": str(group.pk)}).status_code == 302

    assert GroupNotice.objects.get().organisation == group
    told = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert "4" in told
    assert "Brackel" in told
    for word in ("Muster", "Beispielweg"):
        assert word not in told
    assert "Familie Muster" in desk.get(at(town, "arrival", row.pk)).content.decode()
