"""The list of a day, the load of the slots, and what could be changed."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import time_format
from django.views.decorators.http import require_safe

from hafen.casework.consultations import queries
from hafen.casework.consultations.doors import FEATURE
from hafen.casework.consultations.forms import (
    PeriodForm,
    SimulateForm,
    VisitFilterForm,
)
from hafen.casework.consultations.queries import Collisions, Load, Proposal, Slot
from hafen.casework.consultations.rules import EXPORT_DAY, RECEIVE, VIEW_LOAD
from hafen.casework.consultations.sheets import day_sheet, load_sheet, visits_sheet
from hafen.casework.consultations.views._common import (
    asked_day,
    place_of,
    without_site,
)
from hafen.casework.consultations.words import DAYS, MARKS, words
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import EXPORT_LIST, answer
from hafen.core.places.features import of_feature
from hafen.core.places.queries import kept_hours_of
from hafen.core.places.rules import EDIT_HOURS
from hafen.core.ui.pages import render_page

PAGE = 50
MOST = 20_000
# Two years at most.
_LONGEST = timedelta(days=731)


@require_safe
@requires(RECEIVE)
@of_feature(FEATURE)
def day(request: SignedInRequest, municipality: str) -> HttpResponse:
    """All numbers of a day, to print and to fill in by hand."""
    del municipality
    place = place_of(request)
    if place is None:
        return without_site(request)
    chosen = asked_day(request, "day", timezone.localdate())
    known = words(chosen)
    rows = queries.day_list(request.user, site=place.site, day=chosen)
    if file := answer(request, day_sheet(known), rows, right=EXPORT_DAY):
        return file
    context = {
        "place": place,
        "day": chosen,
        "before": chosen - timedelta(days=1),
        "after": chosen + timedelta(days=1),
        "rows": [(row, known.brief(row)) for row in rows],
        "may_export": EXPORT_DAY.held_by(request.user),
    }
    return render(request, "consultations/day.html", context)


@require_safe
@requires(RECEIVE)
@of_feature(FEATURE)
def visits(request: SignedInRequest, municipality: str) -> HttpResponse:
    """All numbers of a period, with a name where one may be read."""
    del municipality
    today = timezone.localdate()
    initial = {"first": today.replace(day=1), "last": today}
    sites = queries.sites_for(request.user, today=today)
    form = VisitFilterForm(request.GET or None, initial=initial, sites=sites)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    first, last = (said.get(name) or initial[name] for name in ("first", "last"))
    rows = queries.visits_between(
        request.user,
        first=first,
        last=last,
        site=next((one for one in sites if str(one.pk) == said.get("site")), None),
        state=said.get("state", ""),
    )
    known = words(last)
    if file := answer(request, visits_sheet(known), rows[:MOST], right=EXPORT_DAY):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": sum(bool(said.get(name)) for name in ("site", "state")),
        "page": page,
        "rows": [(row, known.brief(row)) for row in page],
        "may_export": EXPORT_DAY.held_by(request.user),
    }
    return render_page(request, "consultations/visits.html", context)


@require_safe
@requires(VIEW_LOAD)
@of_feature(FEATURE)
def load(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Visits and waiting by slot, with what could be changed."""
    del municipality
    place = place_of(request)
    if place is None:
        return without_site(request)
    form, first, last = _period(request)
    town, user = request.municipality, request.user
    door = kept_hours_of(town, place.site)
    courses = queries.collisions(town, last)
    found = queries.load(user, place.site, door, courses, first=first, last=last)
    sheet = load_sheet(DAYS, MARKS)
    if file := answer(request, sheet, found.slots, right=EXPORT_LIST):
        return file
    simulate, what_if = _simulated(request, found, courses)
    context = {
        "place": place,
        "form": form,
        "first": first,
        "last": last,
        "load": found,
        "slots": [(slot, _named(slot), MARKS[slot.mark]) for slot in found.slots],
        "numbers": queries.numbers(
            user, found, first=first, last=last, site=place.site
        ),
        "proposal": _told(queries.proposal(found, courses)),
        "simulate": simulate,
        "what_if": _told(what_if),
        "enough": queries.ENOUGH,
        "may_edit": EDIT_HOURS.held_by(user),
        "may_export": EXPORT_LIST.held_by(user),
    }
    return render(request, "consultations/load.html", context)


def _period(request: SignedInRequest) -> tuple[PeriodForm, date, date]:
    today = timezone.localdate()
    form = PeriodForm(request.GET if "first" in request.GET else None)
    values = form.cleaned_data if form.is_valid() else {}
    last = values.get("last") or today
    first = values.get("first") or last - queries.WEEKS
    return form, max(first, last - _LONGEST), last


def _named(slot: Slot) -> str:
    times = f"{time_format(slot.opens)}–{time_format(slot.closes)}"
    return f"{DAYS[slot.weekday]} {times}"


def _told(found: Proposal | None) -> dict[str, Any] | None:
    """Return a change in words, with what it is expected to do."""
    if found is None:
        return None
    return {
        "full": _named(found.full),
        "instead": _named(found.instead),
        "given_up": _named(found.given_up) if found.given_up else "",
        "before": found.full.per_hour,
        "after": found.after,
        "courses": found.instead.courses,
        "interpreters": found.instead.interpreters,
        "courses_before": found.given_up.courses if found.given_up else 0,
    }


def _simulated(
    request: SignedInRequest, found: Load, courses: Collisions
) -> tuple[SimulateForm, Proposal | None]:
    """Return what another time would do to the slot that most come to."""
    named = {str(number): slot for number, slot in enumerate(found.slots)}
    asked = request.GET if "weekday" in request.GET else None
    form = SimulateForm(
        asked, slots=[(key, _named(slot)) for key, slot in named.items()]
    )
    fullest = max(found.slots, key=lambda slot: slot.per_hour, default=None)
    if asked is None or not form.is_valid() or fullest is None:
        return form, None
    values = form.cleaned_data
    instead = Slot(values["weekday"], values["opens"], values["closes"])
    courses.add_to([instead])
    given_up = named.get(values["given_up"])
    return form, queries.simulated(
        fullest, instead, None if given_up is fullest else given_up
    )
