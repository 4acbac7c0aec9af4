"""The counselling grid: in a case, and its catalogue."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.errors import NameTaken, PlannedAlike
from hafen.casework.cases.forms import MeasureForm, MoveMeasureForm, PlanMeasureForm
from hafen.casework.cases.models import GridMeasure
from hafen.casework.cases.rules import (
    EXPORT_CASES,
    MANAGE_PROGRAMMES,
    VIEW_CASES,
    WORK_ON_CASES,
)
from hafen.casework.cases.sheets import GRID, MEASURES
from hafen.casework.cases.views._asking import asked, taken
from hafen.casework.cases.views._cases import found_case
from hafen.casework.cases.views._needs import domains_of
from hafen.casework.cases.views._refusals import refusal
from hafen.casework.cases.words import domain_choices
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.network.organisations.queries import organisations_visible_to

_FIELDS = ("domain", "name", "agency", "is_active")


def _grid(municipality: str, pk: UUID) -> str:
    return reverse("cases:grid", args=[municipality, pk])


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def grid(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who does what in each area of life, with the goals of the plan."""
    del municipality
    row, today = found_case(request, pk), timezone.localdate()
    audit.seen(subject=row, what="cases.case")
    domains = domains_of(request, row, today)
    lines = queries.grid_of(row, domains, request.user, today=today)
    if file := answer(request, GRID, lines, right=EXPORT_CASES):
        return file
    context = {
        "row": row,
        "lines": lines,
        "move": MoveMeasureForm(initial={"on": today}),
        "shares": queries.shares_visible_to(request.user, today=today).filter(case=row),
        "today": today,
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    return render(request, "cases/grid.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def plan_measure(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Plan a measure of the catalogue, for a goal of the plan or beside it."""
    row, today = found_case(request, pk), timezone.localdate()
    domains = {each.code: each for each in domains_of(request, row, today)}
    goals = queries.goals_visible_to(request.user, today=today)
    measures = queries.measures_visible_to(request.user)
    form = PlanMeasureForm(
        request.POST or None,
        rows={
            "measure": measures.filter(is_active=True, domain__in=domains),
            "goal": goals.filter(case=row, ended_on__isnull=True),
        },
        names={code: label.name for code, label in domains.items()},
        initial={"goal": request.GET.get("goal")},
    )

    def save() -> None:
        measure = form.content["measure"]
        try:
            entry = services.plan_measure(
                case=row,
                is_special=queries.is_special(domains[measure.domain]),
                today=today,
                by=request.user,
                **form.content,
            )
        except PlannedAlike as alike:
            form.ask_again(alike.rows)
            raise
        if queries.is_planned_beside(entry, request.user, today=today):
            messages.warning(
                request,
                _("The same is planned in another case of the household. Ask there."),
            )

    back = _grid(municipality, pk)
    return asked(request, form, save, title=_("Plan a measure"), back=back)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def measure_step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Say that a measure runs, is done, or was dropped."""
    rows = queries.entries_visible_to(request.user, today=timezone.localdate())
    row, form = get_object_or_404(rows, pk=pk), MoveMeasureForm(request.POST)
    return taken(
        request,
        form,
        lambda: services.move_measure(entry=row, by=request.user, **form.content),
        _grid(municipality, row.case_id),
    )


@require_safe
@requires(MANAGE_PROGRAMMES)
@of_feature(FEATURE)
def measures(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The catalogue: topic by topic, which office does what."""
    del municipality
    names = dict(domain_choices(timezone.localdate()))
    found = queries.measures_visible_to(request.user)
    rows = [(row, names.get(row.domain, row.domain)) for row in found]
    if file := answer(request, MEASURES, rows):
        return file
    return render(request, "cases/measures.html", {"rows": rows, "may_export": True})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_PROGRAMMES)
@of_feature(FEATURE)
def add_measure(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    return _form_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_PROGRAMMES)
@of_feature(FEATURE)
def edit_measure(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    rows = queries.measures_visible_to(request.user)
    return _form_page(request, get_object_or_404(rows, pk=pk))


def _form_page(request: SignedInRequest, found: GridMeasure | None) -> HttpResponse:
    initial: dict[str, Any] = {}
    if found:
        initial = {name: getattr(found, name) for name in _FIELDS}
        initial["organisation"] = found.organisation_id
    form = MeasureForm(
        request.POST or None,
        rows={"organisation": organisations_visible_to(request.user).order_by("name")},
        domains=domain_choices(timezone.localdate()),
        initial=initial or None,
        version=found.version if found else None,
    )

    def save(**version: Any) -> None:
        services.save_measure(
            municipality=request.municipality,
            measure=found,
            facts=form.content,
            by=request.user,
            **version,
        )

    refusals: Refusals = {NameTaken: ("name", refusal(NameTaken()))}
    done = edited(request, form, found, save, current=initial, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    where = reverse("cases:measures", args=[request.municipality.slug])
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect(where)
    context = {"form": form, "title": _("Measure of the grid"), "back": where}
    status = 422 if form.errors else 200
    return render(request, "cases/asked.html", context, status=status)
