"""What a person says is wrong in the file, and what came of it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import ContestForm, SettleForm
from hafen.casework.cases.models import Client, ContestedPoint
from hafen.casework.cases.rules import VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.views._asking import taken
from hafen.casework.cases.views._clients import found_client
from hafen.casework.cases.views._steps import Step, take
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def contested(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """All that a person contests, or has contested."""
    del municipality
    return _page(request, found_client(request, pk))


def _page(request: SignedInRequest, row: Client, **shown: Any) -> HttpResponse:
    audit.seen(subject=row, what="cases.client")
    today = timezone.localdate()
    seen = queries.contested_visible_to(request.user, today=today)
    context = {
        "row": row,
        "points": [(each, _settle(each)) for each in seen.of(row)],
        "contest": ContestForm(today=today, initial={"since": today}),
        **shown,
    }
    status = 422 if shown else 200
    return render(request, "cases/contested.html", context, status=status)


def _settle(point: ContestedPoint) -> SettleForm | None:
    return SettleForm(auto_id=f"{point.pk}_%s") if point.is_marked else None


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def contested_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Write down what the person says."""
    return take(
        request,
        found_client(request, pk),
        _STEPS,
        name,
        page=_page,
        done=lambda _result: redirect("cases:contested", municipality, pk),
    )


def _contest(request: SignedInRequest, row: Client, form: Any) -> None:
    services.contest(client=row, by=request.user, **form.content)


_STEPS = {
    "contest": Step(
        lambda request, _row: ContestForm(request.POST, today=timezone.localdate()),
        _contest,
    ),
}


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def settle_contested(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Say what came of it."""
    today, form = timezone.localdate(), SettleForm(request.POST)
    seen = queries.contested_visible_to(request.user, today=today)
    point = get_object_or_404(seen, pk=pk)
    return taken(
        request,
        form,
        lambda: services.settle_contested(
            point=point, now=timezone.now(), by=request.user, **form.content
        ),
        reverse("cases:contested", args=[municipality, point.client_id]),
    )
