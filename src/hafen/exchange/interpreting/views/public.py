"""What interpreters and providers do by link, without signing in."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS

from hafen.core.db.errors import DomainError
from hafen.core.places.features import is_on
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link
from hafen.exchange.allowances.doors import FEATURE as ALLOWANCES
from hafen.exchange.allowances.visiting import own_claims
from hafen.exchange.interpreting import invitations, keys, queries, services, words
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.forms import (
    AbsenceForm,
    AnswerForm,
    TimesForm,
    initial_times,
)
from hafen.exchange.interpreting.models import DELICATE, Call, Interpreter
from hafen.exchange.interpreting.views._common import as_issued
from hafen.exchange.interpreting.views._refusals import refusal
from hafen.mechanisms.feedback.registries import complaint_desk

_FED = timedelta(days=90)


def try_step(step: Callable[[], object], form: Any) -> bool:
    """Do it; a refusal stands in the form."""
    try:
        step()
    except DomainError as refused:
        form.add_error(None, refusal(refused))
        return False
    return True


@by_link(FEATURE)
def call(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Show what is asked; a button answers, once, and looking changes nothing."""
    town = request.municipality
    row = queries.call_of_link(town, pk)
    if row is None or not keys.is_code(keys.CALL, pk, code):
        raise Http404
    dates = [words.when(span) for span in row.appointment.spans]
    form = AnswerForm(request.POST or None, dates=dates)
    if request.method == "POST" and form.is_valid():
        if _answered(request, row, form):
            return redirect(request.path)
        row = queries.call_of_link(town, pk) or row
    return _call_page(request, row, form, dates)


def _answered(request: PlaceRequest, row: Call, form: AnswerForm) -> bool:
    said = form.said(accepts=request.POST.get("step") == "yes")
    now = timezone.now()
    return try_step(lambda: services.answer(call=row, said=said, now=now), form)


def _call_page(
    request: PlaceRequest, row: Call, form: AnswerForm, dates: list[str]
) -> HttpResponse:
    appointment = row.appointment
    is_late = row.is_expired or (row.is_asked and row.answer_by < timezone.now())
    names = words.language_names(timezone.localdate())
    shown = {
        "call": row,
        "appointment": appointment,
        "language_of": words.spoken(appointment, names),
        "dates": dates,
        "form": form,
        "waits": row.is_asked and appointment.is_open and not is_late,
        "is_late": is_late,
        "somebody_else": row.was_taken and appointment.confirmed_at,
        "is_delicate": appointment.subject in DELICATE,
    }
    status = 422 if form.errors else 200
    return render(request, "interpreting/call.html", shown, status=status)


def interpreter_of(
    request: PlaceRequest, pk: UUID, code: str, purpose: str = keys.OWN
) -> Interpreter:
    """Return whose link it is.

    :raises Http404: where the link fits nobody
    """
    row = queries.interpreter_of_link(request.municipality, pk)
    if row is None or not keys.is_code(purpose, pk, code):
        raise Http404
    return row


