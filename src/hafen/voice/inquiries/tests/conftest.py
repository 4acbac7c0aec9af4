from datetime import UTC, datetime

import pytest

from hafen.core.db.names import sort_key
from hafen.core.db.roles import Role
from hafen.core.places.models import Responsibility, Unit
from hafen.voice.inquiries import services
from hafen.voice.inquiries.models import ContactPoint

# A Wednesday morning, ten o'clock in Berlin.
NOW = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def point(town, acting):
    acting(town)
    return ContactPoint.objects.create(
        municipality=town, name="Anlaufstelle", sort_key=sort_key("Anlaufstelle")
    )


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def received(town, point, acting):
    """A maker of inquiries: `received(kind="OFFER", email="a@example.org")`."""

    def make(now=NOW, by=None, **facts):
        acting(town)
        names = ("name", "email", "phone", "address", "reply_by")
        person = {name: facts.pop(name) for name in names if name in facts}
        plain = {
            "kind": "QUESTION",
            "channel": "TELEPHONE",
            "language": "de",
            "text": "Wo finde ich einen Deutschkurs?",
            "person": services.Person(**person),
        }
        return services.receive_inquiry(
            municipality=town,
            new=services.NewInquiry(**{**plain, **facts}),
            now=now,
            by=by,
        )

    return make


@pytest.fixture
def offices(town, acting):
    acting(town)
    made = {}
    for name, area in (("Sozialamt", "asylblg"), ("Jobcenter", "sgb2")):
        made[name] = Unit.objects.create(
            municipality=town,
            name=name,
            sort_key=sort_key(name),
            email=f"{name.lower()}@example.org",
        )
        Responsibility.objects.create(
            municipality=town, unit=made[name], topic="N08", legal_area=area
        )
    return made
