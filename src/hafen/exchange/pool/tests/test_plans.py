"""The plan for the whole town: proven, beside the simple rule, decided by people."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hafen.exchange.pool import services
from hafen.exchange.pool.models import CityPlan, Match, PairWish, PlannedPair
from hafen.exchange.pool.tests.conftest import NOW, apart
from hafen.exchange.pool.tests.test_rules import SATURDAY
from hafen.matching.planning import solve


@pytest.fixture
def computed(town, clara):
    """A plan of a kind, computed as the worker does."""

    def make(kind="COMPANY", solve=solve):
        plan = services.request_plan(municipality=town, kind=kind, by=clara)
        return services.compute_plan(plan_id=plan.pk, solve=solve, now=NOW)

    return make


@pytest.fixture
def two_of_each(need, offer):
    """Who waits longer would take the only helper of the other."""
    first = need(name="A", languages={"ti": 1}, waiting_since=NOW.date())
    second = need(name="B", languages={"ti": 1, "de": 1}, title="B")
    both = offer(name="Beide", languages={"ti": 3, "de": 3})
    german = offer(name="Deutsch", languages={"de": 3})
    return first, second, both, german


def pairs_of(plan):
    rows = PlannedPair.objects.filter(plan=plan, offer__isnull=False)
    return {(row.need_id, row.offer_id) for row in rows}


def test_a_plan_serves_all_where_it_can(two_of_each, computed):
    first, second, both, german = two_of_each

    plan = computed()

    assert plan.is_ready
    assert plan.gap == 0
    assert (plan.needs, plan.offers, plan.served) == (2, 2, 2)
    assert plan.total >= plan.greedy_total
    assert pairs_of(plan) == {(first.pk, both.pk), (second.pk, german.pk)}


def test_an_unproven_plan_is_not_published(two_of_each, computed):
    class Doubtful:
        def __init__(self, plan):
            self.plan = plan
            self.is_proven, self.bound = False, plan.total + 3

        def __getattr__(self, name):
            return getattr(self.plan, name)

    plan = computed(solve=lambda *a, **k: Doubtful(solve(*a, **k)))

    assert plan.is_unproven
    assert plan.gap == 3
    assert PlannedPair.objects.count() == 0
    with pytest.raises(services.NotReady):
        services.use_pairs(plan=plan, pairs=[], by=None, now=NOW)
    with pytest.raises(IntegrityError, match="proven"), transaction.atomic():
        CityPlan.objects.filter(pk=plan.pk).update(state="READY")


def test_locked_pairs_stay_and_forbidden_ones_never_come(two_of_each, computed, clara):
    first, second, both, german = two_of_each
    services.wish_for_pair(
        need=second, offer=both, wish="LOCK", reason="kennen sich", by=clara
    )
    locked = computed()
    assert (second.pk, both.pk) in pairs_of(locked)

    services.wish_for_pair(
        need=second, offer=both, wish="FORBID", reason="Streit", by=clara
    )
    services.wish_for_pair(
        need=first, offer=both, wish="FORBID", reason="verwandt", by=clara
    )
    forbidden = computed()

    assert pairs_of(forbidden) == {(second.pk, german.pk)}
    assert PairWish.objects.count() == 3
    locked.refresh_from_db()
    assert locked.state == "OLD"


def test_who_goes_without_learns_what_is_missing(need, offer, computed):
    lonely = need(languages={"fa": 1})
    offer()

    row = PlannedPair.objects.get(plan=computed(), need=lonely)

    assert row.offer is None
    assert (row.fitting, row.missing_rule) == (0, "LANGUAGE")


def test_bulk_is_for_dated_requests_and_sponsorships_go_one_by_one(
    need, offer, computed, clara
):
    dated = need(**SATURDAY)
    offer(**SATURDAY)
    weekly, _given = need(), offer()
    pairing, _sponsor = need(kind="SPONSORSHIP"), offer(kind="SPONSORSHIP")
    for kind in ("COMPANY", "SPONSORSHIP"):
        plan = computed(kind)
        pairs = PlannedPair.objects.filter(plan=plan).select_related("need", "offer")
        services.use_pairs(plan=plan, pairs=pairs, by=clara, now=NOW)

    states = dict(Match.objects.values_list("need", "state"))
    assert states == {
        dated.pk: "ASKED", weekly.pk: "PROPOSED", pairing.pk: "PROPOSED",
    }  # fmt: skip


def test_a_plan_comes_from_the_worker_and_is_used_at_the_desk(
    town, clara, need, offer, computed, sign_in, questions
):
    one = need(now=timezone.now(), name="Amira")
    given = offer(now=timezone.now())
    desk = sign_in(clara)
    where = reverse("pool:plans", args=[town.slug])
    sent = desk.post(where, {"kind": "COMPANY"})
    plan = CityPlan.objects.get()
    assert sent["Location"] == reverse("pool:plan", args=[town.slug, plan.pk])
    assert desk.get(sent["Location"]).status_code == 200
    services.compute_plan(plan_id=plan.pk, solve=solve, now=NOW)

    assert len(questions(desk, sent["Location"])) <= 12
    page = desk.get(sent["Location"])
    assert "Bernd Beispiel" in page.content.decode()
    wish = reverse("pool:wish", args=[town.slug, one.pk, given.pk])
    assert desk.post(wish, {"wish": "LOCK", "reason": ""}).status_code == 422
    assert desk.post(wish, {"wish": "LOCK", "reason": "passt"}).status_code == 302
    assert "passt" in desk.get(where).content.decode()
    pair = PlannedPair.objects.get()
    use = reverse("pool:use_plan", args=[town.slug, plan.pk])
    desk.post(use, {"pair": [str(pair.pk)]})
    assert Match.objects.get().is_proposed


def test_nights_compute_plans_only_where_that_is_on(town, clara, need):
    need()
    assert services.request_nightly(municipality_id=town.pk) == 0

    services.save_settings(municipality=town, data={"is_nightly": True}, by=clara)

    assert services.request_nightly(municipality_id=town.pk) == 1
    assert CityPlan.objects.get().requested_by is None


def test_a_pair_that_does_not_fit_any_more_does_not_stop_the_others(
    two_of_each, computed, clara
):
    first, second, both, german = two_of_each
    plan = computed()
    apart(first, both, clara)
    pairs = PlannedPair.objects.filter(plan=plan).select_related("need", "offer")

    taken = services.use_pairs(plan=plan, pairs=pairs, by=clara, now=NOW)

    assert (taken.asked, taken.proposed) == (0, 1)
    [(pair, why)] = taken.refused
    assert pair.need_id == first.pk
    assert isinstance(why, services.RuleBroken)
    assert set(Match.objects.values_list("need", "offer")) == {(second.pk, german.pk)}


def test_a_plan_that_was_asked_for_earlier_never_replaces_a_later_one(
    two_of_each, town, clara
):
    older = services.request_plan(municipality=town, kind="COMPANY", by=clara)
    newer = services.request_plan(municipality=town, kind="COMPANY", by=clara)
    services.compute_plan(plan_id=newer.pk, solve=solve, now=NOW)

    late = services.compute_plan(plan_id=older.pk, solve=solve, now=NOW)

    newer.refresh_from_db()
    assert (newer.state, late.state) == ("READY", "OLD")
