"""Notes: of special categories after a reason, under secrecy, and who read the file."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import NoteForm, ReasonForm, SummaryForm
from hafen.casework.cases.models import Case
from hafen.casework.cases.registries import reads
from hafen.casework.cases.rules import EXPORT_CASES, VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.sheets import READINGS
from hafen.casework.cases.views._households import found_household
from hafen.casework.cases.words import READ
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature


def _found(request: SignedInRequest, pk: UUID, today: date) -> Case:
    rows = queries.cases_visible_to(request.user, today=today)
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def special(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Ask why, then show the notes of special categories; nothing stays open."""
    today = timezone.localdate()
    row = _found(request, pk, today)
    if not queries.is_named(request.user, row, today=today):
        raise Http404
    is_writing = "text" in request.POST
    initial = {"on": today}
    note = NoteForm(request.POST if is_writing else None, initial=initial)
    asked = ReasonForm(request.POST if request.POST and not is_writing else None)
    if is_writing and note.is_valid():
        services.write_special(case=row, by=request.user, today=today, **note.content)
        messages.success(request, _("The note was saved."))
        return redirect("cases:case", municipality, pk)
    notes = None
    if asked.is_bound and asked.is_valid():
        notes = services.open_special(
            case=row, by=request.user, today=today, **asked.content
        )
    context = {"row": row, "note": note, "asked": asked, "notes": notes}
    status = 422 if note.errors or asked.errors else 200
    response = render(request, "cases/special.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def secret(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What was entrusted to oneself; others get no more than a summary of one's own."""
    today = timezone.localdate()
    row = _found(request, pk, today)
    is_summary = "ground" in request.POST
    initial = {"on": today}
    sent = request.POST or None
    note = NoteForm(None if is_summary else sent, initial=initial)
    summary = SummaryForm(
        sent if is_summary else None, initial=initial, auto_id="summary_%s"
    )
    form: Any = summary if is_summary else note
    if sent and form.is_valid():
        write = services.write_note if is_summary else services.write_secret
        write(case=row, by=request.user, **form.content)
        messages.success(request, _("The note was saved."))
        return redirect("cases:secret", municipality, pk)
    audit.seen(subject=row, what="cases.secret")
    context = {
        "row": row,
        "note": note,
        "summary": summary,
        "notes": queries.secrets_of(row, request.user),
    }
    response = render(
        request, "cases/secret.html", context, status=422 if form.errors else 200
    )
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def readings(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who read this file: functions and offices, as the person may be told."""
    del municipality
    row = found_household(request, pk)
    cases = queries.cases_visible_to(request.user, today=timezone.localdate())
    known = READ | {read.action: read.label for read in reads}
    rows = [
        (each, known.get(each.action, each.action))
        for each in queries.readings_of(row, cases.filter(household=row))
    ]
    if file := answer(request, READINGS, rows, right=EXPORT_CASES):
        return file
    may_export = EXPORT_CASES.held_by(request.user)
    context = {"row": row, "rows": rows, "may_export": may_export}
    return render(request, "cases/readings.html", context)
