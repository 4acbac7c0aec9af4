"""A restriction of processing at the desk: no barrier, nothing wider than a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.models import Client, Household
from hafen.core.accounts.models import User
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.mechanisms.privacy import requests, restricting, rights
from tests.visits import look

TODAY = timezone.localdate()


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_pages_of_a_restriction(musterhafen, person, sign_in, visit, language):
    town = musterhafen
    officer, second = (person(town, Role.DATA_PROTECTION_OFFICER) for _ in "12")
    User.objects.filter(pk__in=[officer.pk, second.pk]).update(language=language)
    officer.refresh_from_db()
    sign_in(officer)
    context.enter(Context(municipality=town.pk, actor=officer.pk))

    def entered(client):
        return requests.receive(
            kind="RESTRICT", roots=[rights.key_of(client)], received_on=TODAY,
            ground="CONTESTED", by=officer,
        )  # fmt: skip

    with rights.opened(officer):
        household = Household.objects.get(name="Familie Muster")
        client = Client.objects.filter(household=household).earliest("created_at")
    asked, closed = entered(client), entered(client)
    restricting.put_in_force(
        asked=closed, look_again_on=TODAY + timedelta(days=60), by=second,
        now=timezone.now(), today=TODAY,
    )  # fmt: skip
    pages = {
        "restriction-entered": reverse("privacy:request", args=[town.slug, asked.pk]),
        "restriction-in-force": reverse("privacy:request", args=[town.slug, closed.pk]),
        "restrictions": reverse("privacy:requests", args=[town.slug]),
    }
    look(pages, visit, language)
