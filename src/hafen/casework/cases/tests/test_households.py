from datetime import date, timedelta

import pytest
from django.urls import reverse

from hafen.casework.cases import errors, queries, services
from hafen.casework.cases.models import (
    BenefitCommunity,
    Circumstance,
    Client,
    Household,
    Membership,
)
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY, only, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


def at(town, name, *parts):
    return reverse(f"cases:{name}", args=[town.slug, *parts])


def seen(clara):
    return queries.clients_visible_to(clara, today=TODAY)


def test_a_household_begins_with_its_first_person(household):
    row = household()

    member = Membership.objects.get()
    assert (member.client.name, member.kind, member.came) == (
        "Amal Muster", "HEAD", "FIRST",
    )  # fmt: skip
    assert member.client.household == row


def test_a_birth_and_a_later_arrival_are_told_apart(household, add):
    row = household()
    add(row, "Nour Muster", came="BIRTH", on=TODAY - timedelta(days=30))
    add(row, "Karim Muster", kind="PARTNER", on=TODAY - timedelta(days=10))

    def names(days):
        found = queries.members_on(row, day=TODAY - timedelta(days=days)).now
        return [member.client.name for member in found]

    assert names(40) == ["Amal Muster"]
    assert names(20) == ["Amal Muster", "Nour Muster"]
    assert names(0) == ["Amal Muster", "Nour Muster", "Karim Muster"]


def test_a_separation_begins_a_household_under_the_same_protection(
    household, add, clara
):
    row = household(is_restricted=True, owner=clara)
    partner = add(row, "Karim Muster", kind="PARTNER")

    own = services.move_out(client=partner, left="SEPARATED", on=TODAY, by=clara)

    partner.refresh_from_db()
    assert partner.household == own
    assert (own.team, own.owner, own.is_restricted) == (row.team, clara, True)
    tomorrow = TODAY + timedelta(days=1)
    assert [m.client for m in queries.members_on(own, day=tomorrow).now] == [partner]
    members = queries.members_on(row, day=tomorrow)
    assert [m.client.name for m in members.now] == ["Amal Muster"]
    assert [m.left for m in members.former] == ["SEPARATED"]
    with pytest.raises(errors.NotHere):
        services.move_out(client=only(row), left="AWAY", on=date(1990, 1, 1), by=clara)


def test_who_moves_away_begins_no_household(household, add, clara):
    child = add(household(), "Nour Muster")

    assert services.move_out(client=child, left="AWAY", on=TODAY, by=clara) is None
    assert Household.objects.count() == 1


def test_a_file_is_closed_only_when_no_case_is_open(case, clara):
    row = case()
    ended = {"ending": "MOVED", "on": TODAY, "expected": None, "by": clara}
    with pytest.raises(errors.StillOpen):
        services.end_household(household=row.household, **ended)
    services.close_case(case=row, outcome="AWAY", follow_up_on=None, on=TODAY, by=clara)
    services.end_household(household=row.household, **ended)

    with pytest.raises(errors.AlreadyClosed):
        services.end_household(household=row.household, **ended)


def test_a_restricted_household_names_somebody(household):
    with pytest.raises(errors.NeedsOwner):
        household(is_restricted=True)


def test_how_it_stands_is_read_as_of_any_day(household, clara):
    client = only(household())
    change = TODAY - timedelta(days=100)
    stands(client, "RESIDENCE", "asylum.ges", clara)
    later = stands(client, "RESIDENCE", "protected.ae25-3", clara, since=change)

    def code(day):
        return Circumstance.objects.valid(day).get(client=client).code

    assert code(change - timedelta(days=1)) == "asylum.ges"
    assert code(change) == code(TODAY) == "protected.ae25-3"
    with pytest.raises(errors.Overlaps):
        stands(client, "RESIDENCE", "tolerated", clara, since=change)
    services.take_back_circumstance(circumstance=later, by=clara)
    assert code(TODAY) == "asylum.ges"


