"""The exchange at the desk and by link: no barrier, and nothing wider than a phone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.exchange.pool import keys, services
from hafen.exchange.pool.models import Match, Need, Offer
from hafen.matching.planning import solve
from tests.visits import look


def addresses(town, user, language):
    """Return the pages of the room by name, each with something on it."""
    need = Need.objects.get(title__startswith="Begleitung zur")
    offer = Offer.objects.get(helper__name="Bernd Muster")
    plan = services.request_plan(municipality=town, kind="COMPANY", by=user)
    services.compute_plan(plan_id=plan.pk, solve=solve, now=timezone.now())
    far = Offer.objects.get(helper__name="Cem Probe")
    match = Match.objects.first()

    def desk(name, *parts):
        return reverse(f"pool:{name}", args=[town.slug, *parts])

    def public(name, *parts):
        return reverse(f"pool_public:{name}", args=[town.slug, language, *parts])

    return {
        "needs": desk("needs"),
        "needs-near": f"{desk('needs')}?district={need.district_id}&km=20",
        "offers": desk("offers"),
        "form": desk("add_need"),
        "edit": desk("edit_offer", offer.pk),
        "need": desk("need", need.pk),
        "offer": desk("offer", offer.pk),
        "pair": desk("pair", need.pk, far.pk),
        "placement": desk("placement", match.pk),
        "plans": desk("plans"),
        "plan": desk("plan", plan.pk),
        "wish": desk("wish", need.pk, offer.pk),
        "apart": desk("exclusions"),
        "keep-apart": f"{desk('add_exclusion')}?helper=muster&seeker=a",
        "pool-settings": desk("settings"),
        "answer": public("answer", match.pk, keys.answer_code(match, keys.HELPER)),
        "renew": public("renew", "offer", offer.pk, keys.renewal_code(offer)),
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_exchange_has_no_barrier(musterhafen, speaking, visit, language):
    user = speaking("ehrenamt@example.org", language)
    look(addresses(musterhafen, user, language), visit, language)
