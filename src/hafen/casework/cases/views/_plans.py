"""The plan of a case: goals, steps, and the agreement that both sides sign."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import planning, queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import (
    AgreeForm,
    EndGoalForm,
    GoalForm,
    ReviewForm,
    SignAgreementForm,
    StepForm,
)
from hafen.casework.cases.models import Client, Goal, IntegrationAgreement
from hafen.casework.cases.rules import EXPORT_CASES, VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.sheets import STEPS
from hafen.casework.cases.views._asking import asked, taken
from hafen.casework.cases.views._cases import found_case
from hafen.casework.cases.views._households import MOST_EXPORTED, PAGE
from hafen.casework.cases.views._needs import domains_of
from hafen.casework.cases.words import domain_choices
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.pages import render_page


def _plan(municipality: str, pk: UUID) -> str:
    return reverse("cases:plan", args=[municipality, pk])


def _agreements(municipality: str, pk: UUID) -> str:
    return reverse("cases:agreements", args=[municipality, pk])


def _goal(request: SignedInRequest, pk: UUID) -> Goal:
    rows = queries.goals_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows, pk=pk)


def _agreement(request: SignedInRequest, pk: UUID) -> IntegrationAgreement:
    rows = queries.agreements_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows, pk=pk)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def plan(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Goals, each with its steps."""
    del municipality
    row, today = found_case(request, pk), timezone.localdate()
    audit.seen(subject=row, what="cases.case")
    names = dict(domain_choices(today))
    goals = queries.goals_of(row, request.user, today=today)
    context = {
        "row": row,
        "goals": [(goal, names.get(goal.domain, goal.domain)) for goal in goals],
        "end": EndGoalForm(initial={"on": today}),
        "today": today,
    }
    return render(request, "cases/plan.html", context)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def agreements(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The versions of the agreement: prepared, signed, ended."""
    del municipality
    row, today = found_case(request, pk), timezone.localdate()
    audit.seen(subject=row, what="cases.case")
    seen = queries.agreements_visible_to(request.user, today=today)
    context = {
        "row": row,
        "agreements": seen.filter(case=row).order_by("-prepared_on", "-number"),
        "sign": SignAgreementForm(initial={"on": today}),
        "review": ReviewForm(
            auto_id="review_%s", latest=services.latest_review(row, today)
        ),
    }
    return render(request, "cases/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def add_goal(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row, today = found_case(request, pk), timezone.localdate()
    domains = domains_of(request, row, today)
    special = {label.code for label in domains if queries.is_special(label)}
    form = GoalForm(
        request.POST or None, domains=[(label.code, label.name) for label in domains]
    )

    def save() -> None:
        services.set_goal(
            case=row,
            facts=form.content,
            is_special=form.content["domain"] in special,
            today=today,
            by=request.user,
        )

    back = _plan(municipality, pk)
    return asked(request, form, save, title=_("New goal"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def add_step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = _goal(request, pk)
    form = StepForm(request.POST or None)

    def save() -> None:
        services.add_step(goal=row, facts=form.content, by=request.user)

    back = _plan(municipality, row.case_id)
    return asked(request, form, save, title=_("New step"), back=back, lead=row.text)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def agree(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Prepare a new version of the agreement, to be printed and signed."""
    row, today = found_case(request, pk), timezone.localdate()
    adults = [each.pk for each in queries.signers(row, today=today)]
    latest = services.latest_review(row, today)
    half_a_year = services.months_later(today, 6)
    form = AgreeForm(
        request.POST or None,
        rows={"client": Client.objects.filter(pk__in=adults).order_by("sort_key")},
        initial={"review_on": min(latest or half_a_year, half_a_year)},
        latest=latest,
    )

    def save() -> None:
        services.prepare_agreement(
            case=row, today=today, by=request.user, **form.content
        )

    return asked(
        request,
        form,
        save,
        title=_("Prepare the agreement"),
        back=_agreements(municipality, pk),
        lead=_("It takes over all open goals with their steps. Signing is voluntary."),
    )


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def goal_step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Say whether a goal was reached."""
    row, form = _goal(request, pk), EndGoalForm(request.POST)
    return taken(
        request,
        form,
        lambda: services.end_goal(goal=row, by=request.user, **form.content),
        _plan(municipality, row.case_id),
    )


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def finish_step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    rows = queries.steps_visible_to(request.user, today=today)
    row = get_object_or_404(rows, pk=pk)
    return taken(
        request,
        None,
        lambda: services.finish_step(step=row, on=today, by=request.user),
        _plan(municipality, row.goal.case_id),
    )


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def agreement_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Write down that it was signed or looked at again, or that it ends."""
    row, today = _agreement(request, pk), timezone.localdate()
    by = request.user
    forms: dict[str, Any] = {
        "sign": SignAgreementForm(request.POST),
        "review": ReviewForm(request.POST),
        "withdraw": None,
    }
    if name not in forms:
        raise Http404
    form = forms[name]
    steps = {
        "sign": lambda: services.sign_agreement(agreement=row, by=by, **form.content),
        "review": lambda: services.review_agreement(
            agreement=row, today=today, by=by, **form.content
        ),
        "withdraw": lambda: services.withdraw_agreement(agreement=row, on=today, by=by),
    }
    return taken(request, form, steps[name], _agreements(municipality, row.case_id))


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def agreement(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The paper to sign, in the person's language and in German."""
    del municipality
    row = _agreement(request, pk)
    audit.seen(subject=row.case, what="cases.case")
    response = HttpResponse(planning.paper(row), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="agreement.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def steps(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who does what next, in all cases that one reads."""
    del municipality
    today, part = timezone.localdate(), request.GET.get("part", "due")
    seen = queries.steps_visible_to(request.user, today=today)
    found = queries.filtered_steps(seen, part, today=today)
    if file := answer(request, STEPS, found[:MOST_EXPORTED], right=EXPORT_CASES):
        return file
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "reviews": queries.to_review(
            queries.agreements_visible_to(request.user, today=today), today=today
        ),
        "part": part,
        "parts": [
            ("due", pgettext("steps", "due within seven days")),
            ("open", pgettext("steps", "all open ones")),
            ("done", pgettext("steps", "done")),
        ],
        "today": today,
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    return render_page(request, "cases/steps.html", context)
