"""Who is responsible for a case: handed over, and stood in on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import DeputyForm, HandOverForm
from hafen.casework.cases.models import Case, StandIn
from hafen.casework.cases.rules import VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.views._cases import found_case
from hafen.casework.cases.views._steps import Step, take
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def responsible(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who stands in on a case, and to whom it can be handed over."""
    del municipality
    return _page(request, found_case(request, pk))


def _page(request: SignedInRequest, row: Case, **shown: Any) -> HttpResponse:
    audit.seen(subject=row, what="cases.case")
    today = timezone.localdate()
    context = {
        "row": row,
        "deputies": queries.deputies_of(row, today=today),
        "hand_over": HandOverForm(rows={"to": _colleagues(row)}),
        "deputy": DeputyForm(
            rows={"user": _colleagues(row)}, initial={"valid_from": today}
        ),
        **shown,
    }
    status = 422 if shown else 200
    return render(request, "cases/responsible.html", context, status=status)


def _colleagues(row: Case) -> Any:
    members = queries.members_of(row.team, today=timezone.localdate())
    return members.exclude(pk=row.owner_id)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def responsible_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Hand a case over, or let somebody stand in."""

    def done(_result: Any) -> HttpResponse:
        if name == "hand-over":
            return redirect("cases:cases", municipality)
        return redirect("cases:responsible", municipality, pk)

    row = found_case(request, pk)
    return take(request, row, _STEPS, name, page=_page, done=done)


def _hand_over(request: SignedInRequest, row: Case, form: Any) -> None:
    today = timezone.localdate()
    services.hand_over_case(case=row, today=today, by=request.user, **form.content)


def _deputy(request: SignedInRequest, row: Case, form: Any) -> None:
    services.name_deputy(case=row, by=request.user, **form.content)


_STEPS = {
    "hand-over": Step(
        lambda request, row: HandOverForm(request.POST, rows={"to": _colleagues(row)}),
        _hand_over,
    ),
    "deputy": Step(
        lambda request, row: DeputyForm(request.POST, rows={"user": _colleagues(row)}),
        _deputy,
    ),
}


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def end_deputy(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    seen = queries.cases_visible_to(request.user, today=timezone.localdate())
    rows = StandIn.objects.filter(case__in=seen.values("pk")).select_related("case")
    row = get_object_or_404(rows, pk=pk)
    services.end_deputy(deputy=row, by=request.user)
    messages.success(request, _("The deputising has ended."))
    return redirect("cases:responsible", municipality, row.case_id)
