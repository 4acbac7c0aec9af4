from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_address
from hafen.core.places.queries import district_tree
from hafen.core.translation.texts import texts_in
from hafen.information.directory import choices
from hafen.information.events import feeds, linked_data, queries
from hafen.information.events.forms import PublicFilterForm
from hafen.information.events.models import Campaign, Event
from hafen.information.events.queries import PublicFilter
from hafen.information.events.wording import in_words
from hafen.mechanisms.bookings.models import Bookable

PAGE = 20
_MOST_IN_FEED = 500
_SPANS = ("", "today", "week")


class PublicRequest(HttpRequest):
    """A request for a public page of a municipality."""

    municipality: Municipality


@require_safe
@public
@of_feature("events")
def events(request: PublicRequest, municipality: str, language: str) -> HttpResponse:
    """What is on: today, this week, near the reader, in the reader's language."""
    town, now = request.municipality, timezone.now()
    form = _form(request, language)
    wanted = _wanted(form, request.GET.get("when", ""), timezone.localdate(now))
    dates = queries.public_dates(town, wanted, now=now).once_per_event()
    page = Paginator(dates, PAGE).get_page(request.GET.get("page"))
    query = urlencode({k: v for k, v in form.cleaned_data.items() if v})
    context = {
        "form": form,
        "filters": sum(bool(value) for value in form.cleaned_data.values()),
        "page": page,
        "cards": queries.series_cards(page, town, language=language, now=now),
        "tabs": _tabs(request, language, form),
        "query": f"?{query}" if query else "",
        "when": request.GET.get("when", ""),
        "answers": queries.answers_in(town, wanted.district),
    }
    response = render(request, "events/events.html", context)
    return same_for_everybody(response, town, until=until_tomorrow(town, now))


def until_tomorrow(town: Municipality, now: datetime) -> datetime:
    """Return when a list of what is ahead changes: a date ends, or the day does."""
    midnight = timezone.localtime(now).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    ends = queries.next_change(town, now)
    tomorrow = midnight + timedelta(days=1)
    return min(ends, tomorrow) if ends else tomorrow


def _form(request: PublicRequest, language: str) -> PublicFilterForm:
    form = PublicFilterForm(
        request.GET,
        choices={
            "topic": choices.domains(language=language, today=timezone.localdate()),
            "district": choices.districts(district_tree(request.municipality)),
            "language": choices.languages_offered(language=language),
        },
    )
    form.is_valid()
    return form


def _wanted(form: PublicFilterForm, span: str, today: date) -> PublicFilter:
    values = form.cleaned_data
    wanted = PublicFilter(
        topic=values.get("topic", ""),
        district=UUID(values["district"]) if values.get("district") else None,
        language=values.get("language", ""),
        kind=values.get("kind", ""),
    )
    if span == "today":
        return replace(wanted, first=today, last=today)
    if span == "week":
        return replace(wanted, first=today, last=today + timedelta(days=6))
    return wanted


def _tabs(
    request: PublicRequest, language: str, form: PublicFilterForm
) -> list[dict[str, Any]]:
    """Return the usual questions as links: all, today, this week, in my language."""
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    span = request.GET.get("when", "")
    is_mine = chosen.get("language") == language
    labels = {"": _("All dates"), "today": _("Today"), "week": _("The next 7 days")}
    tabs = [
        {
            "label": labels[name],
            "address": "?" + urlencode(chosen | ({"when": name} if name else {})),
            "is_current": name == span and not (name == "" and is_mine),
        }
        for name in _SPANS
    ]
    mine = chosen | {"language": language} | ({"when": span} if span else {})
    tabs.append(
        {
            "label": _("In my language"),
            "address": "?" + urlencode(mine),
            "is_current": is_mine,
        }
    )
    return tabs


@require_safe
@public
@of_feature("events")
def calendar(request: PublicRequest, municipality: str, language: str) -> HttpResponse:
    """The calendar to subscribe to, by topic, district, language and kind."""
    town, now = request.municipality, timezone.now()
    wanted = _wanted(_form(request, language), "", timezone.localdate(now))
    dates = queries.public_dates(town, wanted, now=now)
    rows = Event.objects.filter(pk__in=dates.order_by().values("event_id"))
    body = feeds.calendar(
        rows[:_MOST_IN_FEED], town, language=language, name=_feed_name(town)
    )
    return same_for_everybody(_ics(body), town, until=until_tomorrow(town, now))