@by_link(FEATURE)
def own(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """An interpreter's page: own jobs, absences, and whether all still holds."""
    row = interpreter_of(request, pk, code)
    form = AbsenceForm(None, weekdays=list(WEEKDAYS.items()))
    if request.method == "POST":
        form = AbsenceForm(request.POST, weekdays=list(WEEKDAYS.items()))
        if _own_step(request, row, form):
            return redirect(request.path)
    return _own_page(request, row, form)


def _own_step(request: PlaceRequest, row: Interpreter, form: AbsenceForm) -> bool:
    now, step = timezone.now(), request.POST.get("step", "")
    if step == "holds":
        services.confirm_profile(interpreter=row, by=None, now=now)
    elif step == "talk":
        services.wish_talk(interpreter=row, now=now)
    elif step == "cannot":
        _cannot_come(request, row, now)
    elif form.is_valid():
        services.note_absence(interpreter=row, data=form.content, by=None, now=now)
    else:
        return False
    return True


def _cannot_come(request: PlaceRequest, row: Interpreter, now: datetime) -> None:
    jobs = {str(job.pk): job for job in queries.jobs_of(row, now=now)}
    job = jobs.get(request.POST.get("job", ""))
    if job is None:
        raise Http404
    # Pressed twice: the page shows how it stands.
    with suppress(DomainError):
        services.give_back(appointment=job, by=None, now=now, by_interpreter=True)


def _own_page(
    request: PlaceRequest, row: Interpreter, form: AbsenceForm
) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    names = words.language_names(today)
    jobs = [
        (
            job,
            words.spoken(job, names),
            words.when(job.spans[0]),
            words.details(job),
            keys.times_code(job),
        )
        for job in queries.jobs_of(row, now=now)
    ]
    shown = {
        "interpreter": row,
        "jobs": jobs,
        "now": now,
        "absences": [
            (each, WEEKDAYS[each.weekday] if each.weekday is not None else "")
            for each in row.busy.filter(last_day__gte=today).order_by("first_day")
        ],
        "form": form,
        "may_claim": is_on(row.municipality, ALLOWANCES),
        "may_complain": complaint_desk(row.municipality) is not None,
        "is_old": row.is_to_be_checked(timezone.localdate(now)),
        "feed": keys.code(keys.FEED, row.pk),
        "code": keys.code(keys.OWN, row.pk),
        "waits_for_talk": row.relief_talks.filter(held_on__isnull=True).exists(),
        "statements": queries.statements_of(row).defer("pdf", "xml")[:24],
    }
    status = 422 if form.errors else 200
    return render(request, "interpreting/own.html", shown, status=status)


@by_link(FEATURE)
def expenses(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Claim what is not paid by the times of a job, such as a ticket."""
    row = interpreter_of(request, pk, code)
    back = request.path.removesuffix("expenses/")
    return own_claims(request, row.offer.helper, back=back)


@by_link(FEATURE, writes=False)
def own_voucher(
    request: PlaceRequest, pk: UUID, code: str, voucher: UUID
) -> HttpResponse:
    """A statement as it was issued, for whom it is."""
    row = interpreter_of(request, pk, code)
    found = get_object_or_404(queries.statements_of(row), pk=voucher)
    return as_issued(request, found)


@by_link(FEATURE, writes=False)
def feed(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """The private calendar of an interpreter: times and places, no client data."""
    row = interpreter_of(request, pk, code, keys.FEED)
    now = timezone.now()
    jobs = queries.jobs_of(row, now=now).filter(ends_at__lte=now + _FED)
    content = invitations.feed(jobs, now=now)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@by_link(FEATURE)
def report(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """An interpreter notes when the job began and ended, and the way."""
    town = request.municipality
    row = queries.appointment_of_link(town, pk)
    if row is None:
        raise Http404
    if not keys.is_times_code(row, code):
        if keys.was_times_code(row, code, queries.asked_for(row)):
            return render(request, "interpreting/not_yours.html")
        raise Http404
    form = TimesForm(request.POST or None, initial=initial_times(row))
    if request.method == "POST" and form.is_valid():
        done = try_step(
            lambda: services.note_times(
                appointment=row,
                times=form.times,
                mark=form.cleaned_data["mark"],
                trouble=form.cleaned_data["trouble"],
                now=timezone.now(),
            ),
            form,
        )
        if done:
            return redirect(request.path)
    shown = {
        "appointment": row,
        "when": words.when(row.spans[0]),
        "form": form,
        "is_noted": row.began_at is not None,
        "may_talk": row.is_heavy,
        "may": row.is_confirmed
        and row.began_at is None
        and row.starts_at <= timezone.now(),
    }
    status = 422 if form.errors else 200
    return render(request, "interpreting/report.html", shown, status=status)


@by_link(FEATURE)
def forwarded(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """A provider says whether somebody comes."""
    town = request.municipality
    row = queries.forwarding_of_link(town, pk)
    if row is None or not keys.is_code(keys.FORWARDING, pk, code):
        raise Http404
    if request.method == "POST":
        accepts = request.POST.get("step") == "yes"
        # Pressed twice: the page shows how it stands.
        with suppress(DomainError):
            services.answer_forwarding(
                forwarding=row, accepts=accepts, by=None, now=timezone.now()
            )
        return redirect(request.path)
    waits = row.is_sent and row.appointment.is_forwarded
    shown = {"forwarding": row, "waits": waits}
    return render(request, "interpreting/forwarded.html", shown)
