"""Two desks in the same second (real transactions)."""

import pytest
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.exchange.allowances import services
from hafen.exchange.allowances.models import Claim, Payout
from hafen.exchange.allowances.tests.conftest import (
    enter_claim,
    enter_helper,
    enter_order,
    enter_tariff,
)
from tests.racing import named


@pytest.fixture
def stage(race, person):
    """Somebody who enters, two who approve, and an order."""
    town = race.town
    with acting(Context(municipality=town.pk)):
        clara, *deciders = (
            person(town, Role.ADMINISTRATIVE_COORDINATOR, name=name)
            for name in ("Clara", "Dora", "Emil")
        )
        tariff = enter_tariff(town, clara)
        return clara, deciders, enter_order(town, enter_helper(town), tariff, clara)


def approving(claim, by):
    return lambda: services.approve_claim(claim=claim, by=by, now=timezone.now())


def test_of_two_who_approve_one_claim_one_wins(race, stage):
    clara, deciders, order = stage
    for _round in range(6):
        with acting(Context(municipality=race.town.pk)):
            claim = enter_claim(order, clara)

        results = named(race(*(approving(claim, by) for by in deciders)))

        assert results == ["AlreadyDecided", "won"]


def test_two_claims_approved_at_once_do_not_pass_the_limit(race, stage):
    """Each of them fits into 960 €; both together do not."""
    clara, deciders, order = stage
    with acting(Context(municipality=race.town.pk)):
        claims = [enter_claim(order, clara, minutes=40 * 60) for _ in deciders]
    pairs = zip(claims, deciders, strict=True)

    results = named(race(*(approving(claim, by) for claim, by in pairs)))

    assert results == ["BeyondLimit", "won"]
    with acting(Context(municipality=race.town.pk)):
        assert Claim.objects.filter(state="APPROVED").count() == 1


def test_a_list_marked_twice_at_once_is_paid_once(race, stage):
    clara, [dora, emil], order = stage
    with acting(Context(municipality=race.town.pk)):
        claims = [enter_claim(order, clara) for _ in range(3)]
        for claim in claims:
            approving(claim, dora)()

    def pay(by):
        return lambda: services.pay_claims(
            municipality=race.town,
            claims=[claim.pk for claim in claims],
            paid_on=timezone.localdate(),
            by=by,
        )

    assert named(race(pay(dora), pay(emil))) == ["ListChanged", "won"]
    with acting(Context(municipality=race.town.pk)):
        assert Payout.objects.get().cents == 4_500
