"""A worry of the demo municipality, invented, with nobody recognisable."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hafen.casework.childprotection import services
from hafen.casework.childprotection.models import Procedure
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality


def register() -> None:
    demo_seeds.register(DemoSeed("childprotection", 88, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Write a worry down, with its second person and the advice; once."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None:
        return
    today = timezone.localdate()
    with acting(Context(municipality.pk, by.pk, "demo")):
        if Procedure.objects.exists():
            return
        row = services.begin(
            municipality=municipality,
            client_key=None,
            facts=data["child"],
            sign={"on": today - timedelta(days=1), **data["sign"]},
            owner=by,
            today=today,
            by=by,
        )
        second = User.objects.get(email=data["second"])
        services.name_second(procedure=row, user=second, today=today, by=by)
        services.note_advice(procedure=row, on=today, by=by, **data["advice"])
