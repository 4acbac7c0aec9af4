"""Trainings of the demo municipality, all of them invented."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.exchange.training import services
from hafen.exchange.training.models import Module


def register() -> None:
    demo_seeds.register(DemoSeed("training", 58, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make trainings, plan some, ask a poll; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None or Module.objects.filter(municipality=municipality).exists():
        return
    now, today = timezone.now(), timezone.localdate()
    for entry in data["trainings"]:
        facts = {name: entry[name] for name in ("name", "kind", "parts", "minutes")}
        module = services.save_module(
            municipality=municipality, module=None, data=facts, expected=None, by=by
        )
        if "in_days" not in entry:
            continue
        services.plan_run(
            municipality=municipality,
            module=module,
            data={
                "title": entry["name"],
                "first_day": _evening(today, entry["in_days"]),
                "starts": time(18),
                "ends": time(21),
                "place": entry["place"],
            },
            groups=entry["groups"],
            places=20,
            times=module.parts,
            owner=by,
            by=by,
            now=now,
        )
    for unit in data["units"]:
        services.save_unit(municipality=municipality, by=by, contact="", **unit)
    services.open_poll(
        municipality=municipality,
        title=data["poll"]["title"],
        topics=data["poll"]["topics"],
        closes_on=today + timedelta(days=21),
        by=by,
    )


def _evening(today: date, days: int) -> date:
    """Return a working day about so far ahead."""
    day = today + timedelta(days=days)
    return day + timedelta(
        days=max(0, 7 - day.isoweekday()) if day.isoweekday() > 5 else 0
    )
