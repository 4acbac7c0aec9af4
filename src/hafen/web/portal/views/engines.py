"""What search engines ask for: what they may read, and where everything lies."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_address
from hafen.core.places.queries import municipality_at, published_municipalities
from hafen.mechanisms.search.queries import count_public, public_objects
from hafen.web.portal.requests import PortalRequest

# Objects in one file, each in all languages; a file may hold 50,000 addresses.
PART = 3_000
_XML = "application/xml"
_ALWAYS = ("", "offers/", "events/")


@require_safe
@public
def robots(request: HttpRequest) -> HttpResponse:
    """Let everything public be read but searches, forms and the desk."""
    own = municipality_at(request.get_host())
    maps = public_address(own, "sitemap.xml") if own else f"{_root()}/sitemap.xml"
    lines = [
        "User-agent: *",
        "Disallow: /account/",
        "Disallow: /*/desk/",
        "Disallow: /*/search/",
        "Disallow: /*/feedback/",
        f"Sitemap: {maps}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
@public
def sitemaps(request: HttpRequest) -> HttpResponse:
    """The parts of the site map: of the town of the host, else of all towns."""
    own = municipality_at(request.get_host())
    towns = [own] if own else list(published_municipalities())
    return _index(request, towns)


@require_safe
@public
def sitemap(request: PortalRequest, municipality: str) -> HttpResponse:
    """The parts of a municipality's site map."""
    del municipality
    return same_for_everybody(
        _index(request, [request.municipality]), request.municipality
    )


@require_safe
@public
def sitemap_part(
    request: PortalRequest, municipality: str, number: int
) -> HttpResponse:
    """Some of the public pages of a municipality, in all their languages."""
    del municipality
    town = request.municipality
    rows = public_objects(town)[(number - 1) * PART : number * PART] if number else []
    pages = [(row["address"], row["changed_at"]) for row in rows]
    if number == 1:
        pages = [*((path, None) for path in _ALWAYS), *pages]
    if not pages:
        raise Http404
    found = [
        (public_address(town, f"{tag}/{path}"), changed_at)
        for path, changed_at in pages
        for tag in town.languages
    ]
    response = render(
        request, "portal/sitemap.xml", {"pages": found}, content_type=_XML
    )
    return same_for_everybody(response, town)


def _index(request: HttpRequest, towns: list[Municipality]) -> HttpResponse:
    counts = count_public(towns)
    parts = [
        public_address(town, f"sitemap-{number}.xml")
        for town in towns
        for number in range(1, max(1, -(-counts[town.pk] // PART)) + 1)
    ]
    return render(request, "portal/sitemaps.xml", {"maps": parts}, content_type=_XML)


def _root() -> str:
    root: str = settings.PUBLIC_URL
    return root
