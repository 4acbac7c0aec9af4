"""Persons, households and benefit communities on a day, counted apart."""

from datetime import date, timedelta

import pytest

from hafen.casework.cases import services
from hafen.casework.cases.models import Circumstance, Client, Household, Membership
from hafen.casework.cases.tests.conftest import (
    LONG_AGO,
    TODAY,
    add,
    agatha,
    bela,
    clara,
    household,
    only,
    south,
    stands,
    team,
)
from hafen.evidence.reports.figures._cases import households, persons
from hafen.evidence.reports.measuring import Frame

__all__ = ["add", "agatha", "bela", "clara", "household", "south", "team"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(town):
    """The counts of a day: `counted(TODAY)["HOUSEHOLDS"]`."""

    def count(day):
        frame = Frame(town, day, day, TODAY)
        return {**persons(frame), **households(frame)}

    return count


@pytest.fixture
def register(town, south, clara, acting):
    """228 persons, 170 of them in flats of the town: 100, 32 and 96 by status."""
    acting(town, clara)
    row = Household.objects.create(
        municipality=town, name="Register", sort_key="register", team=south
    )
    day = date(2016, 11, 11)
    codes = ["permit"] * 100 + ["tolerated"] * 32 + ["asylum.ges"] * 96
    since = {"valid_from": date(2016, 1, 1), "municipality": town}
    people = Client.objects.bulk_create(
        Client(municipality=town, household=row, name=f"Person {number}", notice_on=day)
        for number in range(len(codes))
    )
    Membership.objects.bulk_create(
        Membership(household=row, client=client, kind="OTHER", **since)
        for client in people
    )
    Circumstance.objects.bulk_create(
        Circumstance(client=client, kind=kind, code=code, **since)
        for number, client in enumerate(people)
        for kind, code in (
            ("RESIDENCE", codes[number]),
            ("ACCOMMODATION", "municipal" if number < 170 else "private"),
        )
    )
    return day


def test_l4_the_register_counts_persons_at_a_date_by_accommodation(register, counted):
    found = counted(register)

    assert found["ALL"] == {"": 228}
    assert found["ACCOMMODATION"] == {"municipal": 170, "private": 58}
    assert counted(date(2015, 1, 1))["ALL"] == {"": 0}


def test_l6_the_status_table_sums_to_the_register_of_the_same_date(register, counted):
    found = counted(register)

    assert found["RESIDENCE"] == {"permit": 100, "tolerated": 32, "asylum.ges": 96}
    assert sum(found["RESIDENCE"].values()) == found["ALL"][""] == 228


def test_d41_a_mixed_community_counts_once_and_its_persons_by_area(
    household, add, clara, counted
):
    row = household()
    people = [only(row), add(row, "Karim Muster"), add(row, "Nour Muster")]
    areas = ("asylblg.basic", "sgb2", "sgb2")
    for client, area in zip(people, areas, strict=True):
        stands(client, "LEGAL_AREA", area, clara)
    services.form_community(
        household=row, number="1", clients=people, valid_from=LONG_AGO, by=clara
    )

    found = counted(TODAY)

    assert found["LEGAL_AREA"] == {"asylblg.basic": 1, "sgb2": 2}
    assert (found["COMMUNITIES"], found["MIXED"]) == ({"": 1}, {"": 1})
    assert found["ASYLUM"] == {"": 1}


def test_a_community_under_one_law_is_not_mixed(household, add, clara, counted):
    row = household()
    people = [only(row), add(row, "Karim Muster"), add(row, "Nour Muster")]
    for client, area in zip(people, ("asylblg.basic", "asylblg.analog"), strict=False):
        stands(client, "LEGAL_AREA", area, clara)
    services.form_community(
        household=row, number="1", clients=people, valid_from=LONG_AGO, by=clara
    )

    assert counted(TODAY)["MIXED"] == {"": 0}


def test_a_household_lives_on_a_day_when_somebody_belongs_to_it(
    household, clara, counted
):
    row = household()
    services.end_household(
        household=row, ending="MOVED", on=TODAY, expected=None, by=clara
    )
    days = (date(1990, 1, 1), LONG_AGO - timedelta(1), LONG_AGO, TODAY - timedelta(1))

    found = [
        (counted(day)["ALL"][""], counted(day)["HOUSEHOLDS"][""])
        for day in (*days, TODAY)
    ]

    assert found == [(0, 0), (0, 0), (1, 1), (1, 1), (0, 0)]


def test_who_was_entered_twice_counts_once(household, clara, counted):
    known, double = only(household()), only(household("Ammal Muster"))

    services.join_clients(kept=known, double=double, by=clara)

    found = counted(TODAY)
    assert (found["ALL"], found["HOUSEHOLDS"]) == ({"": 1}, {"": 1})
