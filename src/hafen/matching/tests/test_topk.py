"""Ranked lists against the obvious way: explain every pair and sort."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hafen.matching import batch, ranking
from hafen.matching.errors import BadTable
from hafen.matching.tests.towns import town, worths

SEEDS = st.integers(0, 10**9)
WAYS = pytest.mark.parametrize("way", [ranking.topk, batch.topk])


def lists(town, found):
    return {need: found.of(row) for row, need in enumerate(town.needs.id.tolist())}


def expected(town, k, prices, floor, forbidden=()):
    price = dict(zip(town.offers.id.tolist(), prices.tolist(), strict=False))
    ranked = {need: [] for need in town.needs.id.tolist()}
    for (need, offer), points in worths(town, forbidden).items():
        ranked[need].append((offer, points - price[offer]))
    return {
        need: sorted((p for p in pairs if p[1] >= floor), key=lambda p: (-p[1], p[0]))[
            :k
        ]
        for need, pairs in ranked.items()
    }


@WAYS
@given(seed=SEEDS, k=st.integers(1, 8), floor=st.sampled_from([-(10**6), 0, 600, 900]))
@settings(max_examples=40, deadline=None)
def test_the_list_is_that_of_a_full_scan(way, seed, k, floor):
    place = town(seed, needs=8, offers=12)
    prices = np.random.default_rng(seed).integers(0, 400, 12)

    found = way(place.needs, place.index, k, prices=prices, floor=floor)

    assert lists(place, found) == expected(place, k, prices, floor)


@WAYS
@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_forbidden_pairs_never_appear_and_the_next_ones_move_up(way, seed):
    place = town(seed, needs=6, offers=10)
    permitted = sorted(worths(place))
    forbidden = [*permitted[::2], (10**6, 1), (1, 10**6)]

    found = way(place.needs, place.index, 4, forbidden=forbidden)

    nothing = np.zeros(10, np.int64)
    assert lists(place, found) == expected(place, 4, nothing, -(10**6), forbidden)


@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_a_longer_list_begins_with_the_shorter_one(seed):
    place = town(seed, needs=30, offers=60)
    short = batch.topk(place.needs, place.index, 5)
    long = batch.topk(place.needs, place.index, 6)

    for need in range(30):
        assert long.of(need)[:5] == short.of(need)


def test_two_threads_find_what_one_finds():
    place = town(5, needs=5_000, offers=800)

    one = batch.topk(place.needs, place.index, 10, threads=1)
    two = batch.topk(place.needs, place.index, 10, threads=2)

    assert one.score.tobytes() == two.score.tobytes()
    assert one.offer.tobytes() == two.offer.tobytes()


def test_both_ways_give_the_same_bytes_where_districts_hold_many():
    place = town(6, needs=200, offers=2_000)

    slow = ranking.topk(place.needs, place.index, 10)
    fast = batch.topk(place.needs, place.index, 10)

    assert slow.start.tobytes() == fast.start.tobytes()
    assert slow.row.tobytes() == fast.row.tobytes()
    assert slow.score.tobytes() == fast.score.tobytes()


@WAYS
def test_nobody_and_nothing_are_no_trouble(way):
    place = town(7, needs=3, offers=3)
    none = place.needs.take([])

    assert len(way(none, place.index, 5).score) == 0
    assert len(way(place.needs, place.index, 0).score) == 0


@WAYS
def test_a_negative_price_is_refused(way):
    place = town(7, needs=3, offers=3)

    with pytest.raises(BadTable, match="negative"):
        way(place.needs, place.index, 2, prices=np.array([0, -1, 0]))
