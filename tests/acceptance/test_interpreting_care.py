"""What is looked after in interpreting, by link and at the desk: D-20, D-23."""

from datetime import timedelta
from uuid import uuid4

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
from hafen.voice.inquiries.models import ContactPoint, Inquiry

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
    where = by_link(town, "report", appointment, keys.times_code(appointment))
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
    report = by_link(town, "report", appointment, keys.times_code(appointment))
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


def test_d23_a_complaint_goes_to_the_contact_point_and_is_answered_there(
    town, held, dora, person, client, sign_in
):
    """From both sides, once each; whoever arranges the interpreters reads it not."""
    appointment, school, farah = held
    clara = person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")
    ContactPoint.objects.create(
        municipality=town, name="Anlaufstelle", sort_key="anlaufstelle"
    )
    client.logout()
    booking = [school, keys.booking_code(school), appointment.pk]
    job = [farah, keys.code(keys.OWN, farah.pk), appointment.pk]
    page = client.get(by_link(town, "booking", *booking), HTTP_HOST="localhost")
    assert 'href="complain/"' in page.content.decode()
    for name, parts in (("complain", booking), ("complain_of_job", job)):
        where = by_link(town, name, *parts)
        assert client.post(where, {"text": ""}, **ORIGIN).status_code == 422
        said = {"text": "Es wurde laut.", "submission": str(uuid4())}
        number, again = (client.post(where, said, **ORIGIN).url for _twice in range(2))
        assert number == again
        page = client.get(number, HTTP_HOST="localhost")
        assert Inquiry.objects.latest("serial").number in page.content.decode()

    rows = list(Inquiry.objects.order_by("serial"))
    assert [row.kind for row in rows] == ["COMPLAINT", "COMPLAINT"]
    assert [row.who for row in rows] == ["OFFICE", "ENGAGED"]
    assert [row.requester.name for row in rows] == [
        "Frau Lehmann · Gesamtschule Nord",
        "Farah Beispiel",
    ]
    desk = reverse("inquiries:detail", args=[town.slug, rows[0].pk])
    assert "Gesamtschule Nord" in sign_in(clara).get(desk).content.decode()
    assert sign_in(dora).get(desk).status_code == 404


def test_d23_nobody_complains_of_what_is_not_theirs_or_where_nobody_reads_it(
    town, held, dora, client
):
    appointment, school, _farah = held
    other = enter(town, dora, name="Omar Beispiel")
    client.logout()
    own = keys.code(keys.OWN, other.pk)
    foreign = by_link(town, "complain_of_job", other, own, appointment.pk)
    assert client.get(foreign, HTTP_HOST="localhost").status_code == 404
    forged = by_link(town, "complain", school, "0" * 32, appointment.pk)
    assert client.get(forged, HTTP_HOST="localhost").status_code == 404
    town.features = {"inquiries": False}
    town.save()
    code = keys.booking_code(school)
    where = by_link(town, "complain", school, code, appointment.pk)
    assert client.get(where, HTTP_HOST="localhost").status_code == 404
    page = by_link(town, "booking", school, code, appointment.pk)
    seen = client.get(page, HTTP_HOST="localhost").content.decode()
    assert 'href="complain/"' not in seen
