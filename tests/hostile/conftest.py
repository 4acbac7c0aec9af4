"""What several attacks need: windows to look through, and somebody at the desk."""

import pytest
from django.utils import timezone

from hafen.core.accounts.models import Team, TeamMembership
from hafen.core.db.roles import EVERYBODY
from hafen.mechanisms.todos.models import Todo
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
    """Somebody who may do everything and leads all teams; every table has a row."""
    fill(musterhafen)
    fill_by_hand(musterhafen)
    # Only a sentence of ours has words to be put into it; these are painted over.
    Todo.objects.update(params={})
    everybody = person(musterhafen, *EVERYBODY)
    for team in Team.objects.all():
        TeamMembership.objects.create(
            municipality=musterhafen,
            team=team,
            user=everybody,
            is_lead=True,
            valid_from=timezone.localdate(),
        )
    client = sign_in(everybody)
    client.raise_request_exception = False
    return client
