"""Participants of an event who need an interpreter, and the booking it makes."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.interpreting import services
from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.interpreting.tests.conftest import approve
from hafen.information.events import services as events
from hafen.mechanisms.bookings import services as bookings
from hafen.mechanisms.bookings.models import Registration
from hafen.mechanisms.feedback import forms as visitors
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.todos.models import Todo

HERE = {"Origin": "http://testserver"}


@pytest.fixture
def evening(town, pool, person, monkeypatch):
    editor = person(town, Role.EDITOR, name="Emil")
    monkeypatch.setattr(visitors, "QUICKEST_SECONDS", -1)
    day = timezone.localdate() + timedelta(days=20)
    made = events.create_event(
        municipality=town,
        data={
            "title": "Elternabend",
            "summary": "Alles über die Schule.",
            "first_day": day,
            "starts": time(18),
            "ends": time(20),
            "place": "Rathaus, Zimmer 1",
            "has_registration": True,
            "asks_needs": True,
        },
        by=editor,
        now=timezone.now(),
    )
    return events.publish_event(event=made, by=editor, now=timezone.now())


def register(event, acting, language="ar", name="Amal"):
    day = event.dates.get().original_day
    page = reverse("events_public:event", args=["hier", language, event.address])
    sent = {
        "name": name,
        "email": f"{name.lower()}@example.org",
        "needs": ["INTERPRETER"],
        "need_detail": "kommt mit Kind",
        "token": new_token(),
    }
    answer = Client().post(f"{page}register/{day}/", sent, headers=HERE)
    assert answer.status_code == 302
    acting(event.municipality)


def change(event, by, **data):
    event.refresh_from_db()
    events.edit_event(
        event=event, data=data, expected=event.version, by=by, now=timezone.now()
    )


def leave_all():
    for row in Registration.objects.active():
        bookings.withdraw(registration=row, by=None, now=timezone.now())


def test_a3_12_two_participants_of_one_language_get_one_interpreter(
    town, dora, evening, acting
):
    office = approve(town, dora, name="Büro für Integration", is_own=True)

    register(evening, acting)
    register(evening, acting, name="Basim")

    [made] = Appointment.objects.all()
    date = evening.dates.get()
    assert (made.institution, made.language) == (office, "ar")
    assert (made.starts_at, made.ends_at) == (date.starts_at, date.ends_at)
    assert (made.place, made.hint) == ("Rathaus, Zimmer 1", "Elternabend")
    assert "Amal" not in str(vars(made))
    [todo] = Todo.objects.open()
    assert (todo.kind, todo.owner) == ("interpreting.find", office.owner)


def test_a3_12_the_booking_moves_with_the_event_and_ends_with_the_last_participant(
    town, dora, evening, acting
):
    approve(town, dora, is_own=True)
    register(evening, acting)
    [before] = Appointment.objects.all()

    change(evening, dora, starts=time(17))
    before.refresh_from_db()
    after = Appointment.objects.exclude(pk=before.pk).get()

    assert before.state == Appointment.State.CANCELLED
    assert after.starts_at == evening.dates.get().starts_at
    leave_all()
    after.refresh_from_db()
    assert after.state == Appointment.State.CANCELLED
    assert not Todo.objects.open().exists()


def test_a3_12_another_place_of_the_event_is_where_the_interpreter_goes(
    town, dora, evening, acting
):
    approve(town, dora, is_own=True)
    register(evening, acting)

    change(evening, dora, place="Kaisaal")

    assert [row.place for row in Appointment.objects.open()] == ["Kaisaal"]


def test_a3_12_what_the_desk_has_agreed_stays_when_others_register_or_words_change(
    town, dora, evening, acting
):
    approve(town, dora, is_own=True)
    register(evening, acting)
    Appointment.objects.update(place="Nebeneingang")

    register(evening, acting, name="Basim")
    change(evening, dora, summary="Mit Kinderbetreuung.")

    assert Appointment.objects.get().place == "Nebeneingang"


def test_a3_12_an_event_that_moves_asks_a_team_where_nobody_may_book_any_more(
    town, dora, evening, acting
):
    office = approve(town, dora, is_own=True)
    register(evening, acting)
    services.close_institution(institution=office, by=dora, now=timezone.now())

    change(evening, dora, starts=time(17))

    assert "events.need" in {todo.kind for todo in Todo.objects.open()}


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a3_12_a_team_is_asked_where_no_booking_can_be_made(
    town, dora, evening, acting, language
):
    if language == "de":
        approve(town, dora, is_own=True)

    register(evening, acting, language)

    assert not Appointment.objects.exists()
    assert Todo.objects.open().get().kind == "events.need"
