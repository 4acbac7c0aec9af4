from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.mechanisms.search import gaps
from hafen.mechanisms.search.rules import VIEW_GAPS
from hafen.mechanisms.search.sheets import TOPICS, WORDS

PAGE = 50
DAYS = 90


@require_safe
@requires(VIEW_GAPS)
def words(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What people typed and did not find: often a keyword is all that is missing."""
    town = request.municipality
    found = gaps.missed_words(town, since=_since(), reader=get_language() or "de")
    if file := answer(request, WORDS, found):
        return file
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "rare": gaps.count_rare(town, since=_since()),
        **_both(request, municipality),
    }
    return render(request, "search/words.html", context)


@require_safe
@requires(VIEW_GAPS)
def topics(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Which topics people missed, where, and in which language they read."""
    found = gaps.missed_topics(
        request.municipality,
        since=_since(),
        reader=get_language() or "de",
        today=timezone.localdate(),
    )
    if file := answer(request, TOPICS, found):
        return file
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        **_both(request, municipality),
    }
    return render(request, "search/topics.html", context)


def _since() -> date:
    return timezone.localdate() - timedelta(days=DAYS)


def _both(request: SignedInRequest, municipality: str) -> dict[str, object]:
    tabs = [
        {"label": label, "address": address, "is_current": address == request.path}
        for label, address in (
            (_("Words"), reverse("search:gaps", args=[municipality])),
            (_("Topics"), reverse("search:gaps_by_topic", args=[municipality])),
        )
    ]
    return {"tabs": tabs, "days": DAYS, "fewest": gaps.FEWEST}
