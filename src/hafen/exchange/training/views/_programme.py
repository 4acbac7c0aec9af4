"""The joint programme of all providers, and the trainings it is made of."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.core.ui.fields import asked_day
from hafen.exchange.training import queries, services
from hafen.exchange.training.doors import FEATURE
from hafen.exchange.training.errors import NameTaken
from hafen.exchange.training.forms import ModuleForm, RunForm
from hafen.exchange.training.models import Module, Poll, Run
from hafen.exchange.training.rules import (
    EXPORT_TRAINING,
    RUN_TRAINING,
    VIEW_TRAINING,
)
from hafen.exchange.training.sheets import MODULES, PROGRAMME
from hafen.exchange.training.views._refusals import refusal
from hafen.mechanisms.todos.queries import receivers_for
from hafen.network.organisations.queries import organisations_visible_to

PAGE = 25
MOST_EXPORTED = 10_000
_OLDEST, _LATEST = 2000, 2100


@require_safe
@requires(VIEW_TRAINING)
@of_feature(FEATURE)
def programme(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The trainings of a year with all providers, and what happens at once."""
    del municipality
    year = _year(request)
    rows = _chosen(request, year)
    if file := answer(request, PROGRAMME, rows[:MOST_EXPORTED], right=EXPORT_TRAINING):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    found = queries.conflicts(shown)
    context = {
        "page": page,
        "rows": [(row, found.get(row.pk, [])) for row in shown],
        "year": year,
        "years": [year - 1, year, year + 1],
        "figures": _figures(queries.year_figures(request.municipality, year), year),
        "may_run": RUN_TRAINING.held_by(request.user),
        "may_export": EXPORT_TRAINING.held_by(request.user),
    }
    return render(request, "training/programme.html", context)


def _chosen(request: SignedInRequest, year: int) -> QuerySet[Run]:
    """Return the runs of a year, or of a period that the address names."""
    rows = queries.runs_visible_to(request.user)
    first, last = (asked_day(request.GET, name) for name in ("first", "last"))
    if not (first and last):
        return queries.in_year(rows, year)
    return queries.held_between(rows, first, last)


def _year(request: SignedInRequest) -> int:
    asked = request.GET.get("year", "")
    if asked.isdigit() and _OLDEST <= int(asked) <= _LATEST:
        return int(asked)
    return timezone.localdate().year


def _figures(found: queries.YearFigures, year: int) -> list[str]:
    """Return the sentences of a year's report."""
    lines = []
    for kind, count in found.by_kind:
        if kind == Module.Kind.EVENT:
            said = ngettext(
                "%(count)s information event %(year)s",
                "%(count)s information events %(year)s",
                count,
            )
            lines.append(said % {"count": count, "year": str(year)})
        else:
            lines.append(f"{Module.Kind(kind).label}: {count}")
    if found.all:
        said = _("Newcomers contribute to %(some)s of %(all)s trainings.")
        lines.append(said % {"some": found.with_newcomers, "all": found.all})
        said = _("%(count)s people take part, %(newcomers)s of them newcomers.")
        lines.append(said % {"count": found.people, "newcomers": found.newcomers})
    return lines


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def add_run(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Put a training into the calendar; what happens at once is said."""
    people, _teams = receivers_for(request.user)
    town = request.municipality
    poll, topic = _topic(request)
    form = RunForm(
        request.POST or None,
        rows={
            "module": queries.modules_visible_to(request.user),
            "organisation": organisations_visible_to(request.user).order_by("sort_key"),
            "owner": people,
            "wish": queries.wishes_open(town),
        },
        initial={
            "owner": request.user,
            "groups": ["VOLUNTEER"],
            "title": request.GET.get("title", "")[:200],
            "module": request.GET.get("module"),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.plan_run(
                municipality=town,
                topic=(poll, topic) if poll else None,
                by=request.user,
                now=timezone.now(),
                **form.run,
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            others = queries.conflicts([made]).get(made.pk, [])
            if others:
                said = _("At the same time for the same people: %(titles)s")
                titles = ", ".join(other.event.title for other in others)
                messages.warning(request, said % {"titles": titles})
            messages.success(request, _("The training stands in the calendar."))
            return redirect("training:run", municipality, made.pk)
    status = 422 if form.errors else 200
    return render(request, "training/run_form.html", {"form": form}, status=status)


def _topic(request: SignedInRequest) -> tuple[Poll | None, str]:
    """Return the topic of a poll that is planned, where the address names one."""
    try:
        key = UUID(request.GET.get("poll", ""))
    except ValueError:
        return None, ""
    poll = queries.polls_visible_to(request.user).filter(pk=key).first()
    return poll, request.GET.get("topic", "")[:40]


@require_safe
@requires(VIEW_TRAINING)
@of_feature(FEATURE)
def modules(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.modules_visible_to(request.user)
    if file := answer(request, MODULES, rows[:MOST_EXPORTED], right=EXPORT_TRAINING):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_run": RUN_TRAINING.held_by(request.user),
        "may_export": EXPORT_TRAINING.held_by(request.user),
    }
    return render(request, "training/modules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def add_module(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    return _module_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def edit_module(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    rows = queries.modules_visible_to(request.user)
    return _module_page(request, get_object_or_404(rows, pk=pk))


def _module_page(request: SignedInRequest, found: Module | None) -> HttpResponse:
    initial: dict[str, Any] = {}
    if found is not None:
        names = ("name", "kind", "parts", "valid_months")
        initial = {name: getattr(found, name) for name in names}
        initial["hours"] = found.minutes / 60
    form = ModuleForm(
        request.POST or None,
        initial=initial or None,
        version=found.version if found else None,
    )

    def save(**version: Any) -> None:
        services.save_module(
            municipality=request.municipality,
            module=found,
            data=form.module,
            by=request.user,
            **version,
        )

    refusals: Refusals = {NameTaken: ("name", refusal(NameTaken()))}
    done = edited(request, form, found, save, current=initial, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("training:modules", request.municipality.slug)
    context = {"form": form, "module": found}
    status = 422 if form.errors else 200
    return render(request, "training/module_form.html", context, status=status)
