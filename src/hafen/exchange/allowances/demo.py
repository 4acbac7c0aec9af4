"""Orders, claims and a payment of the demo municipality, all invented."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.exchange.allowances import services
from hafen.exchange.allowances.models import Order
from hafen.exchange.pool.models import Helper


def register() -> None:
    demo_seeds.register(DemoSeed("allowances", 58, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Let volunteers have claimed something; a second time changes nothing."""
    people = User.objects.filter(email__in=[data["by"], data["decided_by"]])
    found = {user.email: user for user in people}
    orders = Order.objects.filter(municipality=municipality)
    if len(found) < 2 or orders.filter(task=data["orders"][0]["task"]).exists():
        return
    by, decider = found[data["by"]], found[data["decided_by"]]
    now = timezone.now()
    tariff = services.enter_tariff(
        municipality=municipality, data=data["tariff"], by=decider
    )
    paid = []
    for entry in data["orders"]:
        helper = Helper.objects.filter(municipality=municipality, name=entry["helper"])
        if not helper.exists():
            continue
        today = timezone.localdate(now)
        order = services.order_task(
            municipality=municipality,
            data={
                "helper": helper.first(),
                "task": entry["task"],
                "tariff": tariff,
                "starts_on": today - timedelta(days=120),
                "until": today + timedelta(days=200),
                "ordered_on": today - timedelta(days=121),
                "owner": by,
            },
            by=by,
        )
        paid += [
            claim.pk
            for said in entry["claims"]
            if (claim := _claim(order, said, by, decider, now)) is not None
        ]
    services.pay_claims(
        municipality=municipality,
        claims=paid,
        paid_on=timezone.localdate(now) - timedelta(days=3),
        by=decider,
    )


def _claim(
    order: Order, said: dict[str, Any], by: User, decider: User, now: datetime
) -> Any:
    """Enter a claim and decide on it; return it where it is to be paid."""
    day = timezone.localdate(now) - timedelta(days=said["days_ago"])
    facts = {"on": day, "mode": "on_site", "minutes": said["minutes"]}
    facts |= {name: said[name] for name in ("metres", "receipts") if name in said}
    claim = services.enter_claim(order=order, data=facts, by=by, now=now)
    if said["becomes"] == "refused":
        services.refuse_claim(claim=claim, reason=said["reason"], by=decider, now=now)
    elif said["becomes"] != "submitted":
        services.approve_claim(claim=claim, by=decider, now=now)
    return claim if said["becomes"] == "paid" else None
