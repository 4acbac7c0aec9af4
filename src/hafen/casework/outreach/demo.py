"""Arrivals and visits of the demo municipality, all of them invented."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from hafen.casework.cases.models import Household
from hafen.casework.outreach import services
from hafen.casework.outreach.models import Arrival, HandOver
from hafen.core.accounts.models import Team, User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import District, Municipality, Site


def register() -> None:
    demo_seeds.register(DemoSeed("outreach", 80, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Announce arrivals and visit some; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None:
        return
    with acting(Context(municipality.pk, by.pk, "demo")):
        if Arrival.objects.filter(municipality=municipality).exists():
            return
        for entry in data["arrivals"]:
            _arrival(municipality, entry, data["team"], by)
        _hand_over(data["hand_over"], by)
        _travel(municipality, data["travel"], by)


def _hand_over(entry: dict[str, Any], by: User) -> None:
    """Prepare that a file goes to another team."""
    services.begin_hand_over(
        household=Household.objects.get(name=entry["household"]),
        facts={
            "kind": HandOver.Kind.TEAM,
            "to_team": Team.objects.get(name=entry["to_team"]),
            "topics": entry["topics"],
            "urgency": HandOver.Urgency.NORMAL,
            "parts": entry["parts"],
            "special": [],
        },
        today=timezone.localdate(),
        by=by,
    )


def _travel(town: Municipality, entry: dict[str, Any], by: User) -> None:
    """Give a site money for travel and a vehicle, which somebody has tomorrow."""
    site, now = Site.objects.get(name=entry["site"]), timezone.now()
    services.save_line(
        municipality=town, data=entry["line"] | {"site": site, "year": now.year}, by=by
    )
    vehicle = services.save_vehicle(
        municipality=town,
        vehicle=None,
        data={"name": entry["vehicle"], "site": site, "is_active": True},
        by=by,
    )
    begins = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    services.book_vehicle(
        vehicle=vehicle, during=(begins, begins + timedelta(hours=2)), by=by, now=now
    )


def _arrival(town: Municipality, entry: dict[str, Any], team: str, by: User) -> None:
    today = timezone.localdate()
    household = Household.objects.filter(name=entry.get("household", "")).first()
    row = services.announce(
        municipality=town,
        facts={
            **entry["facts"],
            "district": District.objects.filter(name=entry["district"]).first(),
            "on": today - timedelta(days=entry["days_ago"]),
            "due_on": today + timedelta(days=entry["due_in"]),
        },
        team=Team.objects.get(name=team),
        household=household,
        today=today,
        by=by,
    )
    if "helper" in entry:
        services.ask_helper(
            arrival=row,
            helper=User.objects.get(email=entry["helper"]),
            until=row.due_on,
            by=by,
        )
    for visit in entry.get("visits", ()):
        _visit(row, visit, by)


def _visit(row: Arrival, entry: dict[str, Any], by: User) -> None:
    today = timezone.localdate()
    on = today - timedelta(days=entry["days_ago"])
    planned = services.plan_visit(
        arrival=row,
        visitor=by,
        on=on,
        at=time(entry["hour"]),
        announced="LETTER",
        interpreter="BOOKED",
        by=by,
    )
    if "facts" in entry:
        services.record_visit(
            visit=planned,
            facts=entry["facts"] | {"on": on},
            today=today,
            now=timezone.now(),
            by=by,
        )
