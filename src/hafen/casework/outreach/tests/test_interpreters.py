"""The interpreter of a home visit is asked for in the exchange and follows it."""

from datetime import time, timedelta

import pytest

from hafen.casework.outreach import errors, services
from hafen.casework.outreach.models import HomeVisit
from hafen.casework.outreach.tests.conftest import MOST_QUERIES, NOW, SOON, TODAY, at
from hafen.core.db.roles import Role
from hafen.exchange.interpreting.models import Appointment, Institution
from hafen.exchange.interpreting.tests.conftest import set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(town, person, acting):
    dora = person(town, Role.INTERPRETER_COORDINATOR, name="Dora")
    acting(town, dora)
    set_up(town, dora)
    return Institution.objects.create(
        municipality=town, name="Anlaufstelle", sort_key="anlaufstelle", is_own=True,
        state=Institution.State.APPROVED, owner=dora, email="buero@example.org",
    )  # fmt: skip


@pytest.fixture
def planned(office, arrival, clara):
    """A visit in three days at ten o'clock, by Clara."""
    return services.plan_visit(
        arrival=arrival(), visitor=clara, on=SOON, at=time(10), announced="LETTER",
        interpreter="MISSING", by=clara,
    )  # fmt: skip


@pytest.fixture
def booked(planned, office, clara):
    return services.book_interpreter(
        visit=planned, institution=office, language="ar", minutes=45, now=NOW, by=clara
    )


def open_bookings():
    return Appointment.objects.filter(closed_at=None)


def test_an_interpreter_is_asked_for_and_learns_no_name_and_no_address(
    town, planned, office, clara, sign_in, questions
):
    desk = sign_in(clara)
    page = at(town, "visit", planned.pk)
    step = at(town, "visit_step", planned.pk, "interpreter")
    assert step in desk.get(page).content.decode()
    sent = {"institution": str(office.pk), "language": "ar", "minutes": "45"}
    assert desk.post(step, sent).status_code == 302

    planned.refresh_from_db()
    row = Appointment.objects.get()
    assert (planned.interpreter, planned.interpreting) == ("BOOKED", row)
    assert (row.language, row.ends_at - row.starts_at) == ("ar", timedelta(minutes=45))
    said = f"{row.place} {row.hint} {row.contact} {row.contact_phone}"
    assert planned.arrival.name not in said
    assert planned.arrival.address not in said
    assert row.contact == "Clara"
    assert desk.get(step).status_code == 404
    assert step not in desk.get(page).content.decode()
    assert len(questions(desk, page)) <= MOST_QUERIES


def test_who_moves_a_visit_moves_its_interpreter(town, booked, clara, sign_in):
    later = SOON + timedelta(days=2)
    step = at(town, "visit_step", booked.pk, "move")
    sent = {"on": later.isoformat(), "at": "14:30"}
    assert sign_in(clara).post(step, sent).status_code == 302

    booked.refresh_from_db()
    row = open_bookings().get()
    assert (booked.on, booked.at, booked.interpreting) == (later, time(14, 30), row)
    assert Appointment.objects.count() == 2
    assert row.starts_at.date() == later

    services.move_visit(visit=booked, on=later, at=None, now=NOW, by=clara)
    booked.refresh_from_db()
    assert (booked.interpreter, booked.interpreting) == ("MISSING", None)
    assert not open_bookings().exists()


def test_a_visit_that_is_off_calls_its_interpreter_off(booked, clara):
    services.move_visit(visit=booked, on=TODAY, at=time(23, 59), now=NOW, by=clara)
    again = TODAY + timedelta(days=7)
    services.record_visit(
        visit=booked,
        facts={"result": "CANCELLED", "on": TODAY, "again_on": again},
        today=TODAY,
        now=NOW,
        by=clara,
    )

    repeated = HomeVisit.objects.get(result="")
    assert open_bookings().get() == repeated.interpreting
    assert repeated.interpreter == "BOOKED"


def test_without_an_hour_and_twice_nobody_is_asked(booked, arrival, office, clara):
    asked = {"institution": office, "language": "ar", "minutes": 60, "now": NOW}
    with pytest.raises(errors.AlreadyEnded):
        services.book_interpreter(visit=booked, by=clara, **asked)
    timeless = services.plan_visit(
        arrival=arrival("Zweite"), visitor=clara, on=SOON, at=None, announced="NOT",
        interpreter="NONE", by=clara,
    )  # fmt: skip
    with pytest.raises(errors.NoHour):
        services.book_interpreter(visit=timeless, by=clara, **asked)
    assert Appointment.objects.count() == 1


def test_another_team_and_another_town_find_no_such_visit(
    town, other_town, planned, emil, person, sign_in
):
    fred = person(other_town, Role.SOCIAL_WORKER, name="Fred")
    for user, where in ((emil, town), (fred, other_town)):
        for name in ("move", "interpreter"):
            step = at(where, "visit_step", planned.pk, name)
            assert sign_in(user).post(step, {"on": "2030-01-01"}).status_code == 404
