"""Our lists, calendar and search on other sites: script, feeds, pages in frames."""

from pathlib import Path

from django.apps import apps
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.public_addresses import public_address
from hafen.core.ui import csp
from hafen.web.portal.embedding import FEEDS, Asked, Feed, answer
from hafen.web.portal.requests import PortalRequest


def script(request: PortalRequest, name: str) -> HttpResponse:
    """Return one of the scripts that other sites or the browser itself run."""
    folder = Path(apps.get_app_config("portal").path) / "scripts"
    response = HttpResponse(
        (folder / name).read_bytes(), content_type="text/javascript; charset=utf-8"
    )
    response.headers["Cache-Control"] = "public, max-age=3600"
    return same_for_everybody(response, request.municipality)


@require_safe
@public
def embed_script(request: PortalRequest, municipality: str) -> HttpResponse:
    """The component with which other sites show what we have."""
    del municipality
    response = script(request, "embed.js")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@public
def embed(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """How another site shows what we have, each with an example that works."""
    town = request.municipality
    shown = []
    for feed in FEEDS.values():
        if not feed.is_on(town):
            continue
        address = public_address(town, "embed.js")
        line = (
            f'<script src="{address}" data-show="{feed.tag}"'
            f' data-language="{language}" defer></script>'
        )
        frame = public_address(town, f"{language}/embed/{feed.name}/")
        shown.append({"feed": feed, "line": line, "frame": frame})
    context = {
        "shown": shown,
        "host": public_address(town, "").partition(f"/{municipality}/")[0],
    }
    response = render(request, "portal/embed/page.html", context)
    return same_for_everybody(response, town)


@require_safe
@public
def embed_feed(
    request: PortalRequest, municipality: str, language: str, name: str
) -> HttpResponse:
    """What is public, as JSON that every site may read."""
    del municipality
    feed, asked = _asked(request, language, name)
    response = JsonResponse(
        answer(feed, asked), json_dumps_params={"ensure_ascii": False}
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return same_for_everybody(response, asked.town, until=feed.until(asked))


@require_safe
@public
def embed_frame(
    request: PortalRequest, municipality: str, language: str, name: str
) -> HttpResponse:
    """The same as a plain page, in a frame of those sites that the town lists."""
    del municipality
    feed, asked = _asked(request, language, name)
    said = answer(feed, asked)
    context = {"feed": feed, "said": said, "query": asked.text}
    response = render(request, "portal/embed/frame.html", context)
    if asked.town.frame_sites:
        csp.let_frame(response, asked.town.frame_sites)
    return same_for_everybody(response, asked.town, until=feed.until(asked))


def _asked(request: PortalRequest, language: str, name: str) -> tuple[Feed, Asked]:
    feed, town = FEEDS.get(name), request.municipality
    if feed is None or not feed.is_on(town):
        raise Http404
    return feed, Asked(town, language, request.GET, timezone.now())
