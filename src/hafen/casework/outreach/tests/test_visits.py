"""Home visits, how many were reached, and the papers of a day."""

from datetime import timedelta

import pytest

from hafen.casework.cases.models import Client, Household
from hafen.casework.outreach import queries, services
from hafen.casework.outreach.models import (
    Arrival,
    HomeVisit,
    VisitNote,
)
from hafen.casework.outreach.tests.conftest import MOST_QUERIES, NOW, TODAY, at

pytestmark = pytest.mark.django_db


def test_d6_43_families_whatever_some_were_visited_twice(
    town, south, visit, clara, acting, questions, desk
):
    acting(town, clara)
    rows = people(town, south, clara, 43)
    met(town, clara, rows)
    for row in rows[:7]:
        visit(row, "MET")

    found = figures(clara)
    assert (found.visited, found.visits) == (43, 50)
    asked = len(questions(desk, at(town, "coverage")))
    assert asked <= MOST_QUERIES


def figures(user):
    rows = queries.arrivals_visible_to(user, today=TODAY)
    return queries.coverage(rows, since=None, until=TODAY, today=TODAY)


def people(town, south, clara, number, **more):
    """Enter arrivals at once, as a list of an office is."""
    return Arrival.objects.bulk_create(
        Arrival(
            municipality=town, kind="LISTED", name=f"P {n}", sort_key=f"p {n:03}",
            address="Weg", on=TODAY, due_on=TODAY, team=south, author=clara, **more,
        )
        for n in range(number)
    )  # fmt: skip


def met(town, clara, rows):
    """Enter visits at once, as recorded ones stand."""
    HomeVisit.objects.bulk_create(
        HomeVisit(
            municipality=town, arrival=row, visitor=clara, on=TODAY, result="MET",
            announced="LETTER", persons_met=1,
        )
        for row in rows
    )  # fmt: skip
    Arrival.objects.filter(pk__in=[row.pk for row in rows]).update(reached_on=TODAY)


def test_l7_111_of_170_persons_were_seen_and_59_are_open(
    town, south, clara, acting, visit
):
    acting(town, clara)
    rows = people(town, south, clara, 170)
    for row in rows[110:113]:
        visit(row, "NOT_MET")
    for row in (*rows[:3], rows[0], rows[110]):
        visit(row, "MET")
    met(town, clara, rows[3:110])

    share = figures(clara).persons
    assert (share.reached, share.expected, share.open) == (111, 170, 59)
    chosen = queries.ArrivalFilter(part="not_reached")
    seen = queries.arrivals_visible_to(clara, today=TODAY)
    assert queries.filtered_arrivals(seen, chosen).count() == 59


def test_d3_137_of_150_benefit_communities_are_91_3_percent(town, south, clara, acting):
    acting(town, clara)
    rows = people(town, south, clara, 150, persons=2)
    keys = [row.pk for row in rows[:137]]
    Arrival.objects.filter(pk__in=keys).update(
        approached="WORKER", approached_on=TODAY, reached_on=TODAY
    )

    share = figures(clara).households
    assert (share.reached, share.open, share.percent) == (137, 13, 91.3)


def test_who_is_announced_twice_or_has_a_file_counts_once(
    household, arrival, visit, clara
):
    file = household()
    arrival(household=file)
    second = arrival(household=file, address="Neu 2")
    visit(second, "MET", persons_met=3)
    gone = arrival("Familie Fort")
    services.end_arrival(arrival=gone, ending="GONE", on=TODAY, now=NOW, by=clara)

    found = figures(clara)
    assert (found.households.reached, found.households.expected) == (1, 1)
    assert (found.persons.reached, found.persons.expected) == (3, 4)
    assert Household.objects.get().address == "Neu 2"


def test_e07_not_met_is_written_down_and_gone_again(town, desk, arrival, visit):
    row = arrival()
    first = visit(row)
    again = TODAY + timedelta(days=7)
    where = at(town, "visit", first.pk)
    told = {
        "result": "NOT_MET", "on": TODAY.isoformat(), "note": "Klingel defekt",
        "again_on": again.isoformat(),
    }  # fmt: skip
    assert desk.get(where).status_code == 200
    assert desk.post(where, told).status_code == 302

    second = HomeVisit.objects.get(result="")
    assert (second.on, second.visitor) == (again, first.visitor)
    assert VisitNote.objects.get().text == "Klingel defekt"
    row.refresh_from_db()
    assert (row.approached, row.reached_on) == ("NOBODY", None)
    assert desk.post(where, told).status_code == 422  # written down already
    letter = desk.get(at(town, "letter", second.pk)).content.decode()
    assert 'lang="ar" dir="rtl"' in letter


def test_a_day_is_written_down_from_its_paper(town, desk, arrival, visit):
    met, vain, later = (visit(arrival(f"Familie {name}")) for name in "ABC")
    day = TODAY.isoformat()
    papers = desk.get(at(town, "papers"), {"on": day}).content.decode()
    assert "· Arabisch ·" in papers
    assert "Familie A" in papers
    listed = desk.get(at(town, "visits"), {"on": day, "as": "print"})
    assert "Familie B" in listed.content.decode()
    told = {
        f"{met.pk}-result": "MET", f"{met.pk}-persons_met": "2",
        f"{vain.pk}-result": "NOT_MET", f"{later.pk}-result": "",
    }  # fmt: skip

    assert desk.post(f"{at(town, 'entry')}?on={day}", told).status_code == 302

    results = dict(HomeVisit.objects.values_list("arrival__name", "result"))
    assert results == {"Familie A": "MET", "Familie B": "NOT_MET", "Familie C": ""}
    assert HomeVisit.objects.get(pk=met.pk).persons_met == 2


def test_a_note_of_a_visit_is_for_its_author_and_who_is_responsible(
    town, arrival, visit, clara, bela, agatha, acting
):
    visit(arrival(), "MET", note="Sorge um die Wohnung")
    for user, read in ((clara, 1), (bela, 0), (agatha, 1)):
        acting(town, user)
        assert VisitNote.objects.count() == read, user.name
        assert HomeVisit.objects.count() == 1


def test_people_who_were_approached_get_a_file(town, desk, arrival, south, clara):
    row = arrival()
    where = at(town, "take_in", row.pk)
    assert "Familie Muster" in desk.get(where).content.decode()
    told = {
        "name": "Familie Muster", "team": str(south.pk), "owner": str(clara.pk),
        "address": "Beispielweg 1", "person-name": "Amal Muster",
        "person-birth": "EXACT", "person-language_1": "ar",
        "person-notice_on": TODAY.isoformat(), "person-notice_edition": "1",
    }  # fmt: skip

    assert desk.post(where, told).status_code == 302

    row.refresh_from_db()
    assert row.household == Household.objects.get()
    assert Client.objects.get().name == "Amal Muster"
