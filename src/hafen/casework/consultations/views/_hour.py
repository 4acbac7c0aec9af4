"""The open consultation hour: numbers, calls, and short questions."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.casework.consultations import queries, services
from hafen.casework.consultations.doors import FEATURE
from hafen.casework.consultations.forms import CheckInForm
from hafen.casework.consultations.rules import RECEIVE
from hafen.casework.consultations.views._common import (
    hour_address,
    place_of,
    refusal,
    without_site,
)
from hafen.casework.consultations.words import Words, words
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.places.models import Site
from hafen.core.places.queries import kept_hours_of
from hafen.core.places.wording import status_text
from hafen.network.contacts.models import GROUPS


@require_safe
@requires(RECEIVE)
@of_feature(FEATURE)
def hour(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who waits, whom one has called, and the keys with which all goes on."""
    del municipality
    return _page(request)


def _page(request: SignedInRequest, form: CheckInForm | None = None) -> HttpResponse:
    place = place_of(request)
    if place is None:
        return without_site(request)
    now = timezone.now()
    known = words(timezone.localdate(now))
    door = kept_hours_of(request.municipality, place.site)
    status = door.status(now)
    day = queries.day_of(request.user, site=place.site, day=timezone.localdate(now))
    context = {
        "place": place,
        "status": status,
        "status_text": status_text(door, status, now),
        "day": day,
        "waiting": [
            (row, int((now - row.came_at).total_seconds() // 60), known.brief(row))
            for row in day.waiting
        ],
        "groups": known.groups.items(),
        "form": form or _check_in_form(request, place.site, known),
    }
    status_code = 422 if form and form.errors else 200
    return render(request, "consultations/hour.html", context, status=status_code)


def _check_in_form(request: SignedInRequest, site: Site, known: Words) -> CheckInForm:
    on_duty = queries.on_duty(request.user, site=site, now=timezone.now())
    return CheckInForm(request.POST or None, known=known, on_duty=on_duty)


def _site(request: SignedInRequest) -> Site:
    place = place_of(request)
    if place is None:
        raise Http404
    return place.site


@require_POST
@requires(RECEIVE)
@of_feature(FEATURE)
def check_in(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Give a number."""
    del municipality
    site = _site(request)
    form = _check_in_form(request, site, words(timezone.localdate()))
    if not form.is_valid():
        return _page(request, form)
    visit = services.check_in(
        site=site, by=request.user, now=timezone.now(), **form.content
    )
    messages.success(request, _("Number %(number)s") % {"number": visit.number})
    return redirect(hour_address(request, site))


@require_POST
@requires(RECEIVE)
@of_feature(FEATURE)
def call_next(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Call the next number, and go on to what is recorded of it."""
    site = _site(request)
    try:
        visit = services.call_next(site=site, by=request.user, now=timezone.now())
    except DomainError as refused:
        messages.warning(request, refusal(refused))
        return redirect(hour_address(request, site))
    return redirect("consultations:talk", municipality, visit.pk)


@require_POST
@requires(RECEIVE)
@of_feature(FEATURE)
def tally(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Count a short question with one key."""
    del municipality
    group, site = request.POST.get("group", ""), _site(request)
    if group not in GROUPS:
        raise Http404
    services.count_short(site=site, group=group, by=request.user, now=timezone.now())
    messages.success(request, _("Counted. A mistake is taken back in the contacts."))
    return redirect(hour_address(request, site))


@require_POST
@requires(RECEIVE)
@of_feature(FEATURE)
def visit_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Call a certain number, let it wait again, or note that somebody left."""
    if name not in _STEPS:
        raise Http404
    visit = get_object_or_404(queries.visits_visible_to(request.user), pk=pk)
    try:
        _STEPS[name](visit=visit, by=request.user)
    except DomainError as refused:
        messages.warning(request, refusal(refused))
    else:
        if name == "call":
            return redirect("consultations:talk", municipality, pk)
    return redirect(hour_address(request, visit.site))


_STEPS = {
    "call": lambda **of: services.call(now=timezone.now(), **of),
    "back": services.put_back,
    "left": lambda **of: services.leave(now=timezone.now(), **of),
}
