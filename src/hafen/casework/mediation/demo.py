"""A matter of housing of the demo municipality, invented."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hafen.casework.cases.models import Case
from hafen.casework.mediation import services
from hafen.casework.mediation.models import Matter, Party
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality


def register() -> None:
    demo_seeds.register(DemoSeed("mediation", 83, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Begin matters with their sides; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None:
        return
    with acting(Context(municipality.pk, by.pk, "demo")):
        if Matter.objects.exists():
            return
        for entry in data["matters"]:
            _matter(entry, by)


def _matter(entry: dict[str, Any], by: User) -> None:
    today = timezone.localdate()
    row = services.begin_matter(
        case=Case.objects.get(household__name=entry["household"]),
        facts=entry["facts"] | {"begun_on": today - timedelta(days=entry["days_ago"])},
        by=by,
    )
    for facts in entry["sides"]:
        services.save_party(matter=row, party=None, facts=facts, by=by)
    for step in entry["steps"]:
        services.take_step(
            matter=row,
            facts={
                "how": step["how"],
                "text": step["text"],
                "party": Party.objects.filter(matter=row, kind=step["with"]).first(),
                "on": today - timedelta(days=step["days_ago"]),
            },
            again_on=today + timedelta(days=5),
            by=by,
        )
    if "outcome" in entry:
        services.close_matter(matter=row, on=today, by=by, **entry["outcome"])