def test_members_of_a_new_community_leave_the_old_one(household, add, clara):
    row = household()
    people = [only(row), add(row, "Karim Muster")]
    make = {"household": row, "number": "", "by": clara}
    services.form_community(clients=people, valid_from=LONG_AGO, **make)
    services.form_community(clients=[people[1]], valid_from=TODAY, **make)
    services.form_community(clients=[people[0]], valid_from=TODAY, **make)

    now = queries.members_on(row, day=TODAY).communities
    assert [[each.name for each in members] for _each, members, _mixed in now] == [
        ["Karim Muster"],
        ["Amal Muster"],
    ]
    assert BenefitCommunity.objects.filter(valid_until=None).count() == 2
    with pytest.raises(errors.NotHere):
        services.form_community(
            clients=people, valid_from=LONG_AGO - timedelta(days=1), **make
        )


def test_the_age_counts_whole_years():
    client = Client(born_on=date(2000, 6, 15))

    assert client.age_on(date(2025, 6, 14)) == 24
    assert client.age_on(date(2025, 6, 15)) == 25
    assert Client().age_on(TODAY) is None


def test_the_responsible_person_belongs_to_the_team(household, north, emil, clara):
    row = household()
    facts = {"owner": emil}
    with pytest.raises(errors.NotOfTheTeam):
        services.save_household(
            household=row, facts=facts, expected=None, today=TODAY, by=clara
        )


def test_e01_a_mother_leaves_with_her_children_into_one_household(
    desk, town, household, add, clara
):
    row = household()
    karim = add(row, "Karim Muster", kind="PARTNER")
    children = [add(row, name) for name in ("Nour Muster", "Sami Muster")]
    amal = Client.objects.get(name="Amal Muster")
    sent = {
        "left": "SEPARATED",
        "on": TODAY.isoformat(),
        "together": [each.pk for each in children],
    }

    page = at(town, "move_out", amal.pk)
    assert "Karim Muster" in desk.get(page).content.decode()
    done = desk.post(page, sent)

    amal.refresh_from_db()
    own = amal.household
    assert done.url == at(town, "household", own.pk)
    there = own.memberships.values_list("client__name", "kind")
    assert sorted(there) == [
        ("Amal Muster", "HEAD"),
        ("Nour Muster", "CHILD"),
        ("Sami Muster", "CHILD"),
    ]
    [left] = queries.members_on(row, day=TODAY + timedelta(days=1)).now
    assert left.client == karim


def test_e01_a_family_comes_together_and_the_emptied_household_ends(
    household, add, clara
):
    home, other = household(), household(name="Karim Muster")
    child = add(other, "Nour Muster")
    karim = other.memberships.get(kind="HEAD").client

    services.move_out(
        client=karim, left="JOINED", on=TODAY, together=[child], into=home, by=clara
    )

    other.refresh_from_db()
    assert (other.ended_on, other.ending) == (TODAY, "JOINED")
    assert dict(home.memberships.values_list("client__name", "kind")) == {
        "Amal Muster": "HEAD",
        "Karim Muster": "OTHER",
        "Nour Muster": "CHILD",
    }
    services.take_position(client=karim, kind="HEAD", by=clara)
    kinds = dict(home.memberships.values_list("client__name", "kind"))
    assert (kinds["Amal Muster"], kinds["Karim Muster"]) == ("OTHER", "HEAD")


def test_whoever_is_protected_joins_no_open_household(household, clara):
    hidden, open_one = household(is_restricted=True, owner=clara), household()

    with pytest.raises(errors.ProtectedFirst):
        services.move_out(
            client=only(hidden), left="JOINED", on=TODAY, into=open_one, by=clara
        )
    hidden.refresh_from_db()
    assert hidden.is_living


def test_nobody_joins_while_a_case_of_the_emptied_household_is_open(
    household, case, clara
):
    row, home = case(), household(name="Karim Muster")

    with pytest.raises(errors.StillOpen):
        services.move_out(
            client=only(row.household), left="JOINED", on=TODAY, into=home, by=clara
        )
