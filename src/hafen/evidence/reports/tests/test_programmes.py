"""Figures of casework in reports: hours, arrivals, referrals, programmes, quality."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from hafen.casework.cases import services as casework
from hafen.casework.cases.models import AccessRefusal, Client, Goal, Note, Programme
from hafen.casework.cases.tests.conftest import (
    agatha,
    bela,
    case,
    clara,
    household,
    shipped,
    south,
    team,
)
from hafen.casework.consultations.models import Visit
from hafen.casework.outreach.models import Arrival, HomeVisit
from hafen.casework.referrals.models import Referral
from hafen.core.db.roles import Role
from hafen.core.places.models import Site
from hafen.evidence.reports.measuring import figures
from hafen.evidence.reports.queries import frame_of, tables_of
from hafen.evidence.reports.tests.test_kinds import FIRST, TODAY, lines, mayor, told
from hafen.network.organisations.models import Organisation

__all__ = [
    "agatha", "bela", "case", "clara", "household", "mayor", "shipped", "south", "team",
    "told",
]  # fmt: skip
pytestmark = pytest.mark.django_db
NOW = timezone.now()


def closed(case, clara, number, outcome, *, on=TODAY, **more):
    rows = [case(household=None, name=f"Person Nr{each}", **more) for each in number]
    for row in rows:
        casework.close_case(
            case=row, outcome=outcome, follow_up_on=None, on=on, by=clara,
            areas={"N01": (outcome, False), "N05": ("NO_SUBJECT", False)},
        )  # fmt: skip
    return rows


def test_p53_the_yearly_share_of_goals_reached_stands_in_the_programme_report(
    town, case, clara, told, acting
):
    kim = Programme.objects.create(municipality=town, name="KIM", sort_key="kim")
    closed(case, clara, range(6), "REACHED", programme=kim, on=FIRST)
    closed(case, clara, range(6, 14), "PARTLY", programme=kim)
    for number in range(20, 26):
        row = case(name=f"Person Nr{number}", programme=kim, on=TODAY)
        Goal.objects.create(
            municipality=town, case=row, domain="N01", text="Arbeit", since=TODAY
        )
        for _each in range(number - 19):
            Note.objects.create(municipality=town, case=row, on=TODAY, text="x")

    found = told("kim")

    assert lines(found["goals_reached"]) == {"Fälle": [6, 14, 42.9]}
    assert lines(found["areas"])["Sprache"] == [6, 8, 0, 14, 42.9]

    before, after = (found["programmes"].tables[place] for place in (0, 1))
    assert [cell.value for cell in before.rows[0].cells] == [14, 6, 20]
    assert [c.value for c in after.rows[0].cells] == [14, 6, 20, 70.0, 400]
    assert lines(found["goals"])["Sprache"] == [6, 0, 0, 0, 0, 6, 0.0]
    # Six cases with 1 to 6 notes; how many had 1 or 2 would be too few to tell.
    assert lines(found["follow_ups"], 0)["keine"] == [14]
    assert lines(found["delays"])["Notizen"][0] == 21


def test_kim_tells_refusals_criteria_and_phases_and_hides_what_is_small(
    town, case, clara, shipped, told, acting
):
    kim, met = shipped("nrw-kim"), ["voluntary", "complex", "agencies", "nobody-else"]
    for number in range(12):
        more = ["barrier"] if number < 6 else []
        case(name=f"Person Nr{number}", programme=kim, on=TODAY, criteria=met + more)
    for reason, number in (("full", 7), ("declined", 6), ("other", 2)):
        AccessRefusal.objects.bulk_create(
            AccessRefusal(
                municipality=town, programme=kim, on=TODAY, reason=reason,
                domain="N05", referred_to="WELFARE",
            )
            for _each in range(number)
        )  # fmt: skip

    found = told("kim")

    criteria = lines(found["criteria"])
    assert criteria["Die Person nimmt freiwillig teil"] == [12, 0, 12]
    assert criteria["Ein Hindernis liegt in Abläufen und Regeln der Stellen"] == [
        6, 6, 12,
    ]  # fmt: skip
    reasons = lines(found["refused"])
    assert reasons["Alle"] == [15]
    assert reasons["Anderer Grund"] == [None]
    # One more is hidden, from which the small one could be reckoned.
    assert [reasons[name] for name in reasons].count([None]) == 2
    assert lines(found["refused"], 1)["Arbeit"] == [15]
    assert lines(found["refused"], 2)["Wohlfahrtsverband"] == [15]
    acting(town)
    given = {"programme": kim.name}
    frame = frame_of(town, first=FIRST, last=TODAY, today=TODAY, given=given)
    with override("de"):
        stages = tables_of(figures["cases_stage"], frame)[0]
    assert stages.rows[0].label == "Klärung (Intake)"
    assert stages.rows[0].cells[0].count == 12


def test_whoever_sees_a_part_of_the_cases_reads_how_many(
    town, case, clara, acting, person, sign_in
):
    for number in range(6):
        case(name=f"Person Nr{number}", on=TODAY)
    client = sign_in(person(town, Role.INTEGRATION_MANAGER))
    where = reverse("reports:definition", args=[town.slug, "kim", "cases_stage"])

    told = client.get(where, {"first": FIRST, "last": TODAY})

    assert (told.context["seen"], told.context["whole"]) == (0, 6)
    assert "0 von 6" in told.content.decode()
    assert client.get(told.context["rows"]).status_code == 200


def test_l7_l29_the_annex_tells_reached_of_expected_as_the_paper_does(
    town, south, clara, acting, told
):
    acting(town, clara)
    rows = [
        Arrival(
            municipality=town, kind="LISTED", name=f"P{number}", sort_key="p",
            team=south, address="Weg 1", on=TODAY, due_on=TODAY, languages=["ar"],
            **({"reached_on": TODAY} if number < 111 else {}),
        )
        for number in range(170)
    ]  # fmt: skip
    Arrival.objects.bulk_create(rows)
    HomeVisit.objects.bulk_create(
        HomeVisit(
            municipality=town, arrival=row, visitor=clara, on=TODAY, result="MET",
            announced="LETTER", persons_met=1,
        )
        for row in (*rows[:111], *rows[:9])
    )  # fmt: skip

    annex, paper = told("team", clara)["coverage"], told("accommodation")["coverage"]

    assert lines(annex)["Personen"] == [170, 111, 59, 65.3]
    assert lines(annex) == lines(paper)
    assert lines(told("team")["home_visits"])["angetroffen"] == [120]


def test_offices_are_told_with_what_they_answered_and_how_fast(
    town, south, clara, acting, told
):
    acting(town, clara)
    office = Organisation.objects.create(
        municipality=town, name="Kompass e. V.", sort_key="kompass", kind="WELFARE"
    )
    for number in range(20):
        state = ("OFFERED", "REFUSED", "ACCEPTED", "ARRIVED")[number // 5]
        Referral.objects.create(
            municipality=town, team=south, owner=clara, topic="N16.01",
            recipient=office.name, organisation=office, way="TOLD", language="ar",
            state=state, offered_at=NOW, refusal="FULL" if state == "REFUSED" else "",
            ended_on=TODAY if state == "REFUSED" else None,
            arrived_on=TODAY if state == "ARRIVED" else None,
            answered_at=None if state == "OFFERED" else NOW,
            answer_minutes=None if state == "OFFERED" else 60 * number,
        )  # fmt: skip

    found = told("team")

    assert lines(found["referrals_offices"])["Kompass e. V."] == [5, 5, 5, 5, 20, 12]
    assert lines(found["referrals"])["Verweise"] == [20, 0, 20]


def test_hours_are_told_by_site_with_persons_and_waiting(town, acting, told):
    acting(town)
    site = Site.objects.create(
        municipality=town, name="Anlaufstelle", sort_key="a", kind="CONTACT_POINT"
    )
    for number in range(1, 13):
        called = NOW if number > 5 else None
        Visit.objects.create(
            municipality=town, site=site, day=TODAY, number=number,
            came_at=NOW - timedelta(minutes=20), called_at=called, ended_at=NOW,
            state="DONE" if called else "LEFT",
        )  # fmt: skip

    found = told("team")

    assert lines(found["hours"])["Anlaufstelle"] == [0, 0, 7, 5, 12]
    assert lines(found["hours"], 1)["Sprechstunden"] == [1, 12, 0, 12, 0]
    assert lines(found["waiting"]) == {
        "weniger als 15 Minuten": [0], "15 bis 29 Minuten": [7],
        "30 bis 59 Minuten": [0], "eine Stunde und mehr": [0], "Alle": [7],
    }  # fmt: skip
    assert lines(found["waiting"], 1)["Die Hälfte wartete höchstens"] == [20]


def test_l12_missing_fields_impossible_ages_and_doubles_are_counted(
    town, household, told, acting
):
    for number in range(12):
        household(f"Person Nr{number}")
    old = TODAY.replace(year=TODAY.year - 120, day=1)
    Client.objects.update(born_on=old)
    people = Client.objects.order_by("pk")
    Client.objects.filter(pk__in=people[:6]).update(born_on=None, gender="MALE")
    Client.objects.filter(pk__in=people[6:]).update(sort_key="gleich", languages=[])

    found = told("quality")["quality_persons"]

    assert [row.cells[0].value for row in found.tables[0].rows] == [
        6, 6, 6, 12, 6, 6, 12,
    ]  # fmt: skip
