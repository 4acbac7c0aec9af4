"""Whoever writes gets an answer, also when the answer is no, or nobody gives one."""

from datetime import timedelta

from django.utils import timezone

from hafen.core.mail.models import Notice
from hafen.exchange.interpreting import services
from hafen.exchange.interpreting.models import CHECKED_FOR, Appointment, Provider
from hafen.exchange.interpreting.tests.conftest import at_ten, enter, reserve
from hafen.exchange.pool.models import Helper
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


def test_what_was_passed_on_twice_in_vain_is_closed_once_with_all_others(
    town, school, dora
):
    appointment, row = pass_on(town, school, dora)
    services.answer_forwarding(
        forwarding=row, accepts=False, by=None, now=timezone.now()
    )
    appointment.refresh_from_db()
    again = services.forward(
        appointment=appointment, provider=row.provider, by=dora, now=timezone.now()
    )
    services.answer_forwarding(
        forwarding=again, accepts=False, by=None, now=timezone.now()
    )
    later = reserve(school, starts=at_ten(12)).ends_at + timedelta(days=1)

    assert services.close_unmet(municipality_id=town.pk, now=later) == 2


def test_an_interpreter_who_is_not_reached_stops_no_answer_to_others(
    town, school, dora, farah
):
    lost, heard = reserve(school), reserve(school, starts=at_ten(12))
    for row in (lost, heard):
        services.ask(
            appointment=row, interpreters=[(farah, 0)], by=dora, now=timezone.now()
        )
    Helper.objects.update(email="")
    later = heard.ends_at + timedelta(days=1)

    assert services.close_unmet(municipality_id=town.pk, now=later) == 2

    assert set(Appointment.objects.values_list("state", flat=True)) == {"UNMET"}
    todo = Todo.objects.open().get(kind="pool.unreached")
    assert (todo.subject_id, todo.owner) == (farah.offer_id, farah.offer.owner)


def test_an_interpreter_who_is_not_reached_stops_no_question_to_others(
    town, dora, farah
):
    Helper.objects.update(email="")
    enter(town, dora, name="Hadi Probe")
    later = timezone.now() + timedelta(days=CHECKED_FOR)

    assert services.keep_fresh(municipality_id=town.pk, now=later) == 2

    assert "Vor einem Jahr" in told("hadi@example.org")


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
