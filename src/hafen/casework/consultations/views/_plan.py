"""The joint desk plan: who advises where and when, for all who work there."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.consultations import queries, services
from hafen.casework.consultations.doors import FEATURE
from hafen.casework.consultations.errors import TwoPlaces
from hafen.casework.consultations.forms import DeskHourForm, EndForm, initial_of
from hafen.casework.consultations.models import DeskHour
from hafen.casework.consultations.rules import PLAN_DESK, VIEW_PLAN
from hafen.casework.consultations.sheets import plan_sheet
from hafen.casework.consultations.views._common import asked_day, refusal
from hafen.casework.consultations.words import words
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import EXPORT_LIST, answer
from hafen.core.places.features import of_feature
from hafen.core.places.models import Site
from hafen.core.places.queries import sites_visible_to
from hafen.core.ui.conflict import Refusals, edited
from hafen.mechanisms.todos.queries import receivers_for
from hafen.network.organisations.queries import organisations_visible_to

WEEK = timedelta(days=7)


@require_safe
@requires(VIEW_PLAN)
@of_feature(FEATURE)
def plan(request: SignedInRequest, municipality: str) -> HttpResponse:
    """A week in one view; a change stands here at once, for partners too."""
    del municipality
    now = timezone.now()
    asked = asked_day(request, "week", timezone.localdate(now))
    monday = asked - timedelta(days=asked.weekday())
    known = words(monday)
    days = queries.week(
        request.user, request.municipality, monday=monday, site=None, now=now
    )
    hours = [each for _day, found in days for each in found]
    if file := answer(request, plan_sheet(known), hours, right=EXPORT_LIST):
        return file
    context = {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - WEEK,
        "after": monday + WEEK,
        "days": [
            (
                day,
                [
                    (each, known.languages_of(each.row), known.topics_of(each.row))
                    for each in found
                ],
            )
            for day, found in days
            if found
        ],
        "may_plan": PLAN_DESK.held_by(request.user),
        "may_export": EXPORT_LIST.held_by(request.user),
    }
    return render(request, "consultations/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLAN_DESK)
@of_feature(FEATURE)
def add_desk_hour(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = _form(request, {"first_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_desk_hour(
                municipality=request.municipality,
                hour=None,
                facts=form.content,
                expected=None,
                by=request.user,
            )
        except TwoPlaces as refused:
            form.add_error("adviser", refusal(refused))
        else:
            messages.success(request, _("The advice hour stands in the plan."))
            return redirect("consultations:plan", municipality)
    context = {"form": form, "hour": None}
    status = 422 if form.errors else 200
    return render(request, "consultations/desk_hour.html", context, status=status)


def _form(
    request: SignedInRequest, initial: dict[str, Any], **options: Any
) -> DeskHourForm:
    people, _teams = receivers_for(request.user)
    sites = sites_visible_to(request.user).exclude(kind=Site.Kind.ACCOMMODATION)
    actors = organisations_visible_to(request.user).present().sorted()
    return DeskHourForm(
        request.POST or None,
        known=words(timezone.localdate()),
        rows={"site": sites, "adviser": people, "organisation": actors},
        initial=initial,
        **options,
    )


def _found(request: SignedInRequest, pk: UUID) -> DeskHour:
    return get_object_or_404(queries.desk_hours_visible_to(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLAN_DESK)
@of_feature(FEATURE)
def edit_desk_hour(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    row = _found(request, pk)
    current = initial_of(row)
    form = _form(request, current, version=row.version)

    def save(*, expected: int | None) -> None:
        services.save_desk_hour(
            municipality=request.municipality,
            hour=row,
            facts=form.content,
            expected=expected,
            by=request.user,
        )

    refusals: Refusals = {TwoPlaces: ("adviser", refusal(TwoPlaces()))}
    done = edited(request, form, row, save, current=current, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("consultations:plan", municipality)
    end = EndForm(initial={"last_day": timezone.localdate()}, auto_id="end_%s")
    context = {"form": form, "hour": row, "end": end}
    status = 422 if form.errors else 200
    return render(request, "consultations/desk_hour.html", context, status=status)


@require_POST
@requires(PLAN_DESK)
@of_feature(FEATURE)
def end_desk_hour(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """End an advice hour with a day; one that never began goes."""
    row, form = _found(request, pk), EndForm(request.POST)
    if form.is_valid():
        services.end_desk_hour(
            hour=row, last_day=form.cleaned_data["last_day"], by=request.user
        )
        messages.success(request, _("The changes were saved."))
    return redirect("consultations:plan", municipality)
