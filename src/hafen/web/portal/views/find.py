from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.models import Municipality
from hafen.core.places.queries import published_sites
from hafen.core.taxonomy.queries import Label
from hafen.core.taxonomy.reference import is_language
from hafen.mechanisms.search import queries as finding
from hafen.mechanisms.search.queries import MOST_RANKED, Found, Hit, Wanted
from hafen.mechanisms.search.registries import sources
from hafen.mechanisms.search.services import note_missed
from hafen.web.portal import filters, topics
from hafen.web.portal.memory import next_change
from hafen.web.portal.narrowing import narrowing, topic_named
from hafen.web.portal.requests import PortalRequest


@require_safe
@public
def search(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """Hits and what narrows them; without words or hits, the topics."""
    del municipality
    town, now = request.municipality, timezone.now()
    today = timezone.localdate(now)
    choices = filters.choices(town, language=language, now=now, today=today)
    district = _district(request, choices)
    wanted = _wanted(request, language, choices.below.get(district), now)
    found = finding.find(town, wanted) if wanted.text else Found()
    tree = topics.tree(language, today)
    is_missed = bool(wanted.text) and not found.total
    # What scripts offer while somebody types, for those who have none.
    begun = finding.suggestions(town, wanted)[0] if is_missed else []
    if is_missed and wanted.page == 1:
        _note(town, wanted, district, tree, today)
    context = {
        "query": wanted.text,
        "wanted": wanted,
        "found": found,
        "hits": _hits(found.hits, tree),
        "others": _hits(found.others, tree),
        "page": _pages(found, wanted.page),
        "narrowing": narrowing(wanted, district, found, choices, tree),
        "tiles": [] if found.total else topics.tiles(town, tree, now=now),
        "begun": begun,
        "has_sites": is_missed and published_sites(town, on=today).exists(),
    }
    response = render(request, "portal/search.html", context)
    if is_missed:
        # A search that found nothing is counted each time, so it is not kept.
        return response
    until = next_change(town, now) if wanted.open_at else None
    return same_for_everybody(response, town, until=until)


def _note(
    town: Municipality, wanted: Wanted, district: str, tree: list[Label], today: date
) -> None:
    """Count what is missing; what is only closed now, is not."""
    if wanted.open_at or wanted.kind:
        return
    note_missed(
        municipality=town,
        language=wanted.spoken or wanted.language,
        query=wanted.text,
        topic=wanted.topic or topic_named(wanted.text, wanted.language, tuple(tree)),
        district=UUID(district) if district else None,
        today=today,
    )


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


def _district(request: PortalRequest, choices: filters.Choices) -> str:
    """Return the key of the chosen district; empty for one that there is not."""
    key: str = request.GET.get("district", "")
    return key if key in choices.options["district"] else ""


def _wanted(
    request: PortalRequest,
    language: str,
    districts: frozenset[UUID] | None,
    now: datetime,
) -> Wanted:
    page = request.GET.get("page", "1")
    most = MOST_RANKED // finding.PAGE
    kind = request.GET.get("kind", "")
    spoken = request.GET.get("language", "")
    return Wanted(
        text=_text(request),
        language=language,
        topic=request.GET.get("topic", "").replace("\0", "")[:60],
        kind=kind if kind in sources else "",
        spoken=spoken if is_language(spoken) else "",
        districts=districts or frozenset(),
        open_at=now if request.GET.get("open") else None,
        page=min(max(int(page), 1), most) if page.isdecimal() else 1,
    )


def _pages(found: Found, number: int) -> Any:
    return Paginator(range(found.total), finding.PAGE).get_page(number)


def _hits(found: list[Hit], tree: list[Label]) -> list[dict[str, Any]]:
    names = {label.code: label for label in tree}
    return [
        {
            "hit": hit,
            "kind": sources[hit.kind].label if hit.kind in sources else "",
            "topics": list(
                dict.fromkeys(names[code].short for code in hit.topics if code in names)
            ),
            "icon": topics.icon_of(hit.topics[0] if hit.topics else ""),
        }
        for hit in found
    ]
