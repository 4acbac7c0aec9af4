"""Plans against all other plans of tiny towns, and what must hold of any plan."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hafen.matching import planning
from hafen.matching.baselines import greedy
from hafen.matching.errors import BrokenRule
from hafen.matching.explaining import explain, why_not
from hafen.matching.plans import displacement
from hafen.matching.tables import NeedTable, OfferTable
from hafen.matching.tests.towns import DEAR, POLICY, best_total, town, worths

SEEDS = st.integers(0, 10**9)
POLICIES = st.sampled_from([POLICY, DEAR])


def columns(table):
    return {name: getattr(table, name) for name in table.__dataclass_fields__}


def changed(table, row, **values):
    """The table with some fields of one row set anew."""
    made = {name: column.copy() for name, column in columns(table).items()}
    for name, value in values.items():
        made[name][row] = value
    return type(table).of(made)


@given(seed=SEEDS, policy=POLICIES)
@settings(max_examples=60, deadline=None)
def test_no_plan_is_better_and_the_proof_is_exact(seed, policy):
    place = town(seed, policy=policy)

    plan = planning.solve(place.needs, place.index)

    assert plan.total == best_total(place)
    assert plan.gap == 0
    assert plan.is_proven


@given(seed=SEEDS, policy=POLICIES)
@settings(max_examples=30, deadline=None)
def test_no_rule_is_broken_and_no_offer_overfull(seed, policy):
    place = town(seed, needs=40, offers=20, policy=policy)
    permitted = worths(place)

    plan = planning.solve(place.needs, place.index)

    assert len({need for need, _, _ in plan.pairs}) == plan.served
    for need, offer, points in plan.pairs:
        assert permitted[need, offer] == points
    used = np.bincount(plan.match[plan.match >= 0], minlength=20)
    assert (used <= place.offers.capacity).all()


@given(seed=SEEDS)
@settings(max_examples=30, deadline=None)
def test_prices_are_zero_where_places_are_free(seed):
    place = town(seed, needs=20, offers=12)

    plan = planning.solve(place.needs, place.index)

    used = np.bincount(plan.match[plan.match >= 0], minlength=12)
    assert (plan.price >= 0).all()
    assert (plan.price[used < place.offers.capacity] == 0).all()


@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_changes_no_byte(seed):
    place = town(seed, needs=40, offers=20)
    rng = np.random.default_rng(seed)
    needs, offers = rng.permutation(40), rng.permutation(20)
    shuffled = replace(
        place,
        needs=NeedTable.of({n: c[needs] for n, c in columns(place.needs).items()}),
        offers=OfferTable.of({n: c[offers] for n, c in columns(place.offers).items()}),
    )

    plan = planning.solve(place.needs, place.index)
    again = planning.solve(shuffled.needs, shuffled.index)

    assert plan.to_bytes() == again.to_bytes()


def test_the_number_of_threads_changes_no_byte():
    place = town(3, needs=4_500, offers=900)

    one = planning.solve(place.needs, place.index, threads=1)
    two = planning.solve(place.needs, place.index, threads=2)

    assert one.hash == two.hash
    assert one.is_proven


@given(seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_one_more_place_never_hurts(seed):
    place = town(seed, needs=15, offers=6)
    row = seed % 6
    more = int(place.offers.capacity[row]) + 1
    wider = replace(place, offers=changed(place.offers, row, capacity=more))

    before = planning.solve(place.needs, place.index).total
    after = planning.solve(wider.needs, wider.index).total

    assert after >= before


@given(seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_one_point_more_for_a_pair_raises_the_total_by_one_at_most(seed):
    policy = replace(POLICY, wish=1, wish_cap=64)
    place = town(seed, needs=12, offers=6, policy=policy)
    spare, need, offer = 1 << 40, seed % 12, seed % 6
    trait = int(place.offers.traits[offer]) | spare
    wish = int(place.needs.wish[need]) | spare
    dearer = replace(
        place,
        needs=changed(place.needs, need, wish=np.uint64(wish)),
        offers=changed(place.offers, offer, traits=np.uint64(trait)),
    )

    before = planning.solve(place.needs, place.index).total
    after = planning.solve(dearer.needs, dearer.index).total

    assert after - before in {0, 1}


@given(seed=SEEDS, days=st.integers(1, 400))
@settings(max_examples=25, deadline=None)
def test_waiting_longer_never_costs_a_need_its_place(seed, days):
    place = town(seed, needs=20, offers=6)
    plan = planning.solve(place.needs, place.index)
    for row in np.flatnonzero(plan.match >= 0)[:3]:
        longer = int(place.needs.waiting_days[row]) + days
        needs = changed(place.needs, row, waiting_days=longer)

        assert planning.solve(needs, place.index).match[row] >= 0


@given(seed=SEEDS)
@settings(max_examples=15, deadline=None)
def test_whoever_waited_longest_by_far_is_served_first(seed):
    place = town(seed, needs=25, offers=5)
    ranked = [need for need, _ in worths(place)]
    if not ranked:
        return
    row = place.needs.row(ranked[0])
    most = int(place.needs.waiting_days.max()) + POLICY.days_until_first
    # Urgency may outweigh waiting; here all are equally urgent.
    needs = changed(place.needs, row, waiting_days=most)
    needs = replace(needs, priority=np.zeros_like(needs.priority))

    assert planning.solve(needs, place.index).match[row] >= 0


@given(seed=SEEDS, policy=POLICIES)
@settings(max_examples=40, deadline=None)
def test_locked_pairs_stay_and_forbidden_ones_never_are(seed, policy):
    place = town(seed, policy=policy)
    pairs = sorted(worths(place))
    free = dict(
        zip(place.offers.id.tolist(), place.offers.capacity.tolist(), strict=False)
    )
    locked = [p for p in pairs[::4] if free[p[1]]][:1]
    forbidden = [pair for pair in pairs[1::3] if pair not in locked]

    plan = planning.solve(place.needs, place.index, locked=locked, forbidden=forbidden)

    made = {(need, offer) for need, offer, _ in plan.pairs}
    assert set(locked) <= made
    assert not made & set(forbidden)
    assert plan.total == best_total(place, forbidden, locked)
    assert plan.is_proven


def test_a_locked_pair_that_breaks_a_rule_is_refused():
    place = town(11)
    permitted = worths(place)
    wrong = next(
        (need, offer)
        for need in place.needs.id.tolist()
        for offer in place.offers.id.tolist()
        if (need, offer) not in permitted
    )

    with pytest.raises(BrokenRule, match="must not be a pair"):
        planning.solve(place.needs, place.index, locked=[wrong])


def test_an_offer_cannot_be_locked_more_often_than_it_has_places():
    place = town(2, needs=30, offers=4)
    free = dict(
        zip(place.offers.id.tolist(), place.offers.capacity.tolist(), strict=False)
    )
    offer = next(o for o in free if sum(p[1] == o for p in worths(place)) > free[o] > 0)
    pairs = [pair for pair in worths(place) if pair[1] == offer]

    with pytest.raises(BrokenRule, match="too few places"):
        planning.solve(place.needs, place.index, locked=pairs[: free[offer] + 1])


def test_a_plan_that_ran_out_of_rounds_says_that_it_is_not_proven(monkeypatch):
    monkeypatch.setattr(planning, "FIRST_PAIRS", 1)
    monkeypatch.setattr(planning, "MORE_PAIRS", 1)
    monkeypatch.setattr(planning, "MEND_AT_MOST", 0)
    monkeypatch.setattr(planning, "COARSE", (16,))
    place = town(4, needs=300, offers=80)

    plan = planning.solve(place.needs, place.index, max_rounds=1)
    best = planning.solve(place.needs, place.index, max_rounds=1_000)

    assert not plan.is_proven
    assert plan.total < best.total <= plan.bound
    assert best.is_proven


@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_nobody_goes_without_a_reason(seed):
    place = town(seed, needs=25, offers=8)

    plan = planning.solve(place.needs, place.index)

    permitted = worths(place)
    assert [m.need for m in plan.missing] == plan.unserved.tolist()
    for missing in plan.missing:
        choices = [pair for pair in permitted if pair[0] == missing.need]
        assert missing.permitted == len(choices)
        if choices:
            prices = {o: plan.price_of(o) for _, o in choices}
            best = max(permitted[p] - prices[p[1]] for p in choices)
            assert missing.short_by == -best
        else:
            losses = why_not(place.needs, missing.need, place.index)
            most = max(losses, key=lambda loss: (loss.opens, loss.removes))
            assert (missing.rule, missing.opens) == (most.rule, most.opens)


@given(seed=SEEDS, policy=POLICIES)
@settings(max_examples=20, deadline=None)
def test_greedy_never_beats_the_plan_that_names_it(seed, policy):
    place = town(seed, needs=25, offers=10, policy=policy)

    plan = planning.solve(place.needs, place.index)

    waits = greedy(place.needs, place.index, "longest wait")
    points = greedy(place.needs, place.index, "best pair")
    assert plan.baselines == (waits,)
    assert max(waits.total, points.total) <= plan.total


@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_another_offer_costs_at_least_what_displacement_says(seed):
    place = town(seed)
    plan = planning.solve(place.needs, place.index)
    for (need, offer), points in list(worths(place).items())[:4]:
        told = displacement(plan, need, offer, points)
        forced = best_total(place, locked=[(need, offer)])

        assert 0 <= told.points <= plan.total - forced


@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_an_explanation_sums_to_what_the_plan_counts(seed):
    place = town(seed, needs=20, offers=12)

    plan = planning.solve(place.needs, place.index)

    for need, offer, points in plan.pairs:
        said = explain(place.needs, need, place.index, offer)
        assert sum(term.points for term in said.terms) == said.total == points
        assert all(abs(t.points) <= t.most or t.key == "load" for t in said.terms)
