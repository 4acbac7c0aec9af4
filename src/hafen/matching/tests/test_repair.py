"""After any sequence of changes a plan is worth what a new plan would be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hafen.matching import planning
from hafen.matching.changes import (
    Forbid,
    Lock,
    NeedLeaves,
    NeedsCome,
    OfferLeaves,
    OffersCome,
    Unlock,
)
from hafen.matching.errors import BrokenRule, MatchingError, UnknownRow
from hafen.matching.indexing import build_index
from hafen.matching.repairing import Live, repair
from hafen.matching.tests.towns import (
    DEAR,
    POLICY,
    SCHEMA,
    some_needs,
    some_offers,
    town,
    worths,
)

SEEDS = st.integers(0, 10**9)


def cold(live):
    """A new plan for what the live one has come to."""
    plan = live.plan()
    needs = plan.needs.take(np.flatnonzero(plan.present))
    index = build_index(plan.index.offers, plan.index.geo, plan.index.policy, SCHEMA)
    here = set(needs.id.tolist())
    locked = [
        (need, plan.offer_of(need)) for need in plan.needs.id[plan.locked].tolist()
    ]
    forbidden = [
        (need, int(plan.index.offers.id[offer]))
        for row, need in enumerate(plan.needs.id.tolist())
        for offer in plan.bans.offer[plan.bans.start[row] : plan.bans.start[row + 1]]
        if need in here
    ]
    return planning.solve(needs, index, locked=locked, forbidden=forbidden)


def some_change(rng, live):
    """One thing that may happen; a town can refuse it."""
    plan = live.plan()
    need = int(rng.choice(plan.needs.id))
    offer = int(rng.choice(plan.index.offers.id))
    pairs = plan.pairs or [(need, offer, 0)]
    matched = pairs[rng.integers(len(pairs))]
    fresh = rng.integers(1, 60, 2)
    return [
        lambda: NeedLeaves(need),
        lambda: OfferLeaves(offer),
        lambda: NeedsCome(some_needs(rng, np.unique(fresh))),
        lambda: OffersCome(some_offers(rng, np.unique(fresh))),
        lambda: Lock(matched[0], matched[1]),
        lambda: Lock(need, offer),
        lambda: Unlock(need),
        lambda: Forbid(need, offer),
        lambda: Forbid(matched[0], matched[1]),
    ][rng.integers(9)]()


@given(seed=SEEDS, policy=st.sampled_from([POLICY, DEAR]))
@settings(max_examples=60, deadline=None)
def test_a_repaired_plan_is_as_good_as_a_new_one(seed, policy):
    place = town(seed, needs=25, offers=10, policy=policy)
    live = Live(planning.solve(place.needs, place.index))
    rng = np.random.default_rng(seed)
    for _ in range(12):
        try:
            live.apply(some_change(rng, live))
        except MatchingError:
            continue
        plan = live.plan()
        assert plan.gap == 0
    new = cold(live)

    assert plan.total == new.total
    assert new.is_proven


def test_a_locked_pair_outlasts_every_better_offer():
    place = town(8, needs=30, offers=10)
    plan = planning.solve(place.needs, place.index)
    need, offer, _ = plan.pairs[0]
    rivals = some_needs(np.random.default_rng(1), np.arange(500, 540))

    after = repair(plan, Lock(need, offer), NeedsCome(rivals))

    assert after.offer_of(need) == offer
    assert after.is_proven


def test_repair_leaves_the_old_plan_as_it_was():
    place = town(9, needs=30, offers=10)
    plan = planning.solve(place.needs, place.index)
    before = plan.to_bytes()

    repair(plan, *[NeedLeaves(need) for need, _, _ in plan.pairs[:5]])

    assert plan.to_bytes() == before


def test_a_need_that_left_is_no_longer_counted_as_unserved():
    place = town(9, needs=30, offers=10)
    plan = planning.solve(place.needs, place.index)
    need = int(plan.unserved[0])

    after = repair(plan, NeedLeaves(need))

    assert need not in after.unserved
    with pytest.raises(MatchingError, match="left already"):
        repair(after, NeedLeaves(need))


def test_changes_that_cannot_be_are_refused():
    place = town(8, needs=30, offers=10)
    plan = planning.solve(place.needs, place.index)
    need, offer, _ = plan.pairs[0]
    fixed = repair(plan, Lock(need, offer))
    permitted = worths(place)
    wrong = next(o for o in place.offers.id.tolist() if (need, o) not in permitted)

    for change in (Forbid(need, offer), OfferLeaves(offer), Lock(need, wrong)):
        with pytest.raises(BrokenRule):
            repair(fixed, change)
    with pytest.raises(BrokenRule, match="must not be a pair"):
        repair(plan, Lock(need, wrong))
    with pytest.raises(UnknownRow):
        repair(plan, OfferLeaves(10**6))


def test_a_plan_without_proof_is_not_repaired(monkeypatch):
    monkeypatch.setattr(planning, "FIRST_PAIRS", 1)
    monkeypatch.setattr(planning, "MORE_PAIRS", 1)
    monkeypatch.setattr(planning, "MEND_AT_MOST", 0)
    place = town(4, needs=300, offers=80)
    plan = planning.solve(place.needs, place.index, max_rounds=1)

    with pytest.raises(MatchingError, match="not proven"):
        repair(plan, NeedLeaves(int(place.needs.id[0])))
