"""The exchange at the desk and by link: no barrier, and nothing wider than a phone."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.exchange.pool import keys, services
from hafen.exchange.pool.models import Match, Need, Offer
from hafen.matching.planning import solve
from tests.visits import overflow, violations

# A folder for pictures to look at; nothing is kept without it.
PICTURES = os.environ.get("HAFEN_PICTURES", "")


@pytest.fixture
def coordinator(musterhafen, sign_in):
    def enter(language):
        user = User.objects.get(email="ehrenamt@example.org")
        User.objects.filter(pk=user.pk).update(language=language)
        user.refresh_from_db()
        sign_in(user)
        return user

    return enter


def addresses(town, user):
    """Return the pages of the room by name, each with something on it."""
    need = Need.objects.get(title__startswith="Begleitung zur")
    offer = Offer.objects.get(helper__name="Bernd Muster")
    plan = services.request_plan(municipality=town, kind="COMPANY", by=user)
    services.compute_plan(plan_id=plan.pk, solve=solve, now=timezone.now())
    far = Offer.objects.get(helper__name="Cem Probe")
    match = Match.objects.first()

    def desk(name, *parts):
        return reverse(f"pool:{name}", args=[town.slug, *parts])

    return {
        "needs": desk("needs"),
        "offers": desk("offers"),
        "form": desk("add_need"),
        "need": desk("need", need.pk),
        "offer": desk("offer", offer.pk),
        "pair": desk("pair", need.pk, far.pk),
        "placement": desk("placement", match.pk),
        "plans": desk("plans"),
        "plan": desk("plan", plan.pk),
        "answer": reverse(
            "pool_public:answer",
            args=[town.slug, "de", match.pk, keys.answer_code(match, keys.HELPER)],
        ),
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_exchange_has_no_barrier(musterhafen, coordinator, visit, language):
    user = coordinator(language)
    for name, where in addresses(musterhafen, user).items():
        where = where.replace("/de/", f"/{language}/")
        page = visit(where, width=360, language=language)
        assert overflow(page) <= 0, name
        picture(page, f"{name}-{language}-360")
        page.set_viewport_size({"width": 1280, "height": 900})
        picture(page, f"{name}-{language}-1280")
        assert violations(page) == [], name
        page.close()


def picture(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
