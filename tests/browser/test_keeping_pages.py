"""Periods and deletion at the desk: no barrier, nothing wider than a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.models import Client, Household
from hafen.core.accounts.models import User
from hafen.core.db import context
from hafen.core.db.context import Context, opened_for
from hafen.core.db.roles import Role
from hafen.mechanisms.privacy import holding, releasing, rights
from tests.visits import look

TODAY = timezone.localdate()


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_pages_of_periods_and_deletion(
    musterhafen, person, sign_in, visit, language
):
    town = musterhafen
    officer = person(town, Role.DATA_PROTECTION_OFFICER)
    User.objects.filter(pk=officer.pk).update(language=language)
    officer.refresh_from_db()
    sign_in(officer)
    context.enter(Context(municipality=town.pk, actor=officer.pk))
    with opened_for(town.pk):
        row = Household.objects.get(name="Familie Muster")
        long_ago = TODAY - timedelta(days=1200)
        Household.objects.filter(pk=row.pk).update(ended_on=long_ago, ending="MOVED")
        client = Client.objects.filter(household=row).latest("created_at")
    releasing.list_due(municipality=town.pk, now=timezone.now())
    holding.place(
        roots=[rights.key_of(client)], is_of_all=False, reason="Klage 1 K 2/26",
        look_again_on=TODAY + timedelta(days=90), by=officer, today=TODAY,
    )  # fmt: skip
    pages = {
        "keeping": reverse("privacy:keeping", args=[town.slug]),
        "keeping-rows": reverse(
            "privacy:due_rows", args=[town.slug, "cases.Household"]
        ),
        "holds": reverse("privacy:holds", args=[town.slug]),
        "own-periods": reverse("privacy:own_periods", args=[town.slug]),
    }
    look(pages, visit, language)
