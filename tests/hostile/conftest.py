"""What several attacks need: windows to look through, and somebody at the desk."""

import pytest

from hafen.core.db.roles import EVERYBODY
from tests.hostile.painting import fill, fill_by_hand
from tests.hostile.stage import Stage


@pytest.fixture
def windows(browser, client):
    """Two windows: with the security policy, and without it."""
    made = [Stage(browser, client, policy=policy) for policy in (True, False)]
    yield made
    for window in made:
        window.close()


@pytest.fixture
def at_desk(musterhafen, person, sign_in):
    """Somebody who may do everything, in a town with a row in every table."""
    fill(musterhafen)
    fill_by_hand(musterhafen)
    client = sign_in(person(musterhafen, *EVERYBODY))
    client.raise_request_exception = False
    return client
