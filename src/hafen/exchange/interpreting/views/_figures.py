"""Unmet demand and its public calls; statements and invoices of a month."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.exchange.interpreting import queries, services, words
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.rules import (
    ASSIGN,
    EXPORT,
    SETTLE,
    VIEW_INTERPRETERS,
)
from hafen.exchange.interpreting.sheets import invoice, statement
from hafen.exchange.interpreting.views._common import (
    institution_of,
    interpreter_of,
    today,
)

_LOOKED_BACK = timedelta(days=365)


@require_safe
@requires(VIEW_INTERPRETERS)
@of_feature(FEATURE)
def demand(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What nobody took, by language, district and subject; the largest first."""
    del municipality
    calls = list(queries.wanted_visible_to(request.user))
    called = {row.language for row in calls if row.until >= today()}
    context = {
        "gaps": queries.gaps(request.user, since=today() - _LOOKED_BACK),
        "calls": calls,
        "called": called,
        "names": words.language_names(today()),
        "today": today(),
        "may_assign": ASSIGN.held_by(request.user),
    }
    return render(request, "interpreting/demand.html", context)


@require_POST
@requires(ASSIGN)
@of_feature(FEATURE)
def call_for(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Publish a call from the gap table."""
    since = today() - _LOOKED_BACK
    found = {gap.language: gap for gap in queries.gaps(request.user, since=since)}
    gap = found.get(request.POST.get("language", ""))
    if gap is None:
        raise Http404
    services.call_for(
        municipality=request.municipality,
        language=gap.language,
        unmet=gap.unmet,
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The call stands on the public pages now."))
    return redirect("interpreting:demand", municipality)


@require_POST
@requires(ASSIGN)
@of_feature(FEATURE)
def end_call(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = get_object_or_404(queries.wanted_visible_to(request.user), pk=pk)
    services.end_call(wanted=row, by=request.user)
    messages.success(request, _("The call is taken down."))
    return redirect("interpreting:demand", municipality)


def month_of_request(sent: QueryDict) -> tuple[int, int]:
    """Return the month that is asked for; the last whole one without."""
    last = today().replace(day=1) - timedelta(days=1)
    said = sent.get("month", "")
    year, _dash, month = said.partition("-")
    is_month = year.isdecimal() and month.isdecimal() and len(year) == 4
    if is_month and 1 <= int(month) <= 12:
        return max(int(year), 2000), int(month)
    return last.year, last.month


def _months() -> list[tuple[str, str]]:
    found, day = [], today().replace(day=1)
    for _each in range(13):
        found.append((f"{day.year}-{day.month:02}", f"{MONTHS[day.month]} {day.year}"))
        day = (day - timedelta(days=1)).replace(day=1)
    return found


@require_safe
@requires(SETTLE)
@of_feature(FEATURE)
def statements(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What a month cost, by interpreter and by institution."""
    del municipality
    year, month = month_of_request(request.GET)
    jobs = list(queries.settled_in(request.user, year, month))
    context = {
        "interpreters": queries.by_interpreter(jobs),
        "institutions": queries.by_institution(jobs, year=year),
        "languages": _hours(jobs),
        "month": f"{year}-{month:02}",
        "vouchers": queries.vouchers_visible_to(request.user)
        .filter(first_day=date(year, month, 1))
        .order_by("kind", "-year", "number"),
        "months": _months(),
    }
    return render(request, "interpreting/statements.html", context)


def _hours(jobs: Any) -> list[tuple[str, int, str]]:
    """Return jobs and hours by language."""
    names = words.language_names(today())
    found: dict[str, tuple[int, int]] = {}
    for job in jobs:
        count, minutes = found.get(job.language, (0, 0))
        found[job.language] = (count + 1, minutes + queries.minutes_of(job))
    return [
        (names.get(tag, tag), count, f"{minutes // 60}:{minutes % 60:02}")
        for tag, (count, minutes) in sorted(found.items())
    ]


@require_safe
@requires(SETTLE)
@of_feature(FEATURE)
def statement_of(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The month of one interpreter, to print or as a file."""
    del municipality
    found = interpreter_of(request, pk)
    year, month = month_of_request(request.GET)
    jobs = queries.settled_in(request.user, year, month).filter(interpreter=found)
    title = _("Statement %(month)s: %(name)s") % {
        "month": f"{month:02}/{year}",
        "name": found.name,
    }
    file = answer(request, statement(title), jobs, right=EXPORT)
    if file is None:
        raise Http404
    return file


@require_safe
@requires(SETTLE)
@of_feature(FEATURE)
def invoice_of(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The month of one institution, to print or as a file."""
    del municipality
    found = institution_of(request, pk)
    year, month = month_of_request(request.GET)
    jobs = queries.settled_in(request.user, year, month).filter(institution=found)
    title = _("Invoice %(month)s: %(name)s") % {
        "month": f"{month:02}/{year}",
        "name": found.name,
    }
    file = answer(request, invoice(title), jobs, right=EXPORT)
    if file is None:
        raise Http404
    return file
