from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.mechanisms.search import queries
from hafen.mechanisms.search.rules import VIEW_GAPS
from hafen.mechanisms.search.sheets import GAPS

PAGE = 50
DAYS = 90


@require_safe
@requires(VIEW_GAPS)
def gaps(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What people searched and did not find: the list of what is missing."""
    del municipality
    since = timezone.localdate() - timedelta(days=DAYS)
    found = queries.missed_searches(request.municipality, since=since)
    if file := answer(request, GAPS, found):
        return file
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "days": DAYS,
    }
    return render(request, "search/gaps.html", context)
