"""The joint weekly plan: every desk and partner sees the same hours at once."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.queries import district_tree
from hafen.core.taxonomy.reference import own_name
from hafen.information.directory import choices, queries
from hafen.information.directory.queries import PublicFilter
from hafen.information.directory.rules import VIEW_SERVICE
from hafen.information.directory.sheets import WEEK
from hafen.information.directory.views._public import within


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_SERVICE)
def week(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who is there when, where, and in which languages."""
    del municipality
    town, now = request.municipality, timezone.now()
    tree, reader = district_tree(town), get_language() or "de"
    topics = choices.domains(language=reader, today=timezone.localdate(now))
    topic, near = request.GET.get("topic", ""), request.GET.get("district", "")
    first = _monday(request.GET.get("week", ""), timezone.localdate(now))
    chosen = PublicFilter(
        topic=topic if topic in dict(topics) else "", districts=within(tree, near)
    )
    days = queries.week(town, chosen, first=first, now=now)
    if file := answer(request, WEEK, [line for day in days for line in day.lines]):
        return file
    context = {
        "days": [
            (day, [(line, [own_name(tag) for tag in line.languages]) for line in lines])
            for day, lines in ((each.day, each.lines) for each in days)
        ],
        "first": first,
        "before": first - timedelta(days=7),
        "after": first + timedelta(days=7),
        "topics": topics,
        "topic": topic,
        "districts": choices.districts(tree),
        "near": near,
    }
    return render(request, "directory/week.html", context)


def _monday(text: str, today: date) -> date:
    """Return the Monday of the week that is asked for, of this one otherwise."""
    try:
        day = date.fromisoformat(text)
        return day - timedelta(days=day.weekday())
    except (ValueError, OverflowError):
        return today - timedelta(days=today.weekday())
