"""Home visits: the day with its papers, one visit on the phone, and the letter."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.casework.outreach import queries, services, words
from hafen.casework.outreach.doors import FEATURE
from hafen.casework.outreach.forms import LineForm, RecordForm, chosen_sheet
from hafen.casework.outreach.models import HomeVisit, VisitNote
from hafen.casework.outreach.rules import EXPORT_OUTREACH, VIEW_OUTREACH, WORK_OUTSIDE
from hafen.casework.outreach.sheets import VISITS
from hafen.casework.outreach.views._refusals import refusal
from hafen.casework.outreach.views._sheets import sheet_choices
from hafen.casework.outreach.views._visit_steps import may_book
from hafen.casework.outreach.ways import way_of
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui import drafts, sparse
from hafen.core.ui.fields import asked_day


def _seen(request: SignedInRequest) -> Any:
    return queries.visits_visible_to(request.user, today=timezone.localdate())


PAGE = 50


def _day(request: SignedInRequest) -> date:
    return asked_day(request.GET, "on") or timezone.localdate()


def _period(request: SignedInRequest) -> tuple[date | None, date | None]:
    return asked_day(request.GET, "first"), asked_day(request.GET, "last")


def _of_day(request: SignedInRequest, day: date) -> Any:
    user = None if request.GET.get("whose") == "all" else request.user
    return queries.visits_of(_seen(request), user, on=day)


@require_safe
@requires(VIEW_OUTREACH)
@of_feature(FEATURE)
def visits(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The visits of a day in the order of the way; before them, what is late."""
    del municipality
    day, today = _day(request), timezone.localdate()
    first, last = period = _period(request)
    rows = _of_day(request, day)
    if first and last:
        result = request.GET.get("result", "")
        rows = queries.visits_between(_seen(request), first, last, result=result)
    if file := answer(request, VISITS, rows, right=EXPORT_OUTREACH):
        return file
    context = {
        "day": day,
        "period": period if all(period) else None,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "today": today,
        "whose": request.GET.get("whose", ""),
        "late": queries.unrecorded(_seen(request), request.user, today=today),
        "may_export": EXPORT_OUTREACH.held_by(request.user),
    }
    return render(request, "outreach/visits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_OUTSIDE)
@of_feature(FEATURE)
def visit(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What came of a visit; what is typed survives a lost connection."""
    row: HomeVisit = get_object_or_404(
        _seen(request).select_related("arrival__team", "interpreting", "municipality"),
        pk=pk,
    )
    names = words.language_names()
    choices, papers = sheet_choices(request, names)
    form = RecordForm(
        request.POST or None,
        sheets=_first(choices, row.arrival.languages),
        initial={"on": min(row.on, timezone.localdate())},
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.content) | form.trip
        found = chosen_sheet(values.pop("sheet"), papers)
        paper, language = found or (None, "")
        try:
            services.record_visit(
                visit=row,
                facts=values | {"paper": paper, "language": language},
                today=timezone.localdate(),
                now=timezone.now(),
                by=request.user,
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            drafts.saved(request, _("The visit is written down."))
            sparse.warn(request, form)
            return redirect("outreach:visit", municipality, pk)
    audit.seen(subject=row, what="outreach.visit")
    context = {
        "row": row,
        "form": form,
        "note": VisitNote.objects.filter(visit=row).select_related("author").first(),
        "spoken": words.spoken(row.arrival.languages, names),
        "may_book": may_book(request, row),
    }
    status = 422 if form.errors else 200
    return render(request, "outreach/visit.html", context, status=status)


def _first(choices: list[Any], languages: list[str]) -> list[Any]:
    """Put the sheets in the languages of the family first."""
    return sorted(choices, key=lambda each: each[0].rpartition(":")[2] not in languages)


@require_safe
@requires(VIEW_OUTREACH)
@of_feature(FEATURE)
def letter(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The letter that announces a visit, in their language and in German."""
    del municipality
    rows = _seen(request).select_related("arrival__team")
    row = get_object_or_404(rows, pk=pk, result="")
    audit.seen(subject=row, what="outreach.visit")
    context = {"row": row, "texts": words.letter(row)}
    return render(request, "outreach/letter.html", context)


@require_safe
@requires(WORK_OUTSIDE)
@of_feature(FEATURE)
def way(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The way of a day on paper: who, where, when, and how far it is about."""
    del municipality
    day = _day(request)
    context = {"day": day, "stops": way_of(_of_day(request, day).filter(result=""))}
    return render(request, "outreach/way.html", context)


@require_safe
@requires(WORK_OUTSIDE)
@of_feature(FEATURE)
def papers(request: SignedInRequest, municipality: str) -> HttpResponse:
    """A sheet for each visit of a day, to be filled in by hand on the way."""
    del municipality
    day = _day(request)
    rows = list(_of_day(request, day).filter(result=""))
    for row in rows:
        audit.seen(subject=row, what="outreach.visit")
    results = [label for value, label in HomeVisit.Result.choices if value]
    names = words.language_names()
    sheets = [(row, words.spoken(row.arrival.languages, names)) for row in rows]
    context = {"day": day, "sheets": sheets, "results": results}
    return render(request, "outreach/papers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_OUTSIDE)
@of_feature(FEATURE)
def entry(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Write a day down from its paper, all visits on one page."""
    day = _day(request)
    rows = list(_of_day(request, day).filter(result=""))
    lines = [(row, LineForm(request.POST or None, prefix=str(row.pk))) for row in rows]
    if request.method == "POST" and all(form.is_valid() for _row, form in lines):
        said = {
            row: form.content | {"on": row.on}
            for row, form in lines
            if form.content["result"]
        }
        try:
            done = services.record_day(
                lines=said,
                today=timezone.localdate(),
                now=timezone.now(),
                by=request.user,
            )
        except DomainError as refused:
            messages.error(request, refusal(refused))
        else:
            messages.success(request, _("Visits written down: %(n)s") % {"n": done})
            return redirect("outreach:visits", municipality)
    context = {"day": day, "lines": lines}
    status = 422 if any(form.errors for _row, form in lines) else 200
    return render(request, "outreach/entry.html", context, status=status)
