"""Weeks of interpreters against all schedules of tiny weeks."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hafen.matching.booking import Appointments, Limit, book
from hafen.matching.errors import BadTable, BrokenRule

SEEDS = st.integers(0, 10**9)
TRAVEL = [[0, 20, 35], [20, 0, 25], [35, 25, 0]]


def week(seed, appointments=6, interpreters=3, days=1):
    rng = np.random.default_rng(seed)
    begin = rng.integers(0, days * 24, appointments) * 20
    made = Appointments.of(
        rng.permutation(90)[:appointments],
        begin,
        begin + rng.choice([40, 60, 90], appointments),
        rng.integers(0, 3, appointments),
    )
    pairs = [
        (appointment, 100 + interpreter, int(rng.integers(200, 900)))
        for appointment in made.id.tolist()
        for interpreter in range(interpreters)
        if rng.random() < 0.6
    ]
    return made, np.array(pairs, np.int64).reshape(-1, 3)


def is_possible(made, chosen):
    """Whether one interpreter can keep all these appointments."""
    rows = sorted(
        np.searchsorted(made.id, list(chosen)).tolist(), key=lambda a: made.begin[a]
    )
    return all(
        made.end[a] + TRAVEL[made.place[a]][made.place[b]] <= made.begin[b]
        for a, b in itertools.pairwise(rows)
    )


def best(made, pairs, permitted=None):
    options = [
        [None, *[(i, p) for a, i, p in pairs.tolist() if a == appointment]]
        for appointment in made.id.tolist()
    ]
    top = 0
    for choice in itertools.product(*options):
        routes, points = {}, 0
        for appointment, chosen in zip(made.id.tolist(), choice, strict=True):
            if chosen:
                routes.setdefault(chosen[0], []).append(appointment)
                points += chosen[1]
        keeps = points > top and all(is_possible(made, r) for r in routes.values())
        if keeps and (permitted is None or permitted(routes)):
            top = points
    return top


@given(seed=SEEDS)
@settings(max_examples=40, deadline=None)
def test_no_schedule_lies_above_the_bound_or_breaks_a_route(seed):
    made, pairs = week(seed)

    found = book(made, pairs, TRAVEL)

    optimum = best(made, pairs)
    assert found.total <= optimum <= found.bound
    worth = {(a, i): p for a, i, p in pairs.tolist()}
    assert len({a for a, _, _ in found.assigned}) == len(found.assigned)
    for _, rows in itertools.groupby(
        sorted(found.assigned, key=lambda row: row[1]), key=lambda row: row[1]
    ):
        route = list(rows)
        assert is_possible(made, [a for a, _, _ in route])
        assert all(worth[a, i] == p for a, i, p in route)


@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_tiny_weeks_are_solved_to_the_optimum_and_say_so(seed):
    made, pairs = week(seed)

    found = book(made, pairs, TRAVEL)

    assert found.is_proven
    assert found.total == best(made, pairs)


def test_a_swap_that_helps_both_is_found():
    """The first takes the long one though only they can take both short ones."""
    made = Appointments.of([1, 2, 3], [0, 0, 60], [120, 50, 110], [0, 0, 0])
    pairs = [(1, 7, 650), (1, 8, 300), (2, 7, 400), (3, 7, 400)]

    found = book(made, pairs, TRAVEL)

    assert found.total == 1100
    assert {(a, i) for a, i, _points in found.assigned} == {(1, 8), (2, 7), (3, 7)}


def test_parts_that_do_not_touch_are_solved_and_proven_apart():
    made, pairs = week(3, appointments=40, interpreters=8, days=5)
    # A week later the same again, by other people.
    later = Appointments.of(
        [*made.id, *(made.id + 100)],
        [*made.begin, *(made.begin + 10_080)],
        [*made.end, *(made.end + 10_080)],
        [*made.place, *made.place],
    )
    twice = [*pairs.tolist(), *((a + 100, i + 100, p) for a, i, p in pairs.tolist())]

    one, both = book(made, pairs, TRAVEL), book(later, twice, TRAVEL)

    assert len(both.parts) == 2 * len(one.parts)
    assert both.total == 2 * one.total
    assert sorted(a for part in both.parts for a in part.appointments) == sorted(
        later.id.tolist()
    )


@given(seed=SEEDS)
@settings(max_examples=30, deadline=None)
def test_nobody_gets_more_a_day_or_more_heavy_ones_than_they_take(seed):
    made, pairs, limits = limited(seed)

    found = book(made, pairs, TRAVEL, limits=limits)

    assert found.is_proven
    assert found.total == best(made, pairs, lambda routes: within(made, routes, limits))
    routes = {}
    for appointment, interpreter, _points in found.assigned:
        routes.setdefault(interpreter, []).append(appointment)
    assert within(made, routes, limits)


def limited(seed):
    rng = np.random.default_rng(seed)
    begin = rng.integers(0, 48, 6) * 60
    made = Appointments.of(
        np.arange(6), begin, begin + 40, rng.integers(0, 3, 6), begin // 1_440,
        rng.integers(0, 2, 6),
    )  # fmt: skip
    pairs = [
        (appointment, 100 + interpreter, int(rng.integers(200, 900)))
        for appointment in range(6)
        for interpreter in range(3)
        if rng.random() < 0.7
    ]
    limits = {
        100 + each: Limit(int(rng.integers(1, 3)), int(rng.integers(0, 3)))
        for each in range(3)
    }
    return made, np.array(pairs, np.int64).reshape(-1, 3), limits


def within(made, routes, limits):
    for interpreter, route in routes.items():
        days = [int(made.day[a]) for a in route]
        limit = limits[interpreter]
        if max(map(days.count, days)) > limit.a_day:
            return False
        if sum(int(made.heavy[a]) for a in route) > limit.heavy:
            return False
    return True


@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_changes_nothing(seed):
    made, pairs = week(seed, appointments=30, interpreters=6, days=3)
    order = np.random.default_rng(seed).permutation(30)
    again = Appointments.of(
        made.id[order], made.begin[order], made.end[order], made.place[order]
    )
    shuffled = np.random.default_rng(seed).permutation(pairs)

    assert book(made, pairs, TRAVEL) == book(again, shuffled, TRAVEL)


@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_locked_appointments_stay(seed):
    made, pairs = week(seed, appointments=20, interpreters=4, days=3)
    if not len(pairs):
        return
    appointment, interpreter, points = pairs[seed % len(pairs)].tolist()

    found = book(made, pairs, TRAVEL, locked=frozenset({(appointment, interpreter)}))

    assert (appointment, interpreter, points) in found.assigned
    assert found.total <= found.bound <= book(made, pairs, TRAVEL).bound + 900


def test_locked_appointments_that_collide_are_refused():
    made = Appointments.of([1, 2], [0, 30], [60, 90], [0, 0])
    pairs = [(1, 7, 500), (2, 7, 500)]

    with pytest.raises(BrokenRule, match="collide"):
        book(made, pairs, TRAVEL, locked=frozenset({(1, 7), (2, 7)}))
    with pytest.raises(BrokenRule, match="not permitted"):
        book(made, pairs, TRAVEL, locked=frozenset({(1, 8)}))


def test_travel_decides_whether_two_appointments_fit():
    pairs = [(1, 7, 500), (2, 7, 500)]
    near = Appointments.of([1, 2], [0, 80], [60, 120], [0, 1])
    far = Appointments.of([1, 2], [0, 80], [60, 120], [0, 2])

    assert book(near, pairs, TRAVEL).total == 1000
    assert book(far, pairs, TRAVEL).total == 500
    assert book(far, pairs, TRAVEL).is_proven


def test_nothing_to_book_is_no_trouble():
    none = Appointments.of([], [], [], [])

    assert book(none, [], TRAVEL).total == 0


def test_times_that_cannot_be_are_refused():
    with pytest.raises(BadTable):
        Appointments.of([1], [60], [60], [0])
    with pytest.raises(BadTable, match="detour"):
        book(Appointments.of([], [], [], []), [], [[0, 9, 1], [9, 0, 1], [1, 1, 0]])
