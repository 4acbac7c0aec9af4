"""Booking, asking, settling: what holds whoever clicks."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from hafen.core.mail.models import Notice
from hafen.exchange.interpreting import errors, keys, queries, services
from hafen.exchange.interpreting.models import Appointment, Call
from hafen.exchange.interpreting.services import Answer
from hafen.exchange.interpreting.tests.conftest import (
    accept,
    approve,
    at_ten,
    enter,
    reserve,
)
from hafen.mechanisms.todos.models import Todo

HOUR = timedelta(hours=1)
State = Appointment.State


def names_of(appointment):
    """Return who can be asked, the best first."""
    found = queries.candidates(appointment)
    return [each.interpreter.name for each in found if not each.broken]


def told(email):
    return [row.text for row in Notice.objects.filter(email=email).order_by("pk")]


def test_everybody_who_was_asked_gets_an_answer(town, dora, farah, booked):
    hadi = enter(town, dora, name="Hadi Probe")
    appointment = booked()
    now = timezone.now()
    first, second = services.ask(
        appointment=appointment, interpreters=[(farah, 5), (hadi, 3)], by=dora, now=now
    )
    yes = Answer(accepts=True)
    services.answer(call=first, said=yes, now=now)
    appointment = services.settle(call=first, by=dora, now=now)

    assert appointment.is_confirmed
    assert appointment.interpreter == farah
    assert Call.objects.get(pk=second.pk).was_taken
    assert "Jemand anderes dolmetscht" in told("hadi@example.org")[-1]
    assert "Schulstraße 3" in told("farah@example.org")[-1]
    [_approved, settled] = told("schule@example.org")
    assert "Farah" in settled
    assert "Beispiel" not in settled
    assert "farah@example.org" not in settled
    with pytest.raises(errors.AnsweredTooLate):
        services.answer(call=second, said=yes, now=now)


def test_what_is_asked_names_no_place_no_institution_and_no_code(dora, farah, booked):
    services.ask(
        appointment=booked(code="K-12", hint="Raum 3", contact="Frau Lehmann"),
        interpreters=[(farah, 0)],
        by=dora,
        now=timezone.now(),
    )
    [asked] = told("farah@example.org")

    assert "Arabisch" in asked
    for secret in ("Schulstraße", "Gesamtschule", "K-12", "Raum 3", "Lehmann"):
        assert secret not in asked


def test_the_first_answer_counts(dora, farah, booked):
    now = timezone.now()
    [call] = services.ask(
        appointment=booked(), interpreters=[(farah, 0)], by=dora, now=now
    )
    services.answer(call=call, said=Answer(accepts=True), now=now)
    with pytest.raises(errors.AlreadyAnswered):
        services.answer(call=call, said=Answer(accepts=False), now=now)
    call.refresh_from_db()
    assert call.has_accepted


def test_an_answer_after_its_time_is_too_late_and_the_desk_looks_on(
    town, dora, farah, booked
):
    appointment = booked()
    now = timezone.now()
    [call] = services.ask(
        appointment=appointment, interpreters=[(farah, 0)], by=dora, now=now
    )
    late = call.answer_by + timedelta(minutes=1)
    with pytest.raises(errors.AnsweredTooLate):
        services.answer(call=call, said=Answer(accepts=True), now=late)
    assert services.expire_calls(municipality_id=town.pk, now=late) == 1
    assert Todo.objects.filter(
        kind=services.FIND, subject_id=appointment.pk, state="OPEN"
    ).exists()


@pytest.mark.parametrize(
    ("shift", "is_busy"),
    [
        (-2 * HOUR, False),
        (-HOUR, True),  # the buffer of fifteen minutes reaches into it
        (-HOUR / 2, True),
        (0 * HOUR, True),
        (HOUR, True),
        (HOUR + HOUR / 4, False),
    ],
)
def test_an_interpreter_is_busy_only_while_appointments_overlap(
    dora, farah, booked, settled, shift, is_busy
):
    settled(farah)
    other = booked(starts=at_ten() + shift)
    broken = queries.broken_rules(other, farah)
    if "BUSY" in broken:
        assert is_busy
        return
    call = accept(other, farah, dora)
    if is_busy:
        with pytest.raises(errors.InterpreterBusy):
            services.settle(call=call, by=dora, now=timezone.now())
    else:
        services.settle(call=call, by=dora, now=timezone.now())


def test_the_database_itself_refuses_a_double_booking(farah, booked, settled):
    first = settled(farah)
    second = booked(starts=at_ten(20))
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=second.pk).update(
            state="CONFIRMED", interpreter=farah, blocked=first.blocked
        )


@pytest.mark.parametrize(
    ("facts", "wanted", "rule"),
    [
        ({"languages": ["fa"]}, {"language": "prs"}, "LANGUAGE"),
        ({"languages": ["kmr"]}, {"language": "ckb"}, "LANGUAGE"),
        (
            {"languages": [{"language": "ar", "dialect": "Syrien", "spoken": 3}]},
            {"dialect": "Irak"},
            "LANGUAGE",
        ),
        (
            {"languages": [{"language": "ar", "direction": "INTO", "spoken": 3}]},
            {},
            "LANGUAGE",
        ),
        ({"training": "LAY"}, {"subject": "ASYLUM"}, "TRAINING"),
        ({"training": "LAY"}, {"subject": "CONSENT"}, "TRAINING"),
        ({"training": "LAY"}, {"subject": "CONTRACT"}, "TRAINING"),
        ({"is_adult": False}, {}, "ADULT"),
        ({"gender": "MALE"}, {"gender_wish": "FEMALE"}, "GENDER"),
        ({"avoids": ["SCHOOL"]}, {}, "SUBJECT"),
        ({"modes": ["telephone"]}, {}, "MODE"),
        ({"secrecy_on": None}, {}, "PAPERS"),
        ({"confirmed_on": None}, {}, "CHECKED"),
    ],
)
def test_a_hard_rule_is_refused_by_list_service_and_database(
    town, dora, pool, booked, facts, wanted, rule
):
    """I1 to I3 among them: subjects, age and the wish for a woman or a man."""
    languages = {"languages": [wanted["language"]]} if "language" in wanted else {}
    enter(town, dora, name="Passt Genau", **languages)
    wrong = enter(town, dora, name="Passt Nicht", **facts)
    appointment = booked(**wanted)

    assert "Passt Nicht" not in names_of(appointment)
    assert rule in queries.broken_rules(appointment, wrong)
    with pytest.raises(errors.RuleBroken) as refused:
        services.ask(
            appointment=appointment,
            interpreters=[(wrong, 0)],
            by=dora,
            now=timezone.now(),
        )
    assert rule in refused.value.rules
    refused = pytest.raises(IntegrityError)
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE interpreting_appointment SET state = 'CONFIRMED',"
            " interpreter_id = %s, blocked = tstzrange(starts_at, ends_at)"
            " WHERE id = %s",
            [wrong.pk, appointment.pk],
        )


def test_a_relative_or_acquaintance_does_not_interpret_a_delicate_talk(
    dora, farah, booked
):
    now = timezone.now()
    [call] = services.ask(
        appointment=booked(subject="HEALTH"),
        interpreters=[(farah, 0)],
        by=dora,
        now=now,
    )
    with pytest.raises(errors.NotImpartial):
        services.answer(call=call, said=Answer(accepts=True), now=now)


def test_whoever_knows_the_client_comes_before_others_of_the_same_level(
    town, dora, farah, booked, settled
):
    enter(town, dora, name="Hadi Probe")
    settled(farah, code="K-12")
    later = at_ten(20)
    assert names_of(booked(code="K-12", starts=later))[0] == "Farah Beispiel"
    # Without the code it is the turn of the other one.
    assert names_of(booked(starts=later))[0] == "Hadi Probe"


def test_two_who_are_kept_apart_do_not_meet(town, dora, farah, school, booked):
    services.keep_apart(
        interpreter=farah, institution=school, code="K-7", wished_by="DESK", by=dora
    )
    assert names_of(booked(code="K-7")) == []
    assert names_of(booked(code="K-8")) == ["Farah Beispiel"]


def test_an_interpreter_takes_so_many_heavy_subjects_a_week(
    town, dora, pool, booked, settled
):
    farah = enter(town, dora, most_heavy_per_week=1, subjects=["THERAPY"])
    monday = at_ten(9)
    while monday.weekday() != 0:
        monday += timedelta(days=1)
    settled(farah, subject="THERAPY", starts=monday)
    same_week = booked(subject="VIOLENCE", starts=monday + timedelta(days=2))
    week_after = booked(subject="VIOLENCE", starts=monday + timedelta(days=7))

    assert queries.broken_rules(same_week, farah) == ["LOAD"]
    assert queries.broken_rules(week_after, farah) == []


def test_an_urgent_appointment_goes_to_the_first_who_can(dora, farah, booked):
    appointment = booked(starts=timezone.now() + 5 * HOUR)
    accept(appointment, farah, dora)
    appointment.refresh_from_db()
    assert appointment.is_confirmed


def test_an_institution_can_have_its_subjects_settled_by_themselves(
    town, dora, farah, school
):
    office = approve(
        town, dora, name="Jobcenter", confirms_alone=True, alone_subjects=["WORK"]
    )
    alone = reserve(office, subject="WORK")
    by_hand = reserve(office, subject="OTHER", starts=at_ten(20))
    for each in (alone, by_hand):
        accept(each, farah, dora)
        each.refresh_from_db()
    assert alone.is_confirmed
    assert by_hand.is_open


def test_an_interpreter_who_cannot_come_gives_the_appointment_back(
    dora, farah, settled
):
    appointment = settled(farah)
    services.give_back(
        appointment=appointment, by=None, now=timezone.now(), by_interpreter=True
    )
    appointment.refresh_from_db()
    assert appointment.is_open
    assert appointment.blocked is None
    assert "suchen jemand anderen" in told("schule@example.org")[-1]


def test_a_link_to_the_times_opens_only_to_whoever_comes(
    town, dora, farah, settled, client
):
    appointment = settled(farah)
    link = ["hier", "de", appointment.pk, keys.times_code(appointment)]
    address = reverse("interpreting_public:report", args=link)
    assert client.get(address).status_code == 200

    services.give_back(appointment=appointment, by=dora, now=timezone.now())
    call = accept(appointment, enter(town, dora, name="Hadi Probe"), dora)
    services.settle(call=call, by=dora, now=timezone.now())

    page = client.get(address)
    assert page.templates[0].name == "interpreting/not_yours.html"
    assert "began_at" not in page.content.decode()
    assert (
        client.post(address, {}, HTTP_ORIGIN="http://testserver").templates[0].name
        == page.templates[0].name
    )
    made_up = reverse("interpreting_public:report", args=[*link[:3], "0" * 32])
    assert client.get(made_up).status_code == 404


def test_the_invitation_of_a_mail_is_updated_and_cancelled(farah, settled):
    appointment = settled(farah)
    [invited] = mails_with_a_calendar("farah@example.org")
    assert "METHOD:REQUEST" in invited
    assert "SEQUENCE:1" in invited
    services.call_off(appointment=appointment, by=None, now=timezone.now())
    cancelled = mails_with_a_calendar("farah@example.org")[-1]
    assert "METHOD:CANCEL" in cancelled
    assert "SEQUENCE:2" in cancelled
    uid = f"interpreting-{appointment.pk}"
    assert uid in invited.replace("\r\n ", "")
    assert uid in cancelled.replace("\r\n ", "")
    assert "Gesamtschule" not in invited


def mails_with_a_calendar(email):
    return [
        part.get_payload(decode=True).decode()
        for message in mail.outbox
        if email in message.to
        for part in message.message().walk()
        if part.get_content_type() == "text/calendar"
    ]
