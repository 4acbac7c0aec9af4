"""Reports of programmes and bulletins on the demo town: no barrier, on no screen."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.evidence.bulletins import keys
from hafen.evidence.bulletins.models import BulletinCopy
from hafen.evidence.reports import keys as report_keys
from hafen.evidence.reports import services
from hafen.evidence.reports.models import OpenDataset, Release
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


@pytest.mark.parametrize("language", ["de", "ar"])
def test_what_is_released_is_read_by_others_without_a_barrier(
    musterhafen, sign_in, visit, client, language
):
    User.objects.filter(email="koordination@example.org").update(language=language)
    user = User.objects.get(email="koordination@example.org")
    sign_in(user)
    sent = {"title": "Kontakte im Jahr", "submission": uuid4()}
    where = reverse("reports:release", args=[musterhafen.slug, "contacts"])
    client.post(where, sent, headers={"host": "localhost"})
    context.enter(Context(municipality=musterhafen.pk, actor=user.pk))
    row, today = Release.objects.get(), timezone.localdate()
    shared = services.share(
        release=row, label="Rat", expires_on=today + timedelta(days=3), today=today,
        by=user,
    )  # fmt: skip
    services.open_up(release=row, licence=OpenDataset.Licence.BY, by=user)

    def out(name, *parts):
        return reverse(
            f"reports_public:{name}", args=[musterhafen.slug, language, *parts]
        )

    pages = {
        "released": reverse("reports:released", args=[musterhafen.slug, row.pk]),
        "shared": out("shared", shared.pk, report_keys.code_of(shared.pk)),
        "open-data": out("open_data"),
    }
    look(pages, visit, language)
