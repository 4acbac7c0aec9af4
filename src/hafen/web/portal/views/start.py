from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality
from hafen.core.places.queries import sites_open_now
from hafen.core.ui.navigation import public_links, taking_part
from hafen.information.directory.queries import (
    PublicFilter,
    published_services,
)
from hafen.information.events.queries import Card, cards, coming
from hafen.information.knowledge.models import Document
from hafen.information.knowledge.queries import public_documents
from hafen.information.news import queries as news
from hafen.web.portal import drawn, topics
from hafen.web.portal.memory import next_change
from hafen.web.portal.requests import PortalRequest
from hafen.web.portal.shown import shown_cards

_MOST_OPEN = 6
_MOST_DOCUMENTS = 5
_MOST_EVENTS = 4
_MOST_NEWS = 3


@require_safe
@public
def start(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """Search first, then topics, then who is open now."""
    del municipality
    town, now = request.municipality, timezone.now()
    tree = topics.tree(language, timezone.localdate(now))
    open_now = published_services(town, PublicFilter(open_now=True), now=now)
    keys = list(open_now.values_list("pk", flat=True)[:_MOST_OPEN])
    sites = sites_open_now(town, now=now)
    shown = shown_cards(town, keys, language=language, now=now)
    context = {
        "tiles": topics.tiles(town, tree, now=now),
        "open_cards": drawn.cards(shown, level=3, root=f"/{town.slug}/{language}/"),
        "events": _events(town, language, now),
        "documents": _documents(town, now),
        "sites": [
            {"name": each.site.name_in(language), "site": each.site, "at": each.status}
            for each in sites
        ],
    }
    context["ways"] = public_links(request, taking_part, language)
    changes = [each.status.changes_at for each in sites]
    if is_on(town, "news"):
        context["news"] = news.cards(
            news.for_start(town, now=now)[:_MOST_NEWS], language=language
        )
        changes.append(news.next_change(town, now))
    response = render(request, "portal/start.html", context)
    return same_for_everybody(response, town, until=_soonest(town, now, *changes))


@require_safe
@public
def take_part(request: PortalRequest, municipality: str, language: str) -> HttpResponse:
    """The ways to help and take part that the town offers."""
    del municipality
    links = public_links(request, taking_part, language)
    response = render(request, "portal/take_part.html", {"links": links})
    return same_for_everybody(response, request.municipality)


def _events(town: Municipality, language: str, now: datetime) -> list[Card]:
    """Return what is on; nothing where the town has no calendar."""
    if not is_on(town, "events"):
        return []
    return cards(coming(town, now=now)[:_MOST_EVENTS], town, language=language)


def _documents(town: Municipality, now: datetime) -> list[Document]:
    """Return the documents that are to be found easily; nothing without pages."""
    if not is_on(town, "knowledge"):
        return []
    found = public_documents(town, timezone.localdate(now)).filter(is_pinned=True)
    return list(found[:_MOST_DOCUMENTS])


def _soonest(
    town: Municipality, now: datetime, *changes: datetime | None
) -> datetime | None:
    found = [next_change(town, now), *changes]
    return min((instant for instant in found if instant), default=None)