@require_safe
@public
@of_feature("events")
def rss(request: PublicRequest, municipality: str, language: str) -> HttpResponse:
    town, now = request.municipality, timezone.now()
    wanted = _wanted(_form(request, language), "", timezone.localdate(now))
    dates = queries.public_dates(town, wanted, now=now)[:50]
    body = feeds.rss(
        queries.cards(dates, town, language=language),
        town,
        language=language,
        name=_feed_name(town),
        description=_("What is on"),
        now=now,
    )
    response = HttpResponse(body, content_type="application/rss+xml; charset=utf-8")
    return same_for_everybody(response, town, until=until_tomorrow(town, now))


def _feed_name(town: Municipality) -> str:
    return _("Events in %(town)s") % {"town": town.name}


def _ics(body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="events.ics"'
    return response


@require_safe
@public
@of_feature("events")
def event(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    town, now = request.municipality, timezone.now()
    found = _event(request, address)
    if found.address != address:
        target = reverse(
            "events_public:event", args=[municipality, language, found.address]
        )
        return redirect(target, permanent=True)
    context = _said(found, town, language, now)
    response = render(request, "events/event.html", context)
    return same_for_everybody(response, town, until=until_tomorrow(town, now))


@require_safe
@public
@of_feature("events")
def event_calendar(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """One event for the calendar of a telephone."""
    town = request.municipality
    found = _event(request, address)
    body = feeds.calendar([found], town, language=language, name=found.title)
    return same_for_everybody(_ics(body), town)


def _event(request: PublicRequest, address: str) -> Event:
    found = queries.event_by_address(request.municipality, address)
    if found is None:
        raise Http404
    return found


def _said(
    found: Event, town: Municipality, language: str, now: datetime
) -> dict[str, Any]:
    ahead = list(found.dates.ahead(now).in_order()[:12])
    last = ahead[:1] or list(found.dates.order_by("-starts_at")[:1])
    if not last:
        raise Http404
    [card] = queries.cards(last, town, language=language)
    texts = texts_in(card.event, language)
    target = public_address(town, f"{language}/events/{found.address}/")
    description = str(texts["summary"] or texts["description"])
    fallback = next((t for t in texts.values() if t and t.is_fallback), None)
    return {
        "event": found,
        "card": card,
        "texts": texts,
        "dates": ahead,
        "open_days": _open_days(found, now),
        "repeats": in_words(found.rule, until=found.until),
        "fallback": fallback,
        "campaign": found.campaign.title_in(language) if found.campaign else "",
        "canonical": target,
        "json_ld": linked_data.event(
            card, town, address=target, description=description
        ),
        "papers": found.papers.select_related("file").order_by("pk"),
        "answers": found.answers.order_by("pk"),
        "partners": [
            row.organisation.name
            for row in found.partners.select_related("organisation")
            if row.organisation.is_published
        ],
    }


def _open_days(found: Event, now: datetime) -> set[date]:
    """Return the dates for which one may register now."""
    if not found.has_registration or found.is_cancelled:
        return set()
    rows = Bookable.objects.filter(subject_id=found.pk, ends_at__gt=now)
    return {date.fromisoformat(row.slot) for row in rows if row.is_open(now)}


@require_safe
@public
@of_feature("events")
def campaign(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """All events of one motto."""
    town, now = request.municipality, timezone.now()
    found = Campaign.objects.filter(municipality=town, short_id=address).first()
    if found is None:
        raise Http404
    wanted = PublicFilter(campaign=found.pk)
    dates = queries.public_dates(town, wanted, now=now).once_per_event()[:100]
    context = {
        "title": found.title_in(language),
        "text": found.text_in(language),
        "answers": queries.answers_of_campaign(found),
        "cards": queries.series_cards(dates, town, language=language, now=now),
    }
    response = render(request, "events/campaign.html", context)
    return same_for_everybody(response, town, until=until_tomorrow(town, now))
