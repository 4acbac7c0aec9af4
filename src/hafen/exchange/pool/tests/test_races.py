"""Two desks in the same second: exactly one of them wins (real transactions)."""

from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.db import connection
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.exchange.pool import services
from hafen.exchange.pool.models import Match
from hafen.exchange.pool.tests.conftest import enter
from hafen.mechanisms.todos.models import Todo
from tests.racing import slowly


@pytest.fixture
def desks(race, person):
    with acting(Context(municipality=race.town.pk)):
        return [
            person(race.town, Role.VOLUNTEER_COORDINATOR, name=name)
            for name in ("Clara", "Dora")
        ]


def accepted_pairs(town, owner, *, needs, offers):
    """Make needs and offers of which each pair has been accepted."""
    now = timezone.now()
    facts = {"channel": "VISIT"}
    wanted = [
        enter(services.enter_need, "Amira", town, owner, facts, now)
        for _ in range(needs)
    ]
    given = [
        enter(services.enter_offer, "Bernd", town, owner, facts, now)
        for _ in range(offers)
    ]
    found = []
    for need in wanted:
        for match in services.ask(need=need, offers=given, by=owner, now=now):
            later = now + timedelta(seconds=1)
            services.answer(match=match, side="HELPER", accepts=True, now=later)
            found.append(match)
    return found


def play(race, desks, rounds, *, needs, offers):
    """Let both desks confirm at once, again and again; return what came of it."""
    clara, dora = desks
    wins, others = [], []
    for _ in range(rounds):
        with acting(Context(municipality=race.town.pk)):
            first, second = accepted_pairs(race.town, clara, needs=needs, offers=offers)

        def confirm(match, by):
            return lambda: services.confirm(match=match, by=by, now=timezone.now())

        results = race(confirm(first, clara), confirm(second, dora))
        wins.append(results.count("won"))
        others += [each for each in results if each != "won"]
    return wins, others


@pytest.mark.parametrize(("needs", "offers"), [(2, 1), (1, 2)])
def test_two_desks_give_one_place_away_once(race, desks, needs, offers):
    """One helper for two needs, and one need with two helpers."""
    wins, others = play(race, desks, 8, needs=needs, offers=offers)

    assert wins == [1] * 8
    # Whoever comes second reads who was faster.
    assert {name for name, _who in others} == {"NoPlaceLeft"}
    assert {who for _name, who in others} <= {"Clara", "Dora"}
    with acting(Context(municipality=race.town.pk)):
        assert Match.objects.taken().count() == 8


@pytest.mark.long
@pytest.mark.parametrize(("needs", "offers"), [(2, 1), (1, 2)])
def test_a_thousand_rounds_have_a_thousand_winners(race, desks, needs, offers):
    wins, others = play(race, desks, 1_000, needs=needs, offers=offers)

    assert wins == [1] * 1_000
    assert {name for name, _who in others} == {"NoPlaceLeft"}


def test_the_database_alone_keeps_the_places_too(race, desks):
    """Past the service, two bulk updates at once: one of them is refused."""
    with acting(Context(municipality=race.town.pk)):
        pairs = accepted_pairs(race.town, desks[0], needs=2, offers=1)

    def write(match):
        return lambda: Match.objects.filter(pk=match.pk).update(state="CONFIRMED")

    results = race(*(write(match) for match in pairs))

    assert results.count("won") == 1
    [refused] = [each for each in results if each != "won"]
    assert "no free place" in refused


def test_an_answer_from_two_devices_counts_once(race, desks):
    now = timezone.now()
    with acting(Context(municipality=race.town.pk)):
        facts = {"channel": "VISIT"}
        need = enter(services.enter_need, "Amira", race.town, desks[0], facts, now)
        offer = enter(services.enter_offer, "Bernd", race.town, desks[0], facts, now)
        [match] = services.ask(need=need, offers=[offer], by=desks[0], now=now)

    def say(accepts):
        return lambda: services.answer(
            match=match, side="HELPER", accepts=accepts, now=now
        )

    results = race(say(True), say(False))

    assert results.count("won") == 1
    assert ("AlreadyAnswered",) in results


def test_two_desks_ask_the_same_helpers_in_another_order(race, desks):
    now = timezone.now()
    facts = {"channel": "VISIT"}
    with acting(Context(municipality=race.town.pk)):
        first, second = (
            enter(services.enter_need, "Amira", race.town, desks[0], facts, now)
            for _ in range(2)
        )
        offers = [
            enter(services.enter_offer, "Bernd", race.town, desks[0], facts, now)
            for _ in range(2)
        ]

    def ask(need, offers, by):
        return slowly(lambda: services.ask(need=need, offers=offers, by=by, now=now))

    results = race(ask(first, offers, desks[0]), ask(second, offers[::-1], desks[1]))

    assert results == ["won", "won"]
    with acting(Context(municipality=race.town.pk)):
        assert Match.objects.filter(state="ASKED").count() == 4


def test_the_last_two_say_no_in_the_same_second_and_the_need_comes_back(race, desks):
    """Neither of the two answers sees the other one, unless it waits for it."""
    now = timezone.now()
    with acting(Context(municipality=race.town.pk)):
        facts = {"channel": "VISIT"}
        need = enter(services.enter_need, "Amira", race.town, desks[0], facts, now)
        offers = [
            enter(services.enter_offer, "Bernd", race.town, desks[0], facts, now)
            for _ in range(2)
        ]
        asked = services.ask(need=need, offers=offers, by=desks[0], now=now)

    def decline(match):
        return slowly(
            lambda: services.answer(match=match, side="HELPER", accepts=False, now=now)
        )

    assert race(*map(decline, asked)) == ["won", "won"]
    with acting(Context(municipality=race.town.pk)):
        [todo] = Todo.objects.open()
        assert (todo.kind, todo.subject_id) == ("pool.again", need.pk)


def test_two_who_are_asked_while_they_are_kept_apart_wait_for_nothing(race, desks):
    now, is_paired = timezone.now(), Event()
    with acting(Context(municipality=race.town.pk)):
        facts = {"channel": "VISIT"}
        need = enter(services.enter_need, "Amira", race.town, desks[0], facts, now)
        offer = enter(services.enter_offer, "Bernd", race.town, desks[0], facts, now)

    def rest(execute, sql, *rows_and_more):
        found = execute(sql, *rows_and_more)
        if sql.startswith('INSERT INTO "pool_match"'):
            is_paired.set()
            sleep(0.2)
        return found

    def ask():
        with connection.execute_wrapper(rest):
            services.ask(need=need, offers=[offer], by=desks[0], now=now)

    def keep_apart():
        is_paired.wait(10)
        services.keep_apart(
            helper=offer.helper,
            seeker=need.seeker,
            wished_by="DESK",
            by=desks[1],
            now=now,
        )

    assert race(ask, keep_apart) == ["won", "won"]
    with acting(Context(municipality=race.town.pk)):
        assert Match.objects.get().state == Match.State.WITHDRAWN
