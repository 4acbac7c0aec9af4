"""One run: who takes part, who was there, and the certificate."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.exchange.pool.queries import helpers_visible_to
from hafen.exchange.training import certificates, queries, services
from hafen.exchange.training.doors import FEATURE
from hafen.exchange.training.errors import NotComplete
from hafen.exchange.training.forms import DateForm, EnrolForm
from hafen.exchange.training.models import Run
from hafen.exchange.training.rules import (
    EXPORT_TRAINING,
    RUN_TRAINING,
    VIEW_TRAINING,
)
from hafen.exchange.training.sheets import PEOPLE
from hafen.exchange.training.views._refusals import refusal
from hafen.mechanisms.todos.queries import receivers_for

MOST_OTHERS = 5


def _found(request: SignedInRequest, pk: UUID) -> Run:
    return get_object_or_404(queries.runs_visible_to(request.user), pk=pk)


@require_safe
@requires(VIEW_TRAINING)
@of_feature(FEATURE)
def run(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who takes part, with the hours of each, and the parts of the run."""
    del municipality
    found = _found(request, pk)
    people = queries.participants_of(found)
    if file := answer(request, PEOPLE, people, right=EXPORT_TRAINING):
        return file
    audit.seen(subject=found, what="training.participants")
    rows = list(people)
    context = {
        "run": found,
        "people": [(row, certificates.hours(row.there or 0)) for row in rows],
        "hours": certificates.hours(found.module.minutes),
        "parts": queries.parts_of(found),
        "lacks": found.missing_parts,
        "bookable": queries.bookable_of(found),
        "today": timezone.localdate(),
        "may_run": RUN_TRAINING.held_by(request.user),
        "may_export": EXPORT_TRAINING.held_by(request.user),
    }
    return render(request, "training/run.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def enrol(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Enter somebody of the pool, a colleague, or somebody by name."""
    found = _found(request, pk)
    people, _teams = receivers_for(request.user)
    form = EnrolForm(
        request.POST or None,
        bookable=queries.bookable_of(found),
        rows={
            "helper": helpers_visible_to(request.user),
            "user": people,
            "unit": queries.units_visible_to(request.user),
        },
    )
    if request.method == "POST" and form.is_valid():
        language = request.municipality.default_language
        helper = form.facts["helper"]
        try:
            services.enrol(
                run=found,
                person=form.data_of_person(
                    language=helper.language if helper else language
                ),
                facts=form.facts,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Entered."))
            return redirect("training:run", municipality, pk)
    context = {"form": form, "run": found}
    status = 422 if form.errors else 200
    return render(request, "training/enrol.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def attend(
    request: SignedInRequest, municipality: str, pk: UUID, part: int
) -> HttpResponse:
    """Tick who was there at one part; those of other runs make it up here."""
    found = _found(request, pk)
    day = queries.days_of(found).get(part)
    if day is None:
        raise Http404
    if request.method == "POST":
        try:
            services.mark_part(
                run=found,
                part=part,
                present=_chosen(request),
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            messages.error(request, refusal(refused))
        else:
            messages.success(request, _("The attendance is noted."))
        return redirect("training:run", municipality, pk)
    audit.seen(subject=found, what="training.attendance")
    context = {
        "run": found,
        "part": part,
        "day": day,
        "people": queries.markable(found, part),
    }
    return render(request, "training/attend.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def add_date(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Give a run that has too few dates another one."""
    found, now = _found(request, pk), timezone.now()
    event = found.event
    form = DateForm(
        request.POST or None, initial={"starts": event.starts, "ends": event.ends}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.add_date(run=found, **form.content, by=request.user, now=now)
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Everybody who has registered is told."))
            return redirect("training:run", municipality, pk)
    others = queries.others_to_come(found, request.user, now)[:MOST_OTHERS]
    context = {"form": form, "run": found, "others": others}
    status = 422 if form.errors else 200
    return render(request, "training/date_form.html", context, status=status)


def _chosen(request: SignedInRequest) -> set[UUID]:
    """Return who was ticked; what is no key is left out."""
    found = set()
    for value in request.POST.getlist("present"):
        try:
            found.add(UUID(value))
        except ValueError:
            continue
    return found


@require_safe
@requires(VIEW_TRAINING)
@of_feature(FEATURE)
def certificate(
    request: SignedInRequest, municipality: str, pk: UUID, person: UUID
) -> HttpResponse:
    """The certificate of somebody who was there at all parts."""
    del municipality
    rows = _found(request, pk).participants.select_related(
        "run__module", "run__municipality"
    )
    row = get_object_or_404(rows, pk=person)
    try:
        paper = certificates.certificate(row, today=timezone.localdate())
    except NotComplete:
        raise Http404 from None
    audit.seen(subject=row, what="training.certificate")
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="certificate.pdf"'
    response["Cache-Control"] = "no-store"
    return response
