"""What is looked after in interpreting, by link and at the desk: D-20, D-23."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.interpreting import keys, services
from hafen.exchange.interpreting.models import ReliefTalk
from hafen.exchange.interpreting.tests.conftest import (
    accept,
    approve,
    enter,
    reserve,
    set_up,
)
from hafen.mechanisms.todos.models import Todo

ORIGIN = {"HTTP_ORIGIN": "http://localhost", "HTTP_HOST": "localhost"}


def at(town, name, *parts):
    return reverse(f"interpreting:{name}", args=[town.slug, *parts])


def by_link(town, name, row, code, *more):
    parts = [town.slug, "de", row.pk, code, *more]
    return reverse(f"interpreting_public:{name}", args=parts)


@pytest.fixture
def dora(town, person):
    return person(town, Role.INTERPRETER_COORDINATOR, name="Dora")


@pytest.fixture
def held(town, dora, acting):
    """A therapy talk that has just taken place, its school, and who interpreted."""
    acting(town, dora)
    set_up(town, dora)
    school, farah = approve(town, dora), enter(town, dora)
    begins = timezone.now() - timedelta(minutes=70)
    appointment = reserve(school, starts=begins, subject="THERAPY")
    accept(appointment, farah, dora)
    appointment.refresh_from_db()
    return appointment, school, farah


def times(appointment):
    first = timezone.localtime(appointment.starts_at)
    said = first + timedelta(minutes=60)
    written = "%Y-%m-%dT%H:%M"
    return {"began_at": first.strftime(written), "finished_at": said.strftime(written)}


def test_d23_what_did_not_go_well_comes_before_the_desk_from_both_sides(
    town, held, dora, client, sign_in
):
    appointment, school, _farah = held
    client.logout()
    where = by_link(town, "report", appointment, keys.code(keys.REPORT, appointment.pk))
    said = times(appointment) | {"trouble": "PLACE"}
    assert client.post(where, said, **ORIGIN).status_code == 302
    todo = Todo.objects.open().get(kind=services.COMPLAINT)
    assert (todo.subject_id, todo.owner) == (appointment.pk, dora)

    booking = by_link(
        town, "booking", school, keys.booking_code(school), appointment.pk
    )
    seen = client.get(booking, HTTP_HOST="localhost").content.decode()
    assert "anders als vereinbart</strong>" not in seen
    said = times(appointment) | {"step": "confirm", "outcome": "HELD", "mark": "BAD"}
    said |= {"trouble": "WORDS"}
    assert client.post(booking, said, **ORIGIN).status_code == 302
    # Both speak of the same job: it is one thing to ask about.
    assert Todo.objects.open().filter(kind=services.COMPLAINT).count() == 1

    desk = sign_in(dora)
    page = desk.get(at(town, "appointment", appointment.pk)).content.decode()
    assert "anders als vereinbart" in page
    assert "nicht verstanden" in page
    assert "Es lief nicht gut. Bitte" in page
    step = at(town, "appointment_step", appointment.pk)
    assert desk.post(step, {"step": "settled"}).status_code == 302
    assert not Todo.objects.open().filter(kind=services.COMPLAINT).exists()
    page = desk.get(at(town, "appointment", appointment.pk)).content.decode()
    assert "Es lief nicht gut. Bitte" not in page


def test_d20_an_interpreter_asks_for_a_talk_and_the_desk_sees_the_load(
    town, held, dora, client, sign_in
):
    appointment, _school, farah = held
    client.logout()
    report = by_link(
        town, "report", appointment, keys.code(keys.REPORT, appointment.pk)
    )
    client.post(report, times(appointment), **ORIGIN)
    page = client.get(report, HTTP_HOST="localhost").content.decode()
    assert "belastendes Thema" in page
    own = by_link(town, "own", farah, keys.code(keys.OWN, farah.pk))
    # Looking changes nothing; twice is one wish.
    client.get(own, HTTP_HOST="localhost")
    assert not ReliefTalk.objects.exists()
    for _twice in range(2):
        assert client.post(own, {"step": "talk"}, **ORIGIN).status_code == 302
    assert ReliefTalk.objects.count() == 1
    todo = Todo.objects.open().get(kind=services.RELIEF)
    assert todo.owner == dora

    desk = sign_in(dora)
    where = at(town, "interpreter", farah.pk)
    page = desk.get(where).content.decode()
    assert "1 Einsätze, davon 1 belastend" in page
    assert "1 von höchstens 2" in page
    step = at(town, "interpreter_step", farah.pk)
    assert desk.post(step, {"step": "talked"}).status_code == 302
    assert ReliefTalk.objects.get().held_on == timezone.localdate()
    assert not Todo.objects.open().filter(kind=services.RELIEF).exists()
