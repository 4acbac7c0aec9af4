import pytest

from hafen.mechanisms.bookings import registries
from hafen.mechanisms.bookings.tests.helpers import OWNER


@pytest.fixture(autouse=True)
def some_owner():
    """A room of these tests whose subjects are the municipalities themselves."""
    if OWNER.name not in registries.owners:
        registries.owners.register(OWNER)
