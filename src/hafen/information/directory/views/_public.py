"""Pages for readers that nobody keeps: what fits me, my list, cafés, courses.

What a reader enters stays in the request; the list of a reader stands in the
address, so that it needs no account and no cookie.
"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.db.names import spellings
from hafen.core.db.permissions import public
from hafen.core.places.queries import DistrictNode, district_tree
from hafen.core.places.requests import PlaceRequest
from hafen.information.directory import choices, leaflets, queries
from hafen.information.directory.forms import CollectForm, FittingForm
from hafen.information.directory.models import Level, Service
from hafen.information.directory.queries import PublicFilter
from hafen.mechanisms.search.queries import keys_matching

MOST_COLLECTED = 30
MOST_FOUND = 20


# Nothing is written, so nothing needs a form token; as a POST what somebody
# says of themselves reaches no address, no log and no history.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
def fitting(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """Which offers are open to somebody, by what they say of themselves."""
    del municipality
    town, now = request.municipality, timezone.now()
    today, tree = timezone.localdate(now), district_tree(town)
    form = FittingForm(
        request.POST or None,
        topics=choices.domains(language=language, today=today),
        residence=choices.residence(language=language, today=today),
        districts=choices.districts(tree),
        tree=tree,
    )
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        chosen = PublicFilter(topic=form.cleaned_data["topic"])
        context["fits"] = queries.fitting(
            town, form.reader, chosen, language=language, now=now
        )
    return _uncached(request, "directory/public/fitting.html", context)


@require_safe
@public
def collected(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """The list that somebody collects; it stands in the address alone."""
    town, now = request.municipality, timezone.now()
    tree = district_tree(town)
    form = CollectForm(
        request.GET,
        topics=choices.domains(language=language, today=timezone.localdate(now)),
        districts=choices.districts(tree),
    )
    wanted = _wanted(request)
    if "drop" in request.GET:
        left = [short for short in wanted if short != request.GET["drop"]]
        query = urlencode([("offer", short) for short in left])
        target = redirect("directory_public:collected", municipality, language)
        target["Location"] += f"?{query}" if query else ""
        return target
    keys = queries.by_short_ids(town, wanted, now=now)
    found = _found(request, form, tree, language, set(keys))
    context = {
        "form": form,
        "cards": queries.cards(keys, town, language=language, now=now),
        "found": queries.cards(found, town, language=language, now=now),
        "has_searched": any(name in request.GET for name in ("q", "topic")),
        "query": urlencode([("offer", short) for short in wanted]),
    }
    return _uncached(request, "directory/public/collected.html", context)


def _wanted(request: PlaceRequest) -> list[str]:
    """Return the short ids of the address, each once."""
    return list(dict.fromkeys(request.GET.getlist("offer")))[:MOST_COLLECTED]


def _found(
    request: PlaceRequest,
    form: CollectForm,
    tree: list[DistrictNode],
    language: str,
    collected: set[UUID],
) -> list[UUID]:
    """Return what the search of the list finds and is not on it."""
    asks = [
        name for name in ("q", "topic", "district", "free") if request.GET.get(name)
    ]
    if not asks or not form.is_valid():
        return []
    values = form.cleaned_data
    chosen = PublicFilter(
        topic=values["topic"],
        districts=within(tree, values["district"]),
        is_free=values["free"],
    )
    rows = queries.published_services(request.municipality, chosen, now=timezone.now())
    if values["q"]:
        # Names stand in one language; the search knows the reader's own too.
        meant = keys_matching(
            values["q"],
            kind="service",
            language=language,
            municipality=request.municipality,
        )
        named = Q(pk__in=meant)
        for words in spellings(values["q"]):
            named |= Q(sort_key__contains=words)
        rows = rows.filter(named)
    return list(
        rows.exclude(pk__in=collected).values_list("pk", flat=True)[:MOST_FOUND]
    )


def within(tree: list[DistrictNode], wanted: str) -> frozenset[UUID]:
    """Return the keys of a district and all below it; none for none."""
    nodes = (node for root in tree for node in root.walk())
    return frozenset(
        below.district.pk
        for node in nodes
        if wanted and str(node.district.pk) == wanted
        for below in node.walk()
    )


@require_safe
@public
def leaflet(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """The list on paper, in the language of the page."""
    del municipality
    town, now = request.municipality, timezone.now()
    keys = queries.by_short_ids(town, _wanted(request), now=now)
    rows = {row.pk: row for row in Service.objects.filter(pk__in=keys)}
    entries = [
        queries.entry(rows[key], town, language=language, now=now) for key in keys
    ]
    content = leaflets.leaflet(
        entries, town, language=language, today=timezone.localdate(now)
    )
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="liste.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@public
def cafes(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """Language cafés and meeting cafés by when they are open next."""
    del municipality
    town, tree = request.municipality, district_tree(request.municipality)
    chosen = request.GET.get("district", "")
    dates = queries.next_cafes(
        town, within(tree, chosen), language=language, now=timezone.now()
    )
    context = {
        "dates": dates,
        "districts": choices.districts(tree),
        "chosen": chosen,
    }
    return _uncached(request, "directory/public/cafes.html", context)


@require_safe
@public
def courses(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """The current list of courses, by level, place and free places."""
    del municipality, language
    town, tree = request.municipality, district_tree(request.municipality)
    level, near = request.GET.get("level", ""), request.GET.get("district", "")
    context = {
        "lines": queries.courses(
            town,
            level=level if level in Level.values else "",
            with_places=bool(request.GET.get("free")),
            near=within(tree, near),
            now=timezone.now(),
        ),
        "levels": Level.choices,
        "districts": choices.districts(tree),
        "level": level,
        "near": near,
        "only_free": bool(request.GET.get("free")),
    }
    return _uncached(request, "directory/public/courses.html", context)


def _uncached(
    request: PlaceRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    response = render(request, template, context)
    response.headers["Cache-Control"] = "no-store"
    return response
