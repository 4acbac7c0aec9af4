"""The front door: to the only portal there is, or a choice of them."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.queries import municipality_at, published_municipalities
from hafen.information.directory.queries import published_services
from hafen.web.portal.addresses import absolute
from hafen.web.portal.requests import PortalRequest

_MOST_IN_SITEMAP = 5_000


@require_safe
@public
def front_door(request: HttpRequest) -> HttpResponse:
    """Lead to the municipality of the host, to the only one, or let choose."""
    own = municipality_at(request.get_host())
    found = [own] if own else list(published_municipalities()[:100])
    if len(found) == 1:
        town = found[0]
        response: HttpResponse = redirect(
            f"/{town.slug}/{best_language(request, town.languages)}/"
        )
    else:
        language = get_language() or "de"
        choices = [
            (town, f"/{town.slug}/{best_language(request, town.languages)}/")
            for town in found
        ]
        response = render(
            request, "portal/chooser.html", {"towns": choices, "language": language}
        )
    patch_vary_headers(response, ["Accept-Language"])
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@public
def town_door(request: PortalRequest, municipality: str) -> HttpResponse:
    """`/<municipality>/` without a language leads to the visitor's."""
    language = best_language(request, request.municipality.languages)
    response = redirect(f"/{municipality}/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def best_language(request: HttpRequest, offered: Sequence[str]) -> str:
    """Return the first offered language that the browser asks for, else the first."""
    asked = []
    for part in request.headers.get("Accept-Language", "").split(","):
        tag, _, weight = part.partition(";q=")
        try:
            asked.append((-float(weight or 1), tag.strip().lower()))
        except ValueError:
            continue
    for _weight, tag in sorted(asked, key=lambda pair: pair[0]):
        for name in (tag, tag.partition("-")[0]):
            if name in offered:
                return name
    return offered[0]


@require_safe
@public
def robots(request: HttpRequest) -> HttpResponse:
    """Let everything public be read but searches, forms and the desk."""
    lines = [
        "User-agent: *",
        "Disallow: /account/",
        "Disallow: /*/desk/",
        "Disallow: /*/search/",
        "Disallow: /*/feedback/",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
@public
def sitemaps(request: HttpRequest) -> HttpResponse:
    towns = [absolute(town, "sitemap.xml") for town in published_municipalities()]
    return render(
        request, "portal/sitemaps.xml", {"maps": towns}, content_type="application/xml"
    )


@require_safe
@public
def sitemap(request: PortalRequest, municipality: str) -> HttpResponse:
    """All public pages of a municipality, in all their languages."""
    town, now = request.municipality, timezone.now()
    services = published_services(town, now=now)[:_MOST_IN_SITEMAP]
    pages: list[tuple[str, datetime | None]] = [("", None), ("offers/", None)]
    pages += [(f"offers/{row.address}/", row.updated_at) for row in services]
    context = {
        "pages": [
            (absolute(town, f"{tag}/{path}"), changed_at)
            for path, changed_at in pages
            for tag in town.languages
        ],
    }
    response = render(
        request, "portal/sitemap.xml", context, content_type="application/xml"
    )
    return same_for_everybody(response, town)
