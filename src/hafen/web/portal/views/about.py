"""The pages that the law asks for, and what explains the portal."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.web.portal.requests import PortalRequest


@require_safe
@public
def accessibility(
    request: PortalRequest, municipality: str, language: str
) -> HttpResponse:
    """The statement on accessibility, with the way to complain (§ 12b BGG)."""
    return _page(request, "accessibility")


@require_safe
@public
def imprint(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """Who is responsible (§ 5 DDG, § 18 MStV)."""
    return _page(request, "imprint")


@require_safe
@public
def privacy(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """What is known of visitors (Art. 13 DSGVO)."""
    return _page(request, "privacy")


@require_safe
@public
def easy(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """The portal in Leichte Sprache (§ 4 BITV 2.0)."""
    return _page(request, "easy")


@require_safe
@public
def signed(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """The portal in German Sign Language (§ 4 BITV 2.0)."""
    return _page(request, "signed")


def _page(request: PortalRequest, name: str) -> HttpResponse:
    town = request.municipality
    response = render(request, f"portal/about/{name}.html", {"contact": town.contact})
    return same_for_everybody(response, town)
