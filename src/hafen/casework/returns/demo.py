"""A wish of the demo municipality, invented."""

from typing import Any

from django.utils import timezone

from hafen.casework.cases.models import Case, Client
from hafen.casework.returns import services
from hafen.casework.returns.models import ReturnWish
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality


def register() -> None:
    # After the households.
    demo_seeds.register(DemoSeed("returns", 87, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Note a wish and where the person was shown the way; once."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None:
        return
    today = timezone.localdate()
    with acting(Context(municipality.pk, by.pk, "demo")):
        client = Client.objects.filter(name=data["client"]).first()
        if client is None or ReturnWish.objects.exists():
            return
        wish = services.note_wish(
            case=Case.objects.get(household=client.household_id, closed_on=None),
            client=client,
            is_own_wish=True,
            on=today,
            by=by,
        )
        services.refer(wish=wish, office=data["office"], on=today, by=by)
