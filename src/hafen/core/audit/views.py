from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hafen.core.audit import queries, services
from hafen.core.audit.forms import TrailFilter
from hafen.core.audit.models import Event
from hafen.core.audit.queries import Wanted
from hafen.core.audit.rules import READ_TRAIL
from hafen.core.audit.sheets import TRAIL
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer

PER_PAGE = 50
LONGEST = 10_000  # rows of a file; a narrower filter shows the rest


@require_safe
@requires(READ_TRAIL)
def trail(request: HttpRequest, municipality: str) -> HttpResponse:
    """The trail itself is read under its own eyes: reading it leaves an event."""
    user: Any = request.user
    form = TrailFilter(request.GET)
    wanted = Wanted(**form.cleaned_data) if form.is_valid() else Wanted()
    events = queries.events_visible_to(user, user.municipality_id, wanted)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    services.record(
        action="audit.trail.read",
        kind=Event.Kind.READ,
        details={"page": page.number, "filters": sorted(wanted.conditions())},
    )
    if file := answer(request, TRAIL, events[:LONGEST]):
        return file
    return render(
        request,
        "audit/trail.html",
        {"form": form, "page": page},
        status=200 if form.is_valid() else 422,
    )
