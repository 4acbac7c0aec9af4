"""What a volunteer sees of an arrival: a card, and after a yes where to go."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.casework.outreach import queries, services, words
from hafen.casework.outreach.doors import FEATURE
from hafen.casework.outreach.models import Arrival
from hafen.casework.outreach.rules import GO_THERE
from hafen.casework.outreach.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature


@require_safe
@requires(GO_THERE)
@of_feature(FEATURE)
def asked(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Where somebody is asked to go; name and address open with their yes."""
    del municipality
    today = timezone.localdate()
    rows = list(queries.asked_of(request.user, today=today))
    for row in rows:
        if row.helper_since is not None:
            audit.seen(subject=row, what="outreach.arrival")
    context = {"cards": [_card(row) for row in rows]}
    response = render(request, "outreach/asked.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _card(row: Arrival) -> dict[str, Any]:
    """Return what a volunteer reads, and nothing more."""
    card = {
        "pk": row.pk,
        "languages": words.spoken(row.languages),
        "district": row.district.name if row.district else "",
        "due_on": row.due_on,
        "is_agreed": row.helper_since is not None,
    }
    if row.helper_since is not None:
        card |= {"name": row.name, "address": row.address}
    return card


@require_POST
@requires(GO_THERE)
@of_feature(FEATURE)
def asked_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Say yes or no; afterwards, whether somebody was met."""
    today = timezone.localdate()
    row = get_object_or_404(queries.asked_of(request.user, today=today), pk=pk)
    try:
        if name in {"yes", "no"}:
            services.helper_answers(
                arrival=row, agrees=name == "yes", today=today, by=request.user
            )
        elif name in {"met", "not-met"}:
            services.helper_went(
                arrival=row,
                met=name == "met",
                on=today,
                today=today,
                now=timezone.now(),
                by=request.user,
            )
        else:
            raise Http404
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("Thank you. It is written down."))
    return redirect("outreach:asked", municipality)
