"""Whoever writes gets an answer, also when the answer is no, or nobody gives one."""

from datetime import timedelta

from django.utils import timezone

from hafen.core.mail.models import Notice
from hafen.exchange.interpreting import services
from hafen.exchange.interpreting.models import Appointment, Provider
from hafen.exchange.interpreting.tests.conftest import reserve
from hafen.mechanisms.todos.models import Todo


def told(email):
    return Notice.objects.filter(email=email).order_by("pk").last().text


def pass_on(town, school, dora):
    appointment = reserve(school, by=dora)
    provider = Provider.objects.create(
        municipality=town, name="Fachdienst", email="dienst@example.org"
    )
    row = services.forward(
        appointment=appointment, provider=provider, by=dora, now=timezone.now()
    )
    return appointment, row


def awaited():
    return Todo.objects.open().filter(kind=services.AWAIT)


def test_a_request_that_was_passed_on_waits_on_today(town, school, dora):
    appointment, row = pass_on(town, school, dora)

    todo = awaited().get()
    assert (todo.subject_id, todo.owner) == (appointment.pk, dora)
    assert todo.due_on == timezone.localdate() + timedelta(days=2)
    services.answer_forwarding(
        forwarding=row, accepts=True, by=None, now=timezone.now()
    )
    assert not awaited().exists()


def test_a_provider_who_never_answers_leaves_no_institution_without_a_word(
    town, school, dora
):
    appointment, _row = pass_on(town, school, dora)
    Appointment.objects.filter(pk=appointment.pk).update(
        starts_at=timezone.now() - timedelta(hours=2),
        ends_at=timezone.now() - timedelta(hours=1),
    )

    services.close_unmet(municipality_id=town.pk, now=timezone.now())

    appointment.refresh_from_db()
    assert appointment.state == "UNMET"
    assert "niemanden zum Dolmetschen gefunden" in told(school.email)
    assert not awaited().exists()


def test_an_institution_that_is_refused_hears_it(town, dora, pool):
    data = {"name": "Praxis am Ring", "contact": "Herr Sommer", "language": "de"}
    row = services.register_institution(
        municipality=town,
        data=data | {"email": "praxis@example.org"},
        by=None,
        now=timezone.now(),
    )

    services.close_institution(institution=row, by=dora, now=timezone.now())

    assert "nicht zum Buchen" in told("praxis@example.org")


def test_who_answers_a_public_call_gets_a_receipt(town, dora, pool):
    person = {"name": "Navid Muster", "channel": "MAIL", "language": "de"}
    services.apply(
        municipality=town,
        person=person | {"email": "navid@example.org"},
        speech={"language": "prs", "spoken": 3},
        now=timezone.now(),
    )

    assert "Ihre Nachricht ist bei uns angekommen" in told("navid@example.org")
