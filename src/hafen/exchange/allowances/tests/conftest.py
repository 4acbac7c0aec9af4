from datetime import date, timedelta

import pytest
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.allowances import services
from hafen.exchange.pool.models import Helper

# Seven euros and a half for each started half hour, thirty cents for a kilometre.
PAY = {
    "on_site": {"step": 30, "cents": 750},
    "way": {"cents_per_km": 30, "from_metres": 5_000},
}
FAR_BACK = date(2021, 1, 1)


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def dora(town, person):
    """Holds the money: tariffs, payments, and what goes beyond the limit."""
    return person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Dora")


def enter_helper(town, name="Bernd Beispiel", **facts):
    facts = {"sort_key": name.lower(), "channel": "VISIT"} | facts
    return Helper.objects.create(municipality=town, name=name, **facts)


def enter_tariff(town, by, **facts):
    data = {"name": "Ehrenamt", "kind": "general", "valid_from": FAR_BACK, "pay": PAY}
    return services.enter_tariff(municipality=town, data=data | facts, by=by)


def enter_order(town, helper, tariff, by, **facts):
    today = timezone.localdate()
    data = {
        "helper": helper,
        "task": "Begleitung zu Ämtern",
        "tariff": tariff,
        "starts_on": today - timedelta(days=300),
        "until": today + timedelta(days=30),
        "ordered_on": today - timedelta(days=300),
        "owner": by,
    }
    return services.order_task(municipality=town, data=data | facts, by=by)


def enter_claim(order, by, **facts):
    data = {"on": timezone.localdate(), "mode": "on_site", "minutes": 60}
    return services.enter_claim(
        order=order, data=data | facts, by=by, now=timezone.now()
    )


@pytest.fixture
def bernd(town, clara, acting):
    acting(town, clara)
    return enter_helper(town)


@pytest.fixture
def tariff(town, dora, bernd):
    return enter_tariff(town, dora)


@pytest.fixture
def order(town, clara, bernd, tariff):
    return enter_order(town, bernd, tariff, clara)


@pytest.fixture
def claim(order, clara):
    """A maker of claims that Clara enters: `claim(minutes=90)`."""

    def make(**facts):
        return enter_claim(order, clara, **facts)

    return make
