"""The desk: what other offices publish, with source and day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.evidence.reports import queries, services
from hafen.evidence.reports.doors import FEATURE
from hafen.evidence.reports.forms import OutsideForm
from hafen.evidence.reports.models import OutsideFigure
from hafen.evidence.reports.rules import SET_REPORTS, VIEW_REPORTS
from hafen.evidence.reports.sheets import OUTSIDE

PAGE = 50
_FIELDS = (
    "name",
    "value",
    "unit",
    "region",
    "as_of",
    "source",
    "definition",
    "is_steering",
)


@require_safe
@requires(VIEW_REPORTS)
@of_feature(FEATURE)
def outside(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.outside_figures_of(request.municipality)
    if file := answer(request, OUTSIDE, rows):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_set": SET_REPORTS.held_by(request.user),
    }
    return render(request, "reports/outside.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SET_REPORTS)
@of_feature(FEATURE)
def new_outside(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    return _form_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SET_REPORTS)
@of_feature(FEATURE)
def edit_outside(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    rows = queries.outside_figures_of(request.municipality)
    return _form_page(request, get_object_or_404(rows, pk=pk))


@require_POST
@requires(SET_REPORTS)
@of_feature(FEATURE)
def remove_outside(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    rows = queries.outside_figures_of(request.municipality)
    figure = get_object_or_404(rows, pk=pk)
    services.remove_outside_figure(figure=figure, by=request.user)
    messages.success(request, _("The figure is removed."))
    return redirect("reports:outside", municipality)


def _form_page(request: SignedInRequest, found: OutsideFigure | None) -> HttpResponse:
    current = {name: getattr(found, name) for name in _FIELDS} if found else {}
    version = found.version if found else None
    form = OutsideForm(request.POST or None, initial=current, version=version)

    def save(**version: Any) -> None:
        services.save_outside_figure(
            municipality=request.municipality,
            figure=found,
            facts=form.content,
            by=request.user,
            **version,
        )

    sentence = _("This figure of this region and day stands there already.")
    refusals: Refusals = {services.FigureExists: ("name", sentence)}
    done = edited(request, form, found, save, current=current, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("reports:outside", request.municipality.slug)
    context = {"form": form, "row": found}
    status = 422 if form.errors else 200
    return render(request, "reports/outside_form.html", context, status=status)
