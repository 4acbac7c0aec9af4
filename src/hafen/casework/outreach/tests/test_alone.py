"""Households that nobody accompanies: on the list until somebody goes there."""

from datetime import timedelta

import pytest
from django.apps import apps

from hafen.casework.cases import services as files
from hafen.casework.cases.models import Consent, SoughtHelp
from hafen.casework.cases.tests.conftest import LONG_AGO, only
from hafen.casework.outreach import errors, services, tallies
from hafen.casework.outreach.models import Arrival
from hafen.casework.outreach.tests.conftest import MOST_QUERIES, NOW, TODAY, agree, at
from hafen.core.db.roles import Role
from hafen.core.places.models import Site
from hafen.exchange.pool import services as pool

pytestmark = pytest.mark.django_db
HALF_A_YEAR = TODAY - timedelta(days=182)


def names(page):
    return [row.name for row, _since, _arrival in page.context["rows"]]


def test_d66_a_household_without_contact_is_on_the_list_until_it_is_visited(
    desk, town, household, case, visit, emil, north, sign_in
):
    lonely, _with_case = household(), case(of=household("Zara Zuhause"))
    household("Yana Gesehen", person={"notice_on": TODAY})
    page = desk.get(at(town, "alone"))
    assert names(page) == ["Familie Muster"]
    assert page.context["rows"][0][1] == LONG_AGO
    assert names(desk.get(at(town, "alone"), {"months": "20"})) == []
    assert desk.get(at(town, "alone"), {"as": "csv"}).status_code == 200

    planned = desk.post(at(town, "plan_contact", lonely.pk))

    arrival = Arrival.objects.get(household=lonely)
    assert planned.url == at(town, "arrival", arrival.pk)
    assert (arrival.languages, arrival.persons) == (["ar"], 1)
    again = desk.post(at(town, "plan_contact", lonely.pk), follow=True)
    assert "schon jemand" in again.content.decode()
    assert at(town, "arrival", arrival.pk) in again.content.decode()
    visit(arrival, "NOT_MET")
    assert names(desk.get(at(town, "alone"))) == ["Familie Muster"]
    visit(arrival, "MET", persons_met=1)
    assert names(desk.get(at(town, "alone"))) == []
    other = sign_in(emil)
    assert other.get(at(town, "alone")).status_code == 200
    assert other.post(at(town, "plan_contact", lonely.pk)).status_code == 404


@pytest.mark.parametrize(
    ("visit", "appointment", "is_contact"),
    [
        ("DONE", None, True),
        ("WAITING", None, False),
        ("LEFT", None, False),
        (None, "CAME", True),
        (None, "MISSED", False),
        (None, "OFF", False),
    ],
)
def test_d66_advice_and_kept_appointments_are_a_contact(
    town, household, clara, acting, visit, appointment, is_contact
):
    row = household()
    acting(town, clara)
    site = Site.objects.create(municipality=town, name="Treffpunkt", sort_key="t")
    # The room of consultations knows casework, and outreach neither of its tables.
    visits, appointments, visitors = (
        apps.get_model("consultations", name)._default_manager
        for name in ("Visit", "Appointment", "Visitor")
    )
    links = {}
    if visit:
        times = {
            "WAITING": {},
            "LEFT": {"ended_at": NOW},
            "DONE": {"called_at": NOW, "ended_at": NOW},
        }
        links["visit"] = visits.create(
            municipality=town, site=site, day=TODAY, number=1, state=visit,
            came_at=NOW, **times[visit],
        )  # fmt: skip
    if appointment:
        links["appointment"] = appointments.create(
            municipality=town, site=site, adviser=clara, state=appointment,
            starts_at=NOW, ends_at=NOW + timedelta(minutes=30),
        )  # fmt: skip
    visitors.create(municipality=town, household=row, day=TODAY, **links)

    found = [each.household for each in tallies.alone(HALF_A_YEAR)]

    assert found == ([] if is_contact else [row.pk])


def test_a_sponsor_takes_a_household_off_the_list_while_they_go_there(
    town, household, clara, acting
):
    row = household()
    agree(row, None, [], clara, kind="MATCHING", recipient="Agentur")
    consent = Consent.objects.get()
    acting(town, clara)
    was = files.open_case(
        household=row, client=None, owner=clara, programme=None, on=LONG_AGO,
        today=TODAY, by=clara,
    )  # fmt: skip
    files.close_case(
        case=was, outcome="REACHED", follow_up_on=None, on=LONG_AGO, by=clara
    )
    who = pool.Person({"name": "Süd 1", "channel": "VISIT"})
    data = {"kind": "SPONSORSHIP", "title": "Patenschaft", "owner": clara}
    data |= {"languages": {"fa": 2}, "slots": 1 << 9}
    need, offer = (
        enter(municipality=town, person=who, data=data, by=clara, now=NOW)
        for enter in (pool.enter_need, pool.enter_offer)
    )
    SoughtHelp.objects.create(
        municipality=town, client=only(row), case=was, consent=consent, need=need
    )
    [match] = pool.ask(need=need, offers=[offer], by=clara, now=NOW)
    for side in ("HELPER", "SEEKER"):
        match = pool.answer(match=match, side=side, accepts=True, now=NOW)
    pool.hold_talk(match=match, on=TODAY, seeker_agrees=False, by=clara, now=NOW)
    assert [each.household for each in tallies.alone(HALF_A_YEAR)] == [row.pk]

    pool.confirm(match=match, by=clara, now=NOW)

    assert tallies.alone(HALF_A_YEAR) == []


def test_those_who_steer_are_told_districts_and_no_small_number(
    town, household, brackel, person, sign_in, acting, clara, other_town
):
    for number in range(6):
        place = {} if number else {"district": None}
        household(f"Person Beispiel{number}", **({"district": brackel} | place))
    desk = sign_in(person(town, Role.STEERING))

    page = desk.get(at(town, "alone_counts"))

    # Of six, one lives elsewhere: five in Brackel would tell where.
    assert (page.context["number"], page.context["rows"]) == (6, [])
    assert "Beispiel" not in page.content.decode()
    assert desk.get(at(town, "alone")).status_code == 404
    acting(town, clara)
    household("Person Beispiel6", district=brackel)
    acting(other_town)
    assert tallies.counted(HALF_A_YEAR) == tallies.Counted(None, [])


@pytest.mark.parametrize("size", [1, 6])
def test_the_list_asks_as_much_of_many_as_of_one(
    desk, town, household, clara, acting, questions, size
):
    for number in range(size):
        row = household(f"Person Muster{number}")
    services.plan_contact(household=row, today=TODAY, by=clara)
    with pytest.raises(errors.AlreadyPlanned):
        services.plan_contact(household=row, today=TODAY, by=clara)
    desk.get(at(town, "arrivals"))
    asked = {
        name: len(questions(desk, at(town, name))) for name in ("alone", "alone_counts")
    }

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}
