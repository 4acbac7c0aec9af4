"""Reports of programmes and bulletins on the demo town: no barrier, on no screen."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from hafen.core.accounts.models import User
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.evidence.bulletins import keys
from hafen.evidence.bulletins.models import BulletinCopy
from tests.visits import look


def pages_of(town, language):
    def at(name, *parts):
        return reverse(name, args=[town.slug, *parts])

    stop = urlsplit(keys.address_of(BulletinCopy.objects.get(), "stop")).path
    return {
        "report-wir": at("reports:report", "wir"),
        "report-kim": at("reports:report", "kim"),
        "report-im": at("reports:report", "integration-management"),
        "bulletins-settings": at("bulletins:settings"),
        "bulletins-stop": stop.replace("/de/", f"/{language}/"),
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_reports_of_programmes_and_bulletins_have_no_barrier(
    musterhafen, sign_in, visit, language
):
    User.objects.filter(email="koordination@example.org").update(language=language)
    user = User.objects.get(email="koordination@example.org")
    sign_in(user)
    context.enter(Context(municipality=musterhafen.pk, actor=user.pk))
    look(pages_of(musterhafen, language), visit, language)
