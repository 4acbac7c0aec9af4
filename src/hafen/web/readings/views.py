from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.mechanisms.search.registries import sources
from hafen.web.readings import months, queries
from hafen.web.readings.doors import FEATURE
from hafen.web.readings.forms import readings_form
from hafen.web.readings.lines import lines, named_language
from hafen.web.readings.rules import VIEW_READINGS
from hafen.web.readings.sheets import PAGES

PAGE = 25


@require_safe
@requires(VIEW_READINGS)
@of_feature(FEATURE)
def pages(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Which public pages are read, and where a translation is asked for."""
    town = request.municipality
    form = readings_form(request.GET, town)
    wanted = form.wanted()
    rows = queries.chosen(queries.readings_visible_to(request.user), wanted, town)
    found = list(queries.most_read(rows, wanted))
    if request.GET.get("as"):
        every = lines(town, rows, wanted, found=found).read
        if file := answer(request, PAGES, every):
            return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    missing = queries.untranslated(rows, wanted)
    shown = lines(town, rows, wanted, found=list(page), missing=missing)
    context = {
        "form": form,
        "page": page,
        "lines": shown.read,
        "missing": shown.missing,
        "languages_read": [
            (named_language(each.language), each)
            for each in queries.by_language(rows, wanted)
        ],
        "month": wanted.month,
        "fewest": queries.FEWEST,
    }
    return render(request, "readings/pages.html", context)


@require_safe
@requires(VIEW_READINGS)
@of_feature(FEATURE)
def of_thing(
    request: SignedInRequest, municipality: str, kind: str, key: UUID
) -> HttpResponse:
    """How often one thing was read: a line for its page at the desk."""
    del municipality
    if kind not in sources:
        raise Http404
    rows = queries.readings_visible_to(request.user)
    month = months.before(timezone.localdate(), 0)
    pair = queries.of_subject(rows, (kind, key), month)
    return render(request, "readings/line.html", {"pair": pair})
