from datetime import UTC, date, datetime, time

import pytest

from hafen.core.db.roles import Role
from hafen.information.events import services
from hafen.mechanisms.feedback import forms as visitors

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """It is Monday, 2 March 2026, ten o'clock, and visitors take their time."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr(visitors, "QUICKEST_SECONDS", -1)
    return NOW


@pytest.fixture
def desk(town, person, acting):
    found = person(town, Role.EDITOR, name="Dora")
    acting(town, found)
    return found


@pytest.fixture
def make(town):
    """A maker of events: `make(title="…")` gives a public one."""

    def build(*, is_public=True, **changes):
        data = {
            "title": "Elternabend",
            "summary": "Alles über die Schule.",
            "first_day": date(2026, 3, 12),
            "starts": time(18),
            "ends": time(20),
            "place": "Rathaus, Zimmer 1",
        }
        event = services.create_event(
            municipality=town, data=data | changes, by=None, now=NOW
        )
        if is_public:
            event = services.publish_event(event=event, by=None, now=NOW)
        return event

    return build
