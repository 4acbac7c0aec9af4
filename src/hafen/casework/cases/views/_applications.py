"""Applications to authorities: of one case, and the open ones by their deadline."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.errors import AlreadyClosed, NotNamed
from hafen.casework.cases.forms import (
    ApplicationFilterForm,
    ApplicationForm,
    MoveApplicationForm,
    TickPapersForm,
)
from hafen.casework.cases.models import Application, Case, Client
from hafen.casework.cases.rules import EXPORT_CASES, VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.sheets import APPLICATIONS
from hafen.casework.cases.views._asking import taken
from hafen.casework.cases.views._cases import found_case
from hafen.casework.cases.views._households import MOST_EXPORTED, PAGE
from hafen.casework.cases.views._needs import domains_of
from hafen.casework.cases.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.core.ui.pages import render_page
from hafen.network.organisations.queries import organisations_visible_to

_FIELDS = ("domain", "form", "agency", "due_on", "interpreter", "interpreter_on")


def _seen(request: SignedInRequest) -> Any:
    return queries.applications_visible_to(request.user, today=timezone.localdate())


def _of_case(municipality: str, pk: UUID) -> str:
    return reverse("cases:applications_of", args=[municipality, pk])


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def applications(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The applications of all cases that one reads, the first deadline in front."""
    del municipality
    today, seen = timezone.localdate(), _seen(request)
    form = ApplicationFilterForm(
        request.GET or None, agencies=queries.agencies_of(seen)
    )
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = queries.ApplicationFilter(
        part=values.get("part") or "open",
        agency=values.get("agency", ""),
        is_own=values.get("whose") == "own",
    )
    found = queries.filtered_applications(seen, chosen, request.user, today=today)
    if file := answer(request, APPLICATIONS, found[:MOST_EXPORTED], right=EXPORT_CASES):
        return file
    context = {
        "form": form,
        "filters": chosen.count,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "part": chosen.part,
        "parts": [
            ("open", pgettext("applications", "open")),
            ("due", pgettext("applications", "due within fourteen days")),
            ("ended", pgettext("applications", "ended")),
        ],
        "today": today,
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    return render_page(request, "cases/applications.html", context)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def applications_of(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """The applications of a case, each with its papers and where it stands."""
    del municipality
    row, today = found_case(request, pk), timezone.localdate()
    audit.seen(subject=row, what="cases.case")
    found = _seen(request).filter(case=row).prefetch_related("papers")
    context = {
        "row": row,
        "applications": [
            (each, TickPapersForm(row=each))
            for each in found.order_by("-ended_on", "due_on", "id")
        ],
        "move": MoveApplicationForm(today=today, initial={"on": today}),
        "today": today,
    }
    return render(request, "cases/applications_of.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def add_application(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    del municipality
    return _form_page(request, found_case(request, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def edit_application(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    del municipality
    row: Application = get_object_or_404(_seen(request), pk=pk)
    return _form_page(request, row.case, row)


def _people(row: Case) -> Any:
    """Return for whom an application of a case can be."""
    rows = Client.objects.filter(household=row.household_id, same_as__isnull=True)
    if row.client_id:
        rows = rows.filter(pk=row.client_id)
    return rows.order_by("sort_key", "id")


def _initial(found: Application | None) -> dict[str, Any]:
    if found is None:
        return {}
    papers = found.papers.order_by("created_at", "id")
    return {name: getattr(found, name) for name in _FIELDS} | {
        "client": found.client_id,
        "organisation": found.organisation_id,
        "letter": found.letter_id,
        "papers": "\n".join(papers.values_list("name", flat=True)),
    }


def _form_page(
    request: SignedInRequest, case: Case, found: Application | None
) -> HttpResponse:
    today = timezone.localdate()
    domains = domains_of(request, case, today)
    special = {label.code for label in domains if queries.is_special(label)}
    letters = queries.deadlines_visible_to(request.user, today=today)
    initial = _initial(found)
    form = ApplicationForm(
        request.POST or None,
        rows={
            "client": _people(case),
            "organisation": organisations_visible_to(request.user).order_by("name"),
            "letter": letters.filter(household=case.household_id).order_by("-due_on"),
        },
        domains=[(label.code, label.name) for label in domains],
        initial=initial or {"client": case.client_id},
        version=found.version if found else None,
    )

    def save(**version: Any) -> None:
        facts = form.content
        services.save_application(
            case=case,
            row=found,
            papers=facts.pop("papers"),
            facts=facts,
            is_special=facts["domain"] in special,
            today=today,
            by=request.user,
            **version,
        )

    refusals: Refusals = {
        kind: (None, refusal(kind())) for kind in (AlreadyClosed, NotNamed)
    }
    done = edited(request, form, found, save, current=initial, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    where = _of_case(request.municipality.slug, case.pk)
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect(where)
    title = pgettext("casework", "Application")
    context = {"form": form, "title": title, "back": where, "lead": case.household.name}
    status = 422 if form.errors else 200
    return render(request, "cases/asked.html", context, status=status)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def application_papers(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Say which papers are there."""
    rows = _seen(request).prefetch_related("papers")
    row: Application = get_object_or_404(rows, pk=pk)
    form, today = TickPapersForm(request.POST, row=row), timezone.localdate()
    return taken(
        request,
        form,
        lambda: services.tick_papers(
            application=row,
            there=[UUID(key) for key in form.content["papers"]],
            expected=form.read_version,
            today=today,
            by=request.user,
        ),
        _of_case(municipality, row.case_id),
    )


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def application_step(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Say where an application stands now."""
    row: Application = get_object_or_404(_seen(request), pk=pk)
    form = MoveApplicationForm(request.POST, today=timezone.localdate())
    return taken(
        request,
        form,
        lambda: services.move_application(
            application=row, by=request.user, **form.content
        ),
        _of_case(municipality, row.case_id),
    )
