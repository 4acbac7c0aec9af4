"""Entries that may be one person: compared, joined, and separated again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.models import Client
from hafen.casework.cases.rules import VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature


def _seen(request: SignedInRequest) -> QuerySet[Client]:
    seen = queries.clients_visible_to(request.user, today=timezone.localdate())
    return seen.select_related("household", "same_as")


def known(request: SignedInRequest, facts: dict[str, Any]) -> list[Client]:
    """Return who may be the person that is entered, unless it was denied."""
    if "somebody_else" in request.POST:
        return []
    names = [facts["name"], facts["original_name"], *facts["other_names"]]
    return queries.known_clients(_seen(request), *names, born_on=facts["born_on"])


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def doubles(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who may be the same person, and which entries are joined to this one."""
    del municipality
    row = get_object_or_404(_seen(request), pk=pk)
    audit.seen(subject=row, what="cases.client")
    others = _seen(request).exclude(pk=pk).filter(same_as__isnull=True)
    names = [row.name, row.original_name, *row.other_names]
    context = {
        "row": row,
        "joined": queries.doubles_of(row),
        "alike": []
        if row.is_double
        else queries.known_clients(others, *names, born_on=row.born_on),
    }
    return render(request, "cases/doubles.html", context)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def join(
    request: SignedInRequest, municipality: str, pk: UUID, double: UUID
) -> HttpResponse:
    """Join a further entry to this person."""
    row = get_object_or_404(_seen(request), pk=pk)
    other = get_object_or_404(_seen(request), pk=double)
    try:
        services.join_clients(kept=row, double=other, by=request.user)
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("Both entries are one person now."))
    return redirect("cases:doubles", municipality, pk)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def separate(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Separate an entry again."""
    row = get_object_or_404(_seen(request), pk=pk)
    try:
        services.separate_clients(double=row, by=request.user)
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("Both entries stand for themselves again."))
    return redirect("cases:doubles", municipality, pk)
