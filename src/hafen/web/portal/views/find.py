from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.mechanisms.search import queries as finding
from hafen.mechanisms.search.queries import MOST_RANKED, Found, Wanted
from hafen.mechanisms.search.registries import sources
from hafen.mechanisms.search.services import note_missed
from hafen.web.portal import topics
from hafen.web.portal.requests import PortalRequest


@require_safe
@public
def search(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """Hits with topics and kinds to narrow them by; without words, the topics."""
    del municipality
    town, now = request.municipality, timezone.now()
    wanted = _wanted(request, language)
    found = finding.find(town, wanted) if wanted.text else Found()
    tree = topics.tree(language, timezone.localdate(now))
    names = {label.code: label for label in tree}
    is_missed = bool(wanted.text) and not found.total
    if is_missed and not wanted.topic and not wanted.kind:
        note_missed(
            municipality=town,
            language=language,
            query=wanted.text,
            topic="",
            today=timezone.localdate(now),
        )
    context = {
        "query": wanted.text,
        "wanted": wanted,
        "found": found,
        "hits": [_hit(hit, names) for hit in found.hits],
        "page": _pages(found, wanted.page),
        "by_topic": _by_topic(found, tree),
        "by_kind": _by_kind(found),
        "tiles": [] if found.total else topics.tiles(town, tree, now=now),
    }
    response = render(request, "portal/search.html", context)
    # A search that found nothing is counted each time, so it is not kept.
    return response if is_missed else same_for_everybody(response, town)


@require_safe
@public
def suggest(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """Words and pages for what was typed so far, as a part of a page."""
    del municipality
    words, found = finding.suggestions(
        request.municipality, Wanted(text=_text(request), language=language)
    )
    response = render(
        request, "portal/suggestions.html", {"words": words, "hits": found.hits[:5]}
    )
    return same_for_everybody(response, request.municipality)


def _text(request: PortalRequest) -> str:
    # PostgreSQL takes no NUL, and nobody types one.
    return " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]


def _wanted(request: PortalRequest, language: str) -> Wanted:
    page = request.GET.get("page", "1")
    most = MOST_RANKED // finding.PAGE
    kind = request.GET.get("kind", "")
    return Wanted(
        text=_text(request),
        language=language,
        topic=request.GET.get("topic", "").replace("\0", "")[:60],
        kind=kind if kind in sources else "",
        district=_uuid(request.GET.get("district", "")),
        page=min(max(int(page), 1), most) if page.isdecimal() else 1,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _pages(found: Found, number: int) -> Any:
    return Paginator(range(found.total), finding.PAGE).get_page(number)


def _hit(hit: finding.Hit, names: dict[str, Any]) -> dict[str, Any]:
    labels = [names[code] for code in hit.topics if code in names]
    return {
        "hit": hit,
        "kind": sources[hit.kind].label if hit.kind in sources else "",
        "topics": list(dict.fromkeys(label.short for label in labels)),
        "icon": topics.icon_of(hit.topics[0] if hit.topics else ""),
    }


def _by_topic(found: Found, tree: list[Any]) -> list[tuple[Any, int]]:
    return [
        (label, found.topics[label.code])
        for label in tree
        if label.code in found.topics
    ]


def _by_kind(found: Found) -> list[tuple[str, Any, int]]:
    if len(found.kinds) < 2:
        return []
    return [
        (source.kind, source.label, found.kinds[source.kind])
        for source in sources
        if source.kind in found.kinds
    ]
