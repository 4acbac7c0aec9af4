from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.files import qr
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_address
from hafen.core.ui.pages import render_page
from hafen.information.directory.queries import (
    Entry,
    PublicFilter,
    cards,
    entry,
    published_service,
    published_services,
)
from hafen.web.portal import drawn, filters, linked_data, maps, tiles
from hafen.web.portal.doors import MAP
from hafen.web.portal.memory import kept, next_change
from hafen.web.portal.requests import PortalRequest
from hafen.web.portal.shown import shown_cards

PAGE = 20


@require_safe
@public
def offers(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """The list of offers; the map stands beside it and never before it."""
    del municipality
    town, now = request.municipality, timezone.now()
    chosen = _chosen(request, language)
    found = published_services(town, chosen.filter, now=now)
    pages = Paginator(found.values_list("pk", flat=True), PAGE)
    pages.count = _count(town, chosen.filter, now, found)
    page = pages.get_page(request.GET.get("page"))
    keys = list(page.object_list)
    shown = shown_cards(town, keys, language=language, now=now)
    context = {
        "chosen": chosen,
        "page": page,
        "cards": drawn.cards(shown, level=2, root=f"/{town.slug}/{language}/"),
        "tiles_address": "/tiles/{z}/{x}/{y}.png" if settings.MAP_TILES else "",
        "tiles_credit": settings.MAP_CREDIT,
        "map_query": request.META.get("QUERY_STRING", ""),
    }
    response = render_page(request, "portal/offers.html", context)
    return same_for_everybody(response, town, until=next_change(town, now))


def _count(
    town: Municipality, wanted: PublicFilter, now: datetime, found: QuerySet[Any]
) -> int:
    """Return how many offers fit; asked once for each version of the content."""
    if wanted.open_now or wanted.around or wanted.age is not None:
        return found.count()
    return kept(town, "count", wanted, timezone.localdate(now), make=found.count)


def _chosen(request: PortalRequest, language: str) -> filters.Chosen:
    now = timezone.now()
    offered = filters.choices(
        request.municipality,
        language=language,
        now=now,
        today=timezone.localdate(now),
    )
    return filters.read(request.GET, offered, request.municipality)


@require_safe
@public
@of_feature(MAP)
def offers_map(
    request: PortalRequest, municipality: str, language: str
) -> HttpResponse:
    """Districts as outlines and offers as points, for the map of the list."""
    del municipality
    town, now = request.municipality, timezone.now()
    chosen = _chosen(request, language)
    found = published_services(town, chosen.filter, now=now)[: maps.MOST_POINTS]
    points = cards(found, town, language=language, now=now)
    response = JsonResponse(maps.map_data(town, language, points))
    return same_for_everybody(response, town, until=next_change(town, now))


@require_safe
@public
def tile(request: HttpRequest, zoom: int, x: int, y: int) -> HttpResponse:
    """One picture of the map, from our own server."""
    try:
        picture = tiles.tile(zoom, x, y)
    except tiles.NoTile:
        raise Http404 from None
    response = HttpResponse(picture, content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={tiles.MONTH}"
    return response


@require_safe
@public
def offer(
    request: PortalRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """The page of an offer; an old slug leads to the new one."""
    return _page(request, language, address, "portal/offer.html", "")


@require_safe
@public
def offer_print(
    request: PortalRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """An offer on one sheet, with the code that leads back to its page."""
    return _page(request, language, address, "portal/offer_print.html", "print/")


@require_safe
@public
def offer_qr(
    request: PortalRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """The code that leads to the page of an offer."""
    town = request.municipality
    service = published_service(town, address, now=timezone.now())
    if service is None:
        raise Http404
    target = public_address(town, f"{language}/offers/{service.address}/")
    response = HttpResponse(qr.svg(target), content_type="image/svg+xml")
    return same_for_everybody(response, town)


def _page(
    request: PortalRequest, language: str, address: str, template: str, part: str
) -> HttpResponse:
    town, now = request.municipality, timezone.now()
    service = published_service(town, address, now=now)
    if service is None:
        raise Http404
    if service.address != address:
        return _moved(request, language, f"{service.address}/{part}")
    found = entry(service, town, language=language, now=now)
    response = render(request, template, _said(request, found, language))
    return same_for_everybody(response, town, until=next_change(town, now))


def _moved(request: PortalRequest, language: str, rest: str) -> HttpResponseRedirect:
    slug = request.municipality.slug
    target = f"/{slug}/{language}/offers/{rest}"
    return redirect(target, permanent=True)  # type: ignore[return-value]  # a subclass


def _said(request: PortalRequest, found: Entry, language: str) -> dict[str, Any]:
    town = request.municipality
    address = public_address(town, f"{language}/offers/{found.card.address}/")
    return {
        "entry": found,
        "card": found.card,
        "texts": found.texts,
        "canonical": address,
        "json_ld": linked_data.service(found, town, address=address, language=language),
        "fallback": next(
            (text for text in found.texts.values() if text and text.is_fallback), None
        ),
    }
