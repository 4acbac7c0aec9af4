"""People who registered are forgotten after the event (peers.md A3-13)."""

import pytest

from hafen.core.audit.models import Event
from hafen.mechanisms.bookings import registries, services
from hafen.mechanisms.bookings.models import Registrant, Registration
from hafen.mechanisms.bookings.tests.helpers import (
    DAY,
    NOW,
    OWNER,
    join,
    offer,
    state,
)
from hafen.mechanisms.privacy import retention

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(town, acting, monkeypatch):
    acting(town)
    monkeypatch.setitem(registries.owners._entries, OWNER.name, OWNER)


def test_names_go_after_the_event_and_the_trail_says_so(town):
    """A3-13: what stays are numbers."""
    bookable = offer(town, keep_days=30)
    registration = join(bookable, "Amal")
    late = bookable.ends_at + 32 * DAY

    retention.sweep(now=late - 3 * DAY)
    assert Registrant.objects.count() == 1
    retention.sweep(now=late)

    assert Registrant.objects.count() == 0
    assert state(registration) == Registration.State.CONFIRMED
    event = Event.objects.filter(action="privacy.swept").latest("id")
    assert event.values["bookings.Registrant"] == 1


def test_who_left_is_forgotten_sooner(town):
    registration = join(offer(town), "Amal")
    services.withdraw(registration=registration, by=None, now=NOW)

    retention.sweep(now=NOW + 16 * DAY)

    assert Registrant.objects.count() == 0
