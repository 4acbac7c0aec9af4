"""The way to visits: what it costs each site, and the vehicles of the sites."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.outreach import errors, queries, services
from hafen.casework.outreach.doors import FEATURE
from hafen.casework.outreach.forms import BookingForm, LineOfSiteForm, VehicleForm
from hafen.casework.outreach.rules import SET_TRAVEL, VIEW_OUTREACH, VIEW_TRAVEL
from hafen.casework.outreach.sheets import TRIPS
from hafen.casework.outreach.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature

_FIRST_YEAR = 2020
_MOST = 10_000


@require_safe
@requires(VIEW_TRAVEL)
@of_feature(FEATURE)
def travel(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What the way to visits cost in a year, by site and month."""
    del municipality
    today = timezone.localdate()
    years = [str(year) for year in range(today.year, _FIRST_YEAR, -1)]
    asked = request.GET.get("year", "")
    year = int(asked if asked in years else years[0])
    rows = queries.trips_visible_to(request.user, today=today).filter(on__year=year)
    if file := answer(request, TRIPS, rows[:_MOST], right=VIEW_TRAVEL):
        return file
    context = {
        "sites": queries.travel_by_site(request.user, year=year, today=today),
        "year": str(year),
        "years": years[:5],
        "may_set": SET_TRAVEL.held_by(request.user),
        "may_visit": VIEW_OUTREACH.held_by(request.user),
    }
    return render(request, "outreach/travel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SET_TRAVEL)
@of_feature(FEATURE)
def travel_line(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Say what a site may spend on travel in a year."""
    today = timezone.localdate()
    sites = queries.sites_paying_for(request.user, today=today)
    form = LineOfSiteForm(
        request.POST or None, rows={"site": sites}, initial={"year": today.year}
    )
    if request.method == "POST" and form.is_valid():
        services.save_line(
            municipality=request.municipality, data=form.line, by=request.user
        )
        messages.success(request, _("Saved."))
        return redirect("outreach:travel", municipality)
    return _form(request, form, _("Material costs for travel"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_TRAVEL)
@of_feature(FEATURE)
def vehicles(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who has which vehicle on a day; one form books."""
    day = parse_date(request.GET.get("on", "")[:10]) or timezone.localdate()
    rows = queries.vehicles_on(request.user, day)
    form = BookingForm(request.POST or None, rows={"vehicle": rows})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.book_vehicle(
                vehicle=data["vehicle"],
                during=(data["starts_at"], data["ends_at"]),
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error(None, _said(refused))
        else:
            messages.success(request, _("The vehicle is yours for this time."))
            return redirect(request.get_full_path())
    own = queries.given_back_by(request.user).values_list("pk", flat=True)
    context = {
        "vehicles": rows,
        "day": day,
        "form": form,
        "mine": set(own),
        "may_set": SET_TRAVEL.held_by(request.user),
        "may_visit": VIEW_OUTREACH.held_by(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "outreach/vehicles.html", context, status=status)


def _said(refused: DomainError) -> str:
    if not isinstance(refused, errors.VehicleTaken):
        return refusal(refused)
    who, until = refused.args
    moment: datetime | None = parse_datetime(until)
    when = (
        date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
        if moment
        else "–"
    )
    said = _("%(who)s has the vehicle then, until %(when)s.")
    return said % {"who": who or "–", "when": when}


@require_POST
@requires(VIEW_TRAVEL)
@of_feature(FEATURE)
def give_back(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    found = get_object_or_404(queries.given_back_by(request.user), pk=pk)
    services.give_back(booking=found, by=request.user)
    messages.success(request, _("Others can book it again."))
    return redirect("outreach:vehicles", municipality)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SET_TRAVEL)
@of_feature(FEATURE)
def vehicle(
    request: SignedInRequest, municipality: str, pk: UUID | None = None
) -> HttpResponse:
    """Enter or change a vehicle."""
    rows = queries.vehicles_visible_to(request.user)
    found = get_object_or_404(rows, pk=pk) if pk else None
    names = ("name", "site", "is_active")
    sites = queries.sites_paying_for(request.user, today=timezone.localdate())
    form = VehicleForm(
        request.POST or None,
        rows={"site": sites},
        initial={name: getattr(found, name) for name in names} if found else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_vehicle(
                municipality=request.municipality,
                vehicle=found,
                data=form.content,
                by=request.user,
            )
        except DomainError as refused:
            form.add_error("name", refusal(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("outreach:vehicles", municipality)
    return _form(request, form, _("Vehicle"))


def _form(request: SignedInRequest, form: Any, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    may_visit = VIEW_OUTREACH.held_by(request.user)
    context = {"form": form, "title": title, "may_visit": may_visit}
    return render(request, "outreach/travel_form.html", context, status=status)
