"""Two desks settle one interpreter in the same second (real transactions)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.exchange.interpreting import services
from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.interpreting.tests.conftest import (
    accept,
    approve,
    at_ten,
    enter,
    reserve,
    set_up,
)


@pytest.fixture
def pool_of_two(race, person):
    """Two desks, an institution, and an interpreter who says yes to both."""
    with acting(Context(municipality=race.town.pk)):
        desks = [
            person(race.town, Role.INTERPRETER_COORDINATOR, name=name)
            for name in ("Clara", "Dora")
        ]
        set_up(race.town, desks[0])
        school = approve(race.town, desks[0])
        farah = enter(race.town, desks[0], most_per_day=9)
    return desks, school, farah


def settling(call, desk):
    return lambda: services.settle(call=call, by=desk, now=timezone.now())


def play(race, pool_of_two, rounds):
    """Let both desks settle overlapping appointments; return who did not win."""
    (clara, dora), school, farah = pool_of_two
    others = []
    for number in range(rounds):
        day = at_ten() + timedelta(days=number)
        with acting(Context(municipality=race.town.pk)):
            calls = [
                accept(reserve(school, starts=each), farah, clara)
                for each in (day, day + timedelta(minutes=30))
            ]
        results = race(settling(calls[0], clara), settling(calls[1], dora))
        assert results.count("won") == 1, results
        others += [each for each in results if each != "won"]
    return others


def test_of_two_desks_in_the_same_second_one_gets_the_interpreter(race, pool_of_two):
    others = play(race, pool_of_two, 5)
    assert {other[0] for other in others} <= {"InterpreterBusy", "RuleBroken"}
    with acting(Context(municipality=race.town.pk)):
        assert Appointment.objects.confirmed().count() == 5


@pytest.mark.long
def test_a_thousand_rounds_of_two_desks_have_one_winner_each(race, pool_of_two):
    play(race, pool_of_two, 1_000)
    with acting(Context(municipality=race.town.pk)):
        assert Appointment.objects.confirmed().count() == 1_000


def test_two_desks_settle_one_appointment_and_the_second_reads_who_was_faster(
    race, pool_of_two
):
    (clara, dora), school, farah = pool_of_two
    with acting(Context(municipality=race.town.pk)):
        hadi = enter(race.town, clara, name="Hadi Probe")
        appointment = reserve(school)
        calls = [accept(appointment, each, clara) for each in (farah, hadi)]
    results = race(settling(calls[0], clara), settling(calls[1], dora))
    assert results.count("won") == 1
    [other] = [each for each in results if each != "won"]
    assert other in [("AppointmentTaken", "Clara"), ("AppointmentTaken", "Dora")]


def test_an_answer_and_a_call_off_at_once_leave_nothing_half_done(race, pool_of_two):
    (clara, _dora), school, farah = pool_of_two
    with acting(Context(municipality=race.town.pk)):
        appointment = reserve(school)
        call = accept(appointment, farah, clara)
    race(
        settling(call, clara),
        lambda: services.call_off(appointment=appointment, by=None, now=timezone.now()),
    )
    with acting(Context(municipality=race.town.pk)):
        appointment.refresh_from_db()
        assert appointment.is_over
        assert appointment.blocked is None
