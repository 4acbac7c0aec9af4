"""Visits and persons, the load of the slots, and the list of a day."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hafen.casework.cases.models import Client, Household
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY, only
from hafen.casework.consultations import queries, services
from hafen.casework.consultations.models import Visit, Visitor
from hafen.casework.consultations.queries import Who
from hafen.casework.consultations.tests.stage import at, last, moment
from hafen.core.db.roles import Role
from hafen.core.places.queries import hours_of_site
from hafen.information.directory.models import Schedule, Service
from hafen.network.organisations.services import create_organisation

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def visits(office, days, *, wait=5):
    """Let people come: `{day: (hour, number)}`; a minute apart, all were called."""
    rows = []
    for day, (hour, number) in days.items():
        begin = moment(day, hour)
        for each in range(number):
            came = begin + timedelta(minutes=each)
            rows.append(
                Visit(
                    municipality=office.municipality,
                    site=office,
                    day=day,
                    number=each + 1,
                    came_at=came,
                    called_at=came + timedelta(minutes=wait),
                    ended_at=came + timedelta(minutes=wait + 9),
                    state="DONE",
                )
            )
    return Visit.objects.bulk_create(rows)


def test_d9_530_check_ins_by_150_persons(
    town, office, household, person, acting, sign_in
):
    row = household()
    facts = {"notice_on": LONG_AGO, "notice_edition": "1"}
    people = Client.objects.bulk_create(
        Client(municipality=town, household=row, name=f"P {number}", **facts)
        for number in range(150)
    )
    # One of them was entered twice, and came once under each entry.
    double = Client.objects.create(
        municipality=town, household=row, name="P 0", same_as=people[0], **facts
    )
    days = {TODAY - timedelta(days=each): (9, 106) for each in range(5)}
    made = visits(office, days)
    anonymous = visits(office, {TODAY - timedelta(days=9): (9, 7)})
    Visitor.objects.bulk_create(
        Visitor(
            municipality=town,
            household=row,
            day=visit.day,
            visit=visit,
            client=double if number == 529 else people[number % 150],
        )
        for number, visit in enumerate(made)
    )
    lead = person(town, Role.PROJECT_LEAD)
    acting(town, lead)

    # Whoever leads the project reads two numbers and no name.
    answer = sign_in(lead).get(at(town, "load"))
    found, page = answer.context["numbers"], answer.content.decode()

    assert (found.known, found.persons, found.unknown) == (530, 150, len(anonymous))
    assert round(found.per_person, 1) == 3.5
    assert "530 Besuche, 150 Personen, 3,5 Besuche pro Person" in page
    assert not Household.objects.exists()


def test_the_count_of_another_town_is_its_own(
    town, other_town, office, household, came, person, acting
):
    row = household()
    came(who=Who(row, only(row)))
    counted = "SELECT visits, persons FROM consultations_persons(%s, %s, NULL)"
    for place, result in ((town, (1, 1)), (other_town, (0, 0))):
        acting(place, person(place, Role.PROJECT_LEAD))
        with connection.cursor() as cursor:
            cursor.execute(counted, [LONG_AGO, TODAY])
            assert cursor.fetchone() == result


@pytest.fixture
def course(town):
    """A German course on four mornings."""
    actor = create_organisation(
        municipality=town, data={"name": "VHS", "kind": "INITIATIVE"}, by=None
    )
    row = Service.objects.create(
        municipality=town, kind="COURSE", state="PUBLISHED", name="Integrationskurs",
        sort_key="integrationskurs", organisation=actor,
    )  # fmt: skip
    Schedule.objects.create(
        municipality=town, service=row, rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,FR",
        opens_at=time(8, 30), closes_at=time(12, 30),
    )  # fmt: skip


def test_d10_thursday_is_overloaded_and_the_mornings_are_under_used(
    desk, town, office, course
):
    days = {}
    for week in range(4):
        for weekday, hour, number in ((0, 9, 3), (1, 10, 4), (3, 14, 40), (4, 9, 2)):
            days[last(weekday) - timedelta(weeks=week)] = (hour, number)
    visits(office, days, wait=35)
    # Who stands at the door before it opens belongs to the slot that opens.
    early = last(3) - timedelta(weeks=4)
    visits(office, {early: (13, 1)})

    page = desk.get(at(town, "load"))

    marks = {
        (slot.weekday, slot.opens.hour): slot.mark
        for slot in page.context["load"].slots
    }
    assert marks[3, 14] == "full"
    slots = {slot.weekday: slot for slot in page.context["load"].slots}
    assert (slots[3].visits, slots[3].mean_wait) == (161, 35)
    assert [slots[day].courses for day in (0, 1, 3, 4)] == [1, 1, 0, 1]
    change = page.context["proposal"]
    assert change["courses"] == 0  # an afternoon
    assert change["after"] < change["before"]
    text = page.content.decode()
    assert "überlastet" in text
    csv = desk.get(at(town, "load") + "?as=csv").content.decode("utf-8-sig")
    assert "Donnerstag" in csv


def test_d10_a_slot_is_judged_by_what_comes_and_not_by_the_waiting_alone(
    desk, town, office, course
):
    days = {}
    for week in range(4):
        for weekday, hour, number in ((0, 9, 3), (1, 10, 4), (3, 14, 40), (4, 9, 2)):
            days[last(weekday) - timedelta(weeks=week)] = (hour, number)
    visits(office, days, wait=5)

    found = desk.get(at(town, "load")).context["load"]
    marks = {slot.weekday: slot.mark for slot in found.slots}
    asked = {"weekday": "0", "opens": "09:30", "closes": "11:00", "given_up": ""}
    other = desk.get(at(town, "load"), asked).context["what_if"]

    assert marks == {0: "empty", 1: "empty", 3: "full", 4: "empty"}
    # D68: the time that somebody tries collides with the course.
    assert other["courses"] == 1
    assert (
        desk.get(at(town, "load"), asked | {"closes": "09:00"})
        .context["simulate"]
        .errors
    )


def test_the_day_is_printed_with_room_to_write(
    desk, town, office, household, came, clara
):
    row = household()
    came(who=Who(row, only(row)), language="ar")
    came()

    paper = desk.get(at(town, "day"), {"as": "print"}).content.decode()
    csv = desk.get(at(town, "day"), {"as": "csv"}).content.decode("utf-8-sig")

    assert "Amal Muster" in paper
    assert "Ergebnis" in paper  # by hand
    assert len(csv.splitlines()) == 3
    before = (TODAY - timedelta(days=1)).isoformat()
    assert "Niemand" in desk.get(at(town, "day"), {"day": before}).content.decode()


@pytest.mark.parametrize("size", [1, 60])
def test_pages_ask_as_much_of_many_as_of_one(
    desk, town, office, household, came, clara, questions, size
):
    row = household()
    for _number in range(size):
        came(who=Who(row, only(row)))
        services.record_apart(
            municipality=town, who=Who(row), by=clara,
            data={"held_on": TODAY, "group": "b", "channel": "TELEPHONE"},
        )  # fmt: skip
    desk.get(at(town, "hour"))
    called = Visit.objects.first()
    services.call(visit=called, by=clara, now=timezone.now())
    pages = {
        "hour": at(town, "hour"),
        "talk": at(town, "talk", called.pk),
        "day": at(town, "day"),
        "load": at(town, "load"),
        "plan": at(town, "plan"),
        "appointments": at(town, "appointments"),
        "arrange": at(town, "arrange"),
        "contacts_of": at(town, "contacts_of", row.pk),
    }
    asked = {name: len(questions(desk, address)) for name, address in pages.items()}

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}


def test_the_time_of_a_slot_is_wall_time(town, office, clara, acting):
    """In winter and summer nine o'clock is nine o'clock."""
    acting(town, clara)
    summer, winter = date(2026, 7, 6), date(2026, 1, 5)
    visits(office, {summer: (9, 2), winter: (9, 2)})
    door = hours_of_site(town, office)
    courses = queries.collisions(town, summer)
    found = queries.load(clara, office, door, courses, first=winter, last=summer)
    assert found.slots[0].visits == 4
