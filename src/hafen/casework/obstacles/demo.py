"""Obstacles of the demo municipality, all of them invented."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hafen.casework.cases.models import Case
from hafen.casework.obstacles import services
from hafen.casework.obstacles.models import StructuralObstacle
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality


def register() -> None:
    demo_seeds.register(DemoSeed("obstacles", 82, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Write down obstacles; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    found = StructuralObstacle.objects.filter(municipality=municipality)
    if by is None or found.exists():
        return
    today = timezone.localdate()
    for entry in data["structural"]:
        days = {"since": today - timedelta(days=entry["days_ago"])}
        if "solution" in entry["facts"]:
            days["solved_on"] = today
        services.save_structural(
            municipality=municipality,
            row=None,
            facts=entry["facts"] | days,
            expected=None,
            by=by,
        )
    with acting(Context(municipality.pk, by.pk, "demo")):
        for entry in data["obstacles"]:
            _note(entry, by)


def _note(entry: dict[str, Any], by: User) -> None:
    today = timezone.localdate()
    structural = StructuralObstacle.objects.filter(name=entry.get("structural", ""))
    facts = {name: entry[name] for name in ("domain", "text", "agency")}
    row = services.note_obstacle(
        case=Case.objects.get(household__name=entry["household"]),
        facts=facts
        | {
            "structural": structural.first(),
            "since": today - timedelta(days=entry["days_ago"]),
        },
        is_special=False,
        today=today,
        by=by,
    )
    if "solution" in entry:
        services.solve_obstacle(
            obstacle=row, solution=entry["solution"], on=today, by=by
        )
