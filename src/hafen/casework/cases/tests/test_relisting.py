"""A list of persons comes again: what it says anew is written, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from hafen.casework.cases import import_writing as told
from hafen.casework.cases import services
from hafen.casework.cases.models import Circumstance, Client, Household
from hafen.casework.cases.tests.conftest import TODAY, list_of
from hafen.casework.cases.tests.test_desk import MOST_QUERIES
from hafen.core.accounts.models import Team, TeamMembership
from hafen.core.db.roles import Role
from hafen.core.places.models import District
from hafen.mechanisms.imports import problems
from hafen.mechanisms.imports import services as imports
from hafen.mechanisms.imports.models import Import

pytestmark = pytest.mark.django_db
HEAD = (
    "Name;Geburtsdatum;BG-Nr.;Datenschutzhinweis;Rechtskreis;Aufenthalt;"
    "Unterbringung;Staatsangehörigkeit;Adresse;Stadtteil;Telefon;Team"
)
FIRST = (
    "Muster, Amal;01.02.1990;BG-7;03.04.2017;AsylbLG;Aufenthaltsgestattung;"
    "Gemeinschaftsunterkunft;Syrien;Am Kai 1;Altstadt;0251 49200;Süd"
)
AGAIN = (
    "Muster, Amal;01.02.1990;BG-7;03.04.2017;SGB II;Aufenthaltsgestattung;"
    "eigene Wohnung;Syrien;Ringweg 2;Nordstadt;0251 49201;Süd"
)
WORDS = {"Gemeinschaftsunterkunft": "collective", "eigene Wohnung": "private"}


@pytest.fixture(autouse=True)
def in_german():
    with translation.override("de"):
        yield


@pytest.fixture
def lists(bring_in, town, acting):
    acting(town)
    for name in ("Altstadt", "Nordstadt"):
        District.objects.create(municipality=town, name=name, sort_key=name.lower())

    def run(*rows, **more):
        found = [_coded(row) for row in rows]
        return bring_in(found, head=HEAD, **more)

    return run


def _coded(row):
    for word, name in WORDS.items():
        row = row.replace(word, _accommodation(name))
    return row


def _accommodation(code):
    return told.words(TODAY).name(Circumstance.Kind.ACCOMMODATION, code)


def amal():
    return Client.objects.select_related("household__district").get(
        born_on="1990-02-01"
    )


def standing(kind, day=TODAY):
    rows = Circumstance.objects.filter(client=amal(), kind=kind).valid(day)
    return rows.values_list("code", flat=True).first()


def everything():
    """Return all that a list can write, as it is now."""
    client = amal()
    rows = Circumstance.objects.filter(client=client).order_by("kind", "valid_from")
    household = client.household
    return (
        list(rows.values_list("kind", "code", "valid_from", "valid_until")),
        (client.phone, client.languages, client.notice_edition),
        (household.address, household.district.name, household.arrived_on),
    )


def test_what_the_list_says_anew_begins_today_and_what_was_ends(lists, clara):
    lists(FIRST)
    before = everything()
    result = lists(AGAIN)

    assert (result.updated, result.warnings) == (1, ())
    assert standing("LEGAL_AREA") == "sgb2"
    assert standing("LEGAL_AREA", TODAY - timedelta(days=1)) == "asylblg"
    assert standing("ACCOMMODATION") == "private"
    assert Circumstance.objects.filter(kind="RESIDENCE").count() == 1
    household = amal().household
    assert (household.address, household.district.name) == ("Ringweg 2", "Nordstadt")
    shown = {each.column: (each.value, each.problem) for each in result.changes}
    assert set(shown) == {
        "Rechtskreis", "Unterbringung", "Adresse", "Stadtteil", "Telefon",
    }  # fmt: skip
    assert shown["Stadtteil"][0] == "Nordstadt"
    assert "Altstadt" in shown["Stadtteil"][1]
    assert lists(AGAIN).unchanged == 1

    second = Import.objects.order_by("id")[1]
    undone = imports.undo(second, by=clara, now=timezone.now())

    assert (undone.restored, undone.skipped) == (1, ())
    assert everything() == before
    assert lists(AGAIN).updated == 1


def test_what_was_written_by_hand_since_stays_and_is_told(lists, clara):
    lists(FIRST)
    services.note_circumstance(
        client=amal(), kind="LEGAL_AREA", code="sgb12",
        valid_from=TODAY - timedelta(days=3), expires_on=None, by=clara,
    )  # fmt: skip
    services.save_client(
        client=amal(), facts={"phone": "0251 1", "notice_edition": "2"},
        expected=None, by=clara,
    )  # fmt: skip
    result = lists(AGAIN)

    assert standing("LEGAL_AREA") == "sgb12"
    assert (amal().phone, amal().notice_edition) == ("0251 1", "2")
    assert standing("ACCOMMODATION") == "private"
    assert {each.column for each in result.warnings} == {"Rechtskreis", "Telefon"}
    assert "0251 1" in next(
        each.problem for each in result.warnings if each.column == "Telefon"
    )


def test_what_is_noted_for_a_later_day_is_not_cut_off(lists, clara):
    lists(FIRST)
    services.note_circumstance(
        client=amal(), kind="LEGAL_AREA", code="sgb12",
        valid_from=TODAY + timedelta(days=9), expires_on=None, by=clara,
    )  # fmt: skip
    result = lists(AGAIN)

    assert standing("LEGAL_AREA") == "asylblg"
    assert [each.column for each in result.warnings] == ["Rechtskreis"]


def test_an_empty_cell_takes_nothing_away_and_a_team_is_not_changed_by_a_list(
    lists, town, clara, team, acting
):
    lists(FIRST)
    team("Mitte", clara)
    acting(town, clara)
    emptied = "Muster, Amal;01.02.1990;BG-7;03.04.2017;;;;Syrien;;Altstadt;;Mitte"
    before = everything()
    result = lists(emptied)

    assert everything() == before
    assert amal().household.team.name == "Süd"
    assert {each.column for each in result.warnings} == {
        "Rechtskreis", "Aufenthalt", "Unterbringung", "Adresse", "Telefon", "Team",
    }  # fmt: skip


def test_a_list_is_not_taken_back_over_what_somebody_changed_since(lists, clara):
    lists(FIRST)
    lists(AGAIN)
    second = Import.objects.order_by("id").last()
    services.save_household(
        household=amal().household, facts={"address": "Hand 3"}, expected=None,
        today=TODAY, by=clara,
    )  # fmt: skip
    undone = imports.undo(second, by=clara, now=timezone.now())

    assert [each.title for each in undone.skipped] == ["Muster, Amal"]
    assert amal().household.address == "Hand 3"
    assert standing("LEGAL_AREA") == "sgb2"


def test_files_that_somebody_does_not_see_are_not_touched_and_not_told(
    lists, town, clara, bela, acting
):
    lists(FIRST)
    acting(town, clara)
    for facts in ({"owner": clara}, {"is_restricted": True}):
        services.save_household(
            household=amal().household, facts=facts, expected=None, today=TODAY,
            by=clara,
        )  # fmt: skip
    before = everything()
    result = lists(AGAIN, by=bela)

    assert (result.created, result.warnings, result.changes) == (1, (), ())
    acting(town, clara)
    mine = Household.objects.get(owner=clara)
    assert mine.address == before[2][0]


def test_a_list_with_its_old_and_new_values_is_seen_by_who_brings_it_in(
    lists, town, person, south, acting, sign_in, questions
):
    ada, olga = (
        person(town, Role.SOCIAL_WORKER, Role.ADMINISTRATIVE_COORDINATOR, name=name)
        for name in ("Ada", "Olga")
    )
    acting(town)
    for user in (ada, olga):
        TeamMembership.objects.create(
            municipality=town, user=user, team=south, valid_from=TODAY
        )
    lists(FIRST, by=ada)
    lists(AGAIN, by=ada)
    where = [town.slug, Import.objects.order_by("id").last().pk]
    desk = sign_in(ada)
    address = reverse("imports:detail", args=where)
    assert len(questions(desk, address)) <= MOST_QUERIES
    page = desk.get(address).content.decode()

    assert all(word in page for word in ("Am Kai 1", "Ringweg 2", "SGB II"))
    desk = sign_in(olga)
    assert desk.get(reverse("imports:detail", args=where)).status_code == 404
    assert desk.get(reverse("imports:remarks", args=where)).status_code == 404
    assert desk.post(reverse("imports:undo", args=where)).status_code == 404
    assert (
        "personen.csv"
        not in desk.get(reverse("imports:start", args=[town.slug])).content.decode()
    )


def test_another_municipality_has_a_list_of_its_own(
    lists, other_town, person, acting, tmp_path
):
    lists(FIRST)
    before = everything()
    fred = person(other_town, Role.SOCIAL_WORKER, name="Fred")
    acting(other_town)
    there = Team.objects.create(municipality=other_town, name="Süd")
    TeamMembership.objects.create(
        municipality=other_town, user=fred, team=there, valid_from=TODAY
    )
    acting(other_town, fred)
    run, seen = list_of(other_town, fred, tmp_path / "dort.csv", [AGAIN], HEAD)
    imports.apply(run, by=fred, now=timezone.now())

    assert (seen.created, seen.changes) == (1, ())
    assert Client.objects.get().household.address == "Ringweg 2"
    acting(run.municipality)  # back is for the town whose row must be as it was
    assert before[2][0] == "Am Kai 1"


@pytest.mark.parametrize("name", ["Mustir, Amall", "مستر امل", "Amal Muster"])
def test_another_spelling_of_somebody_who_is_here_is_told(lists, name):
    lists(FIRST)
    result = lists(f"{name};;BG-9;03.04.2017;;;;;;;;Süd")

    assert result.created == 1
    known = translation.gettext(problems.LIKE_KNOWN).split("%")[0]
    assert [each for each in result.warnings if each.problem.startswith(known)]


def test_a_number_that_changed_is_a_new_row_and_told_as_one_who_may_be_here(lists):
    lists(FIRST)
    result = lists(AGAIN.replace("BG-7", "BG-8"))

    assert result.created == 1
    assert [each.value for each in result.warnings] == ["Muster, Amal"]
