"""The portal without a network: kept pages, and a place on the home screen."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hafen.core.db.languages import RIGHT_TO_LEFT
from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.web.portal.requests import PortalRequest
from hafen.web.portal.views.embed import script


@require_safe
@public
def worker(request: PortalRequest, municipality: str) -> HttpResponse:
    """What keeps seen pages in the browser; it serves one municipality."""
    return script(request, "offline.js")


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
