"""The programme of a centre for everybody: what is on, and which rooms are free."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.db.names import short_id_in
from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.core.places.models import Site
from hafen.core.places.requests import PlaceRequest
from hafen.information.events import queries
from hafen.information.events.queries import PublicFilter
from hafen.information.events.views._public import until_tomorrow

_WEEKS = timedelta(weeks=8)


@require_safe
@public
@of_feature("events")
def programme(
    request: PlaceRequest, municipality: str, language: str, path: str
) -> HttpResponse:
    del municipality
    town, now = request.municipality, timezone.now()
    today = timezone.localdate(now)
    site = _site(request, path)
    wanted = PublicFilter(site=site.pk, last=today + _WEEKS)
    dates = queries.public_dates(town, wanted, now=now).once_per_event()[:100]
    rooms = queries.room_weeks(town, site, first=today)
    context = {
        "site": site,
        "name": site.name_in(language),
        "cards": queries.series_cards(dates, town, language=language, now=now),
        "rooms": rooms,
        "days": [today + timedelta(days=number) for number in range(7)],
    }
    response = render(request, "events/programme.html", context)
    return same_for_everybody(response, town, until=until_tomorrow(town, now))


def _site(request: PlaceRequest, path: str) -> Site:
    rows = Site.objects.published().filter(municipality=request.municipality)
    found = rows.filter(public_id=short_id_in(path)).first()
    if found is None:
        raise Http404
    return found
