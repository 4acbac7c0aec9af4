"""The front door: to the only portal there is, or a choice of them."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.queries import municipality_at, published_municipalities
from hafen.web.portal.requests import PortalRequest


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
