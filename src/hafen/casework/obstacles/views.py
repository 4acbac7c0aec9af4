"""Obstacles at the desk: of a case, of all one reads, and those that are structural."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases.errors import NameTaken
from hafen.casework.cases.queries import is_special
from hafen.casework.cases.rules import EXPORT_CASES, VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.tallies import LEAST
from hafen.casework.cases.views import (
    asked,
    domains_of,
    found_case,
    refusal,
    taken,
)
from hafen.casework.cases.words import Choices, words
from hafen.casework.obstacles import queries, services
from hafen.casework.obstacles.doors import FEATURE
from hafen.casework.obstacles.forms import (
    FilterForm,
    GatherForm,
    ObstacleForm,
    SolveForm,
    StructuralForm,
)
from hafen.casework.obstacles.models import Obstacle, StructuralObstacle
from hafen.casework.obstacles.rules import KEEP_STRUCTURAL, VIEW_STRUCTURAL
from hafen.casework.obstacles.sheets import OBSTACLES, STRUCTURAL
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.ui.conflict import Refusals, edited

PAGE = 25
MOST_EXPORTED = 10_000
_KNOWN = (
    "name",
    "domain",
    "legal_area",
    "agency",
    "since",
    "proposal",
    "state",
    "again_on",
    "solved_on",
    "solution",
)


def _seen(request: SignedInRequest) -> Any:
    return queries.obstacles_visible_to(request.user, today=timezone.localdate())


def _areas() -> list[Any]:
    """Return the labels of the areas of life; they are asked for once in a page."""
    return taxonomy.topics_tree(
        language=get_language() or "de", today=timezone.localdate()
    )


def _choices(areas: Iterable[Any]) -> Choices:
    return [(label.code, label.name) for label in areas]


def _named(
    rows: Iterable[Any], areas: Iterable[Any], domain: Any
) -> list[tuple[Any, str]]:
    """Return each row with the name of its area of life."""
    names = dict(_choices(areas))
    return [(row, str(names.get(domain(row), domain(row)))) for row in rows]


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def of_case(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What stands, or stood, in the way in one case."""
    del municipality
    row = found_case(request, pk)
    audit.seen(subject=row, what="cases.case")
    found = _seen(request).filter(case=row).order_by("-solved_on", "since", "id")
    context = {
        "row": row,
        "rows": _named(found, _areas(), lambda each: each.domain),
        "solve": SolveForm(initial={"on": timezone.localdate()}),
    }
    return render(request, "obstacles/of_case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def add_obstacle(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Write down what stands in the way, in words or as what is known to."""
    row, today = found_case(request, pk), timezone.localdate()
    domains = domains_of(request, row, today)
    special = {label.code for label in domains if is_special(label)}
    known = queries.structural_visible_to(request.user)
    form = ObstacleForm(
        request.POST or None,
        rows={
            "structural": known.exclude(state=StructuralObstacle.State.SOLVED).filter(
                domain__in=[label.code for label in domains]
            )
        },
        domains=_choices(domains),
        special=special,
        today=today,
        initial={"since": today},
    )

    def save() -> None:
        facts = form.content
        services.note_obstacle(
            case=row,
            facts=facts,
            is_special=facts["domain"] in special,
            today=today,
            by=request.user,
        )

    back = reverse("obstacles:of_case", args=[municipality, pk])
    title = _("What stands in the way")
    return asked(request, form, save, title=title, back=back, lead=row.household.name)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def solve(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Say when and how an obstacle was overcome."""
    row: Obstacle = get_object_or_404(_seen(request), pk=pk)
    form = SolveForm(request.POST)
    return taken(
        request,
        form,
        lambda: services.solve_obstacle(obstacle=row, by=request.user, **form.content),
        reverse("obstacles:of_case", args=[municipality, row.case_id]),
    )


def _gathering(
    request: SignedInRequest, areas: Iterable[Any], data: Any = None
) -> GatherForm:
    """Return the form that puts several into one; areas that are special stay out."""
    known = queries.structural_visible_to(request.user)
    rows = {
        "obstacles": _seen(request).filter(is_special=False),
        "into": known.exclude(
            domain__in=[label.code for label in areas if is_special(label)]
        ),
    }
    return GatherForm(data, rows=rows)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def obstacles(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What stands in the way in all cases that one reads; several become one."""
    del municipality
    areas = _areas()
    return _list_page(request, areas, _gathering(request, areas))


def _list_page(
    request: SignedInRequest, areas: list[Any], gathering: GatherForm
) -> HttpResponse:
    form = FilterForm(
        request.GET or None,
        rows={"structural": queries.structural_visible_to(request.user)},
        domains=_choices(areas),
    )
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    structural = values.get("structural")
    chosen = queries.ObstacleFilter(
        part=values.get("part") or "single",
        domain=values.get("domain", ""),
        structural=structural.pk if structural else None,
    )
    found = queries.filtered_obstacles(_seen(request), chosen)
    taken_away = found[:MOST_EXPORTED] if "as" in request.GET else ()
    listed = _named(taken_away, areas, lambda row: row.domain)
    if file := answer(request, OBSTACLES, listed, right=EXPORT_CASES):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "gathering": gathering,
        "filters": chosen.count,
        "page": page,
        "rows": _named(page, areas, lambda row: row.domain),
        "part": chosen.part,
        "parts": [
            ("single", pgettext("obstacles", "alone")),
            ("gathered", pgettext("obstacles", "part of a structural one")),
            ("solved", pgettext("obstacles", "solved")),
        ],
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    status = 422 if gathering.errors else 200
    return render(request, "obstacles/obstacles.html", context, status=status)


@require_POST
@requires(KEEP_STRUCTURAL)
@of_feature(FEATURE)
def gather(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Put several obstacles of cases into a structural one."""
    areas = _areas()
    form = _gathering(request, areas, request.POST)
    if not form.is_valid():
        return _list_page(request, areas, form)
    try:
        services.gather(by=request.user, **form.content)
    except NameTaken as refused:
        form.add_error("name", refusal(refused))
        return _list_page(request, areas, form)
    messages.success(request, _("The changes were saved."))
    return redirect("obstacles:obstacles", municipality)


@require_safe
@requires(VIEW_STRUCTURAL)
@of_feature(FEATURE)
def structural(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What stands in the way of many, counted without a person, for the plan."""
    del municipality
    part = request.GET.get("part", "open")
    found = queries.register(request.user, part=part, today=timezone.localdate())
    laws = dict(words(timezone.localdate()).legal_areas)
    rows = [
        (each, area, laws.get(each.row.legal_area, each.row.legal_area))
        for each, area in _named(found, _areas(), lambda each: each.row.domain)
    ]
    if file := answer(request, STRUCTURAL, rows, right=VIEW_STRUCTURAL):
        return file
    context = {
        "rows": rows,
        "part": part,
        "parts": [
            ("open", pgettext("obstacles", "open")),
            ("again", pgettext("obstacles", "to ask again")),
            ("solved", pgettext("obstacles", "solved")),
            ("all", pgettext("obstacles", "all")),
        ],
        "least": LEAST,
        "may_keep": KEEP_STRUCTURAL.held_by(request.user),
        "may_export": True,
    }
    return render(request, "obstacles/structural.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(KEEP_STRUCTURAL)
@of_feature(FEATURE)
def add_structural(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    return _form_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(KEEP_STRUCTURAL)
@of_feature(FEATURE)
def edit_structural(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    del municipality
    rows = queries.structural_visible_to(request.user)
    return _form_page(request, get_object_or_404(rows, pk=pk))


def _form_page(
    request: SignedInRequest, found: StructuralObstacle | None
) -> HttpResponse:
    today = timezone.localdate()
    initial = {name: getattr(found, name) for name in _KNOWN} if found else {}
    form = StructuralForm(
        request.POST or None,
        domains=_choices(_areas()),
        legal_areas=words(today).legal_areas,
        today=today,
        initial=initial or {"since": today},
        version=found.version if found else None,
    )

    def save(**version: Any) -> None:
        services.save_structural(
            municipality=request.municipality,
            row=found,
            facts=form.content,
            by=request.user,
            **version,
        )

    refusals: Refusals = {NameTaken: ("name", refusal(NameTaken()))}
    done = edited(request, form, found, save, current=initial, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    where = reverse("obstacles:structural", args=[request.municipality.slug])
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect(where)
    context = {"form": form, "title": _("Structural obstacle"), "back": where}
    status = 422 if form.errors else 200
    return render(request, "cases/asked.html", context, status=status)
