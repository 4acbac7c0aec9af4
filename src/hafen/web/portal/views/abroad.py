"""The portal beyond its own pages: without a network, and on other sites."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hafen.core.db.languages import RIGHT_TO_LEFT
from hafen.core.db.permissions import public
from hafen.core.places import changes
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.public_addresses import public_address
from hafen.information.directory.queries import Card, cards, published_services
from hafen.mechanisms.search.queries import Wanted, find
from hafen.web.portal import filters
from hafen.web.portal.requests import PortalRequest

MOST = 50
FEW = 10


def _script(request: PortalRequest, name: str) -> HttpResponse:
    folder = Path(apps.get_app_config("portal").path) / "scripts"
    response = HttpResponse(
        (folder / name).read_bytes(), content_type="text/javascript; charset=utf-8"
    )
    response.headers["Cache-Control"] = "public, max-age=3600"
    return same_for_everybody(response, request.municipality)


@require_safe
@public
def worker(request: PortalRequest, municipality: str) -> HttpResponse:
    """What keeps seen pages in the browser; it serves one municipality."""
    return _script(request, "offline.js")


@require_safe
@public
def offline(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """What is shown without a network where the page was never seen."""
    response = render(request, "portal/offline.html")
    return same_for_everybody(response, request.municipality)


@require_safe
@public
def manifest(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """The portal as something to put on the home screen of a telephone."""
    town, root = request.municipality, f"/{municipality}/{language}/"
    icon = {"src": static("ui/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    said = {
        "id": f"/{municipality}/",
        "name": _("Arrive and find help") + f" – {town.name}",
        "short_name": town.name,
        "lang": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "start_url": root,
        "scope": f"/{municipality}/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#171a2b",
        "icons": [icon],
    }
    response = JsonResponse(said, content_type="application/manifest+json")
    return same_for_everybody(response, town)


@require_safe
@public
def embed_script(request: PortalRequest, municipality: str) -> HttpResponse:
    """The component with which other sites show our lists."""
    response = _script(request, "embed.js")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@public
def embed_page(
    request: PortalRequest, municipality: str, language: str
) -> HttpResponse:
    """How another site shows our lists, with a list that works."""
    address = public_address(request.municipality, "embed.js")
    context = {
        "line": f'<script src="{address}" data-language="{language}" data-search="yes"'
        " defer></script>"
    }
    response = render(request, "portal/embed/page.html", context)
    return same_for_everybody(response, request.municipality)


@require_safe
@public
def embed_offers(
    request: PortalRequest, municipality: str, language: str
) -> HttpResponse:
    """Offers as JSON for the component; open to every site."""
    town, now = request.municipality, timezone.now()
    text = request.GET.get("q", "").strip()[:200]
    limit = min(MOST, _number(request.GET.get("limit", ""), FEW))
    if text:
        hits = find(town, Wanted(text=text, language=language, kind="service")).hits
        found = cards(
            [hit.object_id for hit in hits[:limit]], town, language=language, now=now
        )
    else:
        offered = filters.choices(
            town, language=language, now=now, today=timezone.localdate(now)
        )
        chosen = filters.read(request.GET, offered)
        rows = published_services(town, chosen.filter, now=now)[:limit]
        found = cards(rows, town, language=language, now=now)
    response = JsonResponse(
        {
            "language": language,
            "url": public_address(town, f"{language}/offers/"),
            "words": {
                "search": _("Search"),
                "nothing": _("Nothing was found."),
                "more": _("All offers"),
            },
            "offers": [_offer(card, request, language) for card in found],
        },
        json_dumps_params={"ensure_ascii": False},
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return same_for_everybody(response, town, until=changes.next_change(town, now))


def _offer(card: Card, request: PortalRequest, language: str) -> dict[str, Any]:
    address = f"{language}/offers/{card.address}/"
    return {
        "name": str(card.name),
        "language": card.name.language,
        "summary": str(card.summary),
        "organisation": card.organisation,
        "places": [where.one_line for where in card.where],
        "is_open": card.state.is_open if card.state else None,
        "languages": list(card.languages),
        "url": public_address(request.municipality, address),
    }


def _number(text: str, otherwise: int) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 5 else otherwise
