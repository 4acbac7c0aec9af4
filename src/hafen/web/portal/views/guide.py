"""The printed guide and the sheets of the sites, for the reader's language."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places import changes
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import is_on
from hafen.core.places.queries import published_sites, site_by_path
from hafen.information.knowledge.doors import FEATURE as KNOWLEDGE
from hafen.information.knowledge.queries import announced_leaflets
from hafen.web.portal.guide import contents, setting
from hafen.web.portal.requests import PortalRequest


@require_safe
@public
def guide(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """What there is on paper: the guide, and a sheet for each site."""
    town = request.municipality
    sites = published_sites(town, on=timezone.localdate())
    named = [(site.name_in(language), site.path) for site in sites]
    has_leaflets = is_on(town, KNOWLEDGE)
    leaflets = announced_leaflets(town, language=language) if has_leaflets else []
    context = {"sites": named, "leaflets": leaflets}
    response = render(request, "portal/guide/index.html", context)
    return same_for_everybody(response, town, until=_until(request))


@require_safe
@public
def guide_pdf(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """The Migrantenwegweiser: every public offer, by topic."""
    town = request.municipality
    said = contents.guide(town, language=language, now=timezone.now())
    return _pdf(request, setting.pdf("guide.typ", said), f"guide-{language}")


@require_safe
@public
def site_pdf(
    request: PortalRequest, municipality: str, language: str, path: str
) -> HttpResponse:
    """The information sheet of a site."""
    town, now = request.municipality, timezone.now()
    site = site_by_path(town, path, on=timezone.localdate(now))
    if site is None:
        raise Http404
    said = contents.site_sheet(town, site, language=language, now=now)
    name = f"{site.path}-{language}"
    return _pdf(request, setting.pdf("site.typ", said), name)


def _pdf(request: PortalRequest, body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return same_for_everybody(response, request.municipality, until=_until(request))


def _until(request: PortalRequest) -> datetime | None:
    return changes.next_change(request.municipality, timezone.now())
