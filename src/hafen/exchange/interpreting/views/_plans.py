"""The plan of a week: computed, looked at, locked pair by pair, and used."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.exchange.interpreting import queries, services, words
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.rules import ASSIGN
from hafen.exchange.interpreting.views._common import today, tried
from hafen.exchange.interpreting.views._refusals import refusal
from hafen.exchange.interpreting.views._roster import day_of

_WEEK = timedelta(days=7)


@require_safe
@requires(ASSIGN)
@of_feature(FEATURE)
def week(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The newest plan of a week, beside what first come, first served brings."""
    del municipality
    monday = queries.monday_of(day_of(request.GET.get("week", ""), today() + _WEEK))
    plan = queries.plans_visible_to(request.user).filter(first_day=monday).first()
    names = words.language_names(today())
    jobs = [
        (job, words.spoken(job.appointment, names), queries.why_names(job.why))
        for job in (queries.jobs_of_plan(plan) if plan else [])
    ]
    proven = [each for each in jobs if each[0].is_proven]
    context = {
        "plan": plan,
        "jobs": jobs,
        "proven": proven,
        "proposed": [each for each in jobs if not each[0].is_proven],
        "to_ask": sum(
            bool(job.interpreter_id) and not job.is_asked for job, *_more in proven
        ),
        "monday": monday,
        "sunday": monday + _WEEK - timedelta(days=1),
        "before": monday - _WEEK,
        "after": monday + _WEEK,
    }
    return render(request, "interpreting/week.html", context)


def _back(municipality: str, monday: Any) -> HttpResponse:
    where = reverse("interpreting:week", args=[municipality])
    return redirect(f"{where}?week={monday.isoformat()}")


@require_POST
@requires(ASSIGN)
@of_feature(FEATURE)
def compute_week(request: SignedInRequest, municipality: str) -> HttpResponse:
    monday = queries.monday_of(day_of(request.POST.get("week", ""), today() + _WEEK))
    services.request_week_plan(
        municipality=request.municipality, first_day=monday, by=request.user
    )
    messages.success(request, _("The plan is being computed. Look again in a moment."))
    return _back(municipality, monday)


@require_POST
@requires(ASSIGN)
@of_feature(FEATURE)
def week_step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Lock or release a pair, ask one, or everybody whom the proven parts send."""
    plan = get_object_or_404(queries.plans_visible_to(request.user), pk=pk)
    step = request.POST.get("step", "")
    if step == "use":
        _use(request, plan)
    elif step in {"lock", "release", "ask"}:
        rows = queries.jobs_of_plan(plan)
        found = [row for row in rows if str(row.pk) == request.POST.get("job")]
        if not found:
            raise Http404
        _step_of_one(request, step, found[0])
    else:
        raise Http404
    return _back(municipality, plan.first_day)


def _step_of_one(request: SignedInRequest, step: str, job: Any) -> None:
    if step == "ask":

        def run() -> None:
            services.ask_planned(job=job, by=request.user, now=timezone.now())

        tried(request, run, _("Asked."))
        return
    services.lock_pair(job=job, is_locked=step == "lock", by=request.user)


def _use(request: SignedInRequest, plan: Any) -> None:
    try:
        asked, left = services.use_week_plan(
            plan=plan, by=request.user, now=timezone.now()
        )
    except DomainError as refused:
        messages.error(request, refusal(refused))
        return
    said = _("%(asked)s were asked, %(left)s did not fit any more.")
    messages.success(request, said % {"asked": asked, "left": left})
