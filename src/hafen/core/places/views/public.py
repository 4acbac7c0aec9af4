"""What everybody reads: sites with their hours, and which office answers."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places import changes, parts, queries, words
from hafen.core.places.addresses import split_address
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.core.places.hours import Hours
from hafen.core.places.models import Site
from hafen.core.places.registering import PAGES
from hafen.core.places.requests import PlaceRequest
from hafen.core.places.views.pages import typed
from hafen.core.places.wording import status_text, week_lines


@require_safe
@public
@of_feature(PAGES)
def sites(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """List the sites; `?q=` leads to the one in charge of an address."""
    del municipality, language
    town, today, now = request.municipality, timezone.localdate(), timezone.now()
    where = typed(request, "q", longest=120)
    street, number = split_address(where)
    in_charge = (
        queries.site_in_charge(town, place=street, number=number, on=today)
        if where
        else None
    )
    rows = list(queries.published_sites(town, on=today))
    hours = queries.hours_of(town, rows)
    shown = [
        (site, hours[site.pk].status(now), _status(hours[site.pk], now))
        for site in rows
    ]
    context = {
        "where": where,
        "answer": [entry for entry in shown if entry[0] == in_charge],
        "sites": [entry for entry in shown if entry[0] != in_charge],
    }
    answer = render(request, "places/public/sites.html", context)
    if where:
        return answer  # somebody's address is not kept, in no cache either
    return same_for_everybody(answer, town, until=changes.next_change(town, now))


@require_safe
@public
@of_feature(PAGES)
def site(
    request: PlaceRequest, municipality: str, language: str, path: str
) -> HttpResponse:
    """Show a site with its hours."""
    town, now = request.municipality, timezone.now()
    found = queries.site_by_path(town, path, on=timezone.localdate())
    if found is None:
        raise Http404
    if path != found.path:
        address = reverse(
            "places_public:site", args=[municipality, language, found.path]
        )
        return redirect(address, permanent=True)
    hours = queries.hours_of_site(town, found)
    answer = render(
        request,
        "places/public/site.html",
        {
            "site": found,
            "name": found.name_in(language),
            **_texts(found, language, town.default_language),
            "status": hours.status(now),
            "status_text": _status(hours, now),
            "lines": week_lines(hours, timezone.localdate()),
            "coming": queries.coming_changes(hours, timezone.localdate()),
            "has_hours": bool(hours.weekly or hours.exceptions),
            "links": parts.links_of(found, language),
        },
    )
    return same_for_everybody(answer, town, until=changes.next_change(town, now))


@require_safe
@public
@of_feature(PAGES)
def offices(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """Find the responsible office: general numbers only."""
    del municipality
    today = timezone.localdate()
    text = typed(request, "q")
    area = typed(request, "legal_area")
    topics = words.words_of(words.TOPICS, language=language, today=today)
    areas = words.names(
        words.words_of(words.LEGAL_AREAS, language=language, today=today)
    )
    found = (
        queries.search_responsibilities(
            request.municipality,
            words=text,
            legal_area=area if area in areas else "",
            topics=words.codes_meant(topics, text),
            on=today,
        )
        if text
        else []
    )
    answer = render(
        request,
        "places/public/offices.html",
        {
            "text": text,
            "legal_area": area,
            "legal_areas": areas,
            "found": queries.labelled(
                [row for row in found if row.unit.is_public], words.names(topics), areas
            ),
            "units": queries.units_of(request.municipality, on=today),
        },
    )
    return same_for_everybody(answer, request.municipality)


def _status(hours: Hours, now: datetime) -> str:
    return status_text(hours, hours.status(now), now)


def _texts(site: Site, language: str, default: str) -> dict[str, object]:
    """Return description and way there, with the language they are really in."""
    found: dict[str, object] = {}
    for key, texts in (("summary", site.summaries), ("directions", site.directions)):
        tag = language if texts.get(language) else default
        found[key] = texts.get(tag, "")
        found[f"{key}_language"] = tag
    return found
