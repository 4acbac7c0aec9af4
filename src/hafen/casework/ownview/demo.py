"""The own view of an invented person; nobody learns its digits."""

from typing import Any

from django.utils import timezone

from hafen.casework.cases.models import Client
from hafen.casework.cases.services import months_later
from hafen.casework.ownview import services
from hafen.casework.ownview.models import OwnAccess
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality


def register() -> None:
    # After the households.
    demo_seeds.register(DemoSeed("ownview", 86, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Open the own view; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None:
        return
    today = timezone.localdate()
    # Whoever works on the case sees whether there is one.
    with acting(Context(municipality.pk, by.pk, "demo")):
        if OwnAccess.objects.filter(municipality=municipality).exists():
            return
        services.open_own_view(
            client=Client.objects.get(name=data["person"]),
            language=data["language"],
            interpreted="",
            code=data["digits"],
            until=months_later(today, 6),
            today=today,
            by=by,
        )
