"""The duty roster of consultation hours: a week, its gaps, and who is present."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.exchange.interpreting import queries, services, words
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.forms import DutyForm, SlotForm, initial_of_slot
from hafen.exchange.interpreting.models import DutySlot
from hafen.exchange.interpreting.rules import ASSIGN, VIEW_INTERPRETERS
from hafen.exchange.interpreting.views._common import today, tried
from hafen.exchange.interpreting.views._refusals import refusal

_WEEK = timedelta(days=7)


@require_safe
@requires(VIEW_INTERPRETERS)
@of_feature(FEATURE)
def roster(request: SignedInRequest, municipality: str) -> HttpResponse:
    """A week of consultation hours; what is not covered stands out."""
    del municipality
    monday = queries.monday_of(day_of(request.GET.get("week", ""), today()))
    hours = queries.roster(request.user, monday=monday)
    context = {
        "hours": hours,
        "gaps": sum(bool(hour.missing) for hour in hours),
        "monday": monday,
        "sunday": monday + _WEEK - timedelta(days=1),
        "before": monday - _WEEK,
        "after": monday + _WEEK,
        "names": words.language_names(today()),
        "may_assign": ASSIGN.held_by(request.user),
    }
    return render(request, "interpreting/roster.html", context)


def day_of(said: str, usual: date) -> date:
    """Return the day of an address, or the usual one where it is none."""
    try:
        found = parse_date(said)
    except ValueError:
        found = None
    return found if found and 2000 < found.year < 2200 else usual


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ASSIGN)
@of_feature(FEATURE)
def slot(
    request: SignedInRequest, municipality: str, pk: UUID | None = None
) -> HttpResponse:
    """Set a consultation hour."""
    rows = queries.slots_visible_to(request.user)
    found = get_object_or_404(rows, pk=pk) if pk else None
    form = SlotForm(
        request.POST or None,
        institutions=queries.institutions_visible_to(request.user),
        languages=words.language_choices(today()),
        weekdays=list(WEEKDAYS.items()),
        initial=initial_of_slot(found) if found else {"first_day": today()},
    )
    if request.method == "POST" and form.is_valid():
        services.save_slot(
            institution=form.cleaned_data["institution"],
            slot=found,
            data=form.slot,
            by=request.user,
        )
        messages.success(request, _("Saved."))
        return redirect("interpreting:roster", municipality)
    context = {"form": form, "slot": found}
    status = 422 if form.errors else 200
    return render(request, "interpreting/slot_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ASSIGN)
@of_feature(FEATURE)
def duty(
    request: SignedInRequest, municipality: str, pk: UUID, day: str
) -> HttpResponse:
    """Put somebody on the roster of a day."""
    found = get_object_or_404(queries.slots_visible_to(request.user), pk=pk)
    on = day_of(day, today())
    if on.isoformat() != day or on.weekday() != found.weekday:
        raise Http404
    names = words.language_names(today())
    form = DutyForm(
        request.POST or None,
        interpreters=queries.interpreters_visible_to(request.user)
        .working()
        .order_by("offer__helper__sort_key"),
        languages=[(tag, names.get(tag, tag)) for tag in found.languages],
    )
    collision = ""
    if request.method == "POST" and form.is_valid():
        collision = queries.collision_of(form.cleaned_data["interpreter"], found, on)
        if collision and not form.cleaned_data["all_the_same"]:
            said = _("Has something else at this hour: %(what)s.")
            form.add_error("interpreter", said % {"what": collision})
        elif _put(request, found, on, form):
            week = queries.monday_of(on).isoformat()
            where = reverse("interpreting:roster", args=[municipality])
            return redirect(f"{where}?week={week}")
    context = {"form": form, "slot": found, "on": on, "collision": collision}
    status = 422 if form.errors else 200
    return render(request, "interpreting/duty_form.html", context, status=status)


def _put(request: SignedInRequest, found: DutySlot, on: date, form: Any) -> bool:
    try:
        services.put_on_duty(
            slot=found,
            on=on,
            interpreter=form.cleaned_data["interpreter"],
            language=form.cleaned_data["language"],
            by=request.user,
            now=timezone.now(),
        )
    except DomainError as refused:
        form.add_error("interpreter", refusal(refused))
        return False
    messages.success(request, _("Entered; the interpreter was told."))
    return True


@require_POST
@requires(ASSIGN)
@of_feature(FEATURE)
def off_duty(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Take somebody off, such as when they are ill."""
    found = get_object_or_404(queries.duties_visible_to(request.user), pk=pk)
    week = queries.monday_of(found.on).isoformat()

    def step() -> None:
        services.take_off_duty(duty=found, by=request.user, now=timezone.now())

    tried(request, step, _("Called off. Everybody was told."))
    where = reverse("interpreting:roster", args=[municipality])
    return redirect(f"{where}?week={week}")
