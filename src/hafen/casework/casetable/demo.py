"""A case table of the demo municipality, all of it invented."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hafen.casework.cases import services as cases
from hafen.casework.cases.models import Case, Client
from hafen.casework.casetable import services
from hafen.casework.casetable.models import Meeting
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality


def register() -> None:
    # After the households.
    demo_seeds.register(DemoSeed("casetable", 86, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make a meeting with one case; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None or Meeting.objects.filter(municipality=municipality).exists():
        return
    now = timezone.now()
    begins = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=9)
    with acting(Context(municipality.pk, by.pk, "demo")):
        row = services.call_meeting(
            municipality=municipality,
            facts={
                "title": data["title"],
                "place": data["place"],
                "starts_at": begins,
                "ends_at": begins + timedelta(hours=2),
            },
            by=by,
        )
        for entry in data["seats"]:
            email = entry.get("user")
            services.invite(
                meeting=row,
                item=None,
                user=User.objects.get(email=email) if email else None,
                organisation=None,
                facts={
                    "office": entry["office"],
                    "name": entry.get("name", ""),
                    "email": entry.get("email", ""),
                },
                now=now,
                by=by,
            )
        _bring(row, data["case"], by)


def _bring(row: Meeting, entry: dict[str, Any], by: User) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    client = Client.objects.get(name=entry["client"])
    consents = [
        each
        for office in entry["offices"]
        for each in cases.prepare_consents(
            client=client,
            facts={"kind": "TABLE", "recipient": office, "categories": []},
            purposes=[entry["topic"]],
            months=12,
            today=today,
            by=by,
        )
    ]
    given = cases.sign_consents(
        client=client,
        asked=consents,
        ticked=consents,
        facts={"given_by": "SELF", "form": "PAPER", "witness": "", "interpreted": ""},
        youth_agrees=True,
        on=today,
        by=by,
    )
    item = services.bring_case(
        meeting=row,
        case=Case.objects.get(household=client.household, closed_on=None),
        client=client,
        told=services.Told(entry["topic"], entry["summary"], 20),
        consents=given,
        now=now,
        by=by,
    )
    for each in entry["measures"]:
        services.decide(
            item=item,
            seat=row.seats.get(office=each["office"]),
            text=each["text"],
            due_on=today + timedelta(days=each["in_days"]),
            now=now,
            by=by,
        )
