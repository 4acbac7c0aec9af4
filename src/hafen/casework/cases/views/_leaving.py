"""Somebody leaves a household, alone or with others; and who is what in one."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import MoveOutForm, PositionForm
from hafen.casework.cases.models import Client
from hafen.casework.cases.rules import WORK_ON_CASES
from hafen.casework.cases.views._asking import taken
from hafen.casework.cases.views._clients import found_client
from hafen.casework.cases.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def move_out(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who leaves, with whom, and where to."""
    row, today = found_client(request, pk), timezone.localdate()
    form = MoveOutForm(
        request.POST or None, rows=_rows(request, row, today), initial={"on": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            home = services.move_out(client=row, by=request.user, **form.content)
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("The changes were saved."))
            if home is None:
                return redirect("cases:households", municipality)
            return redirect("cases:household", municipality, home.pk)
    audit.seen(subject=row, what="cases.client")
    known = {"kind": queries.position_of(row)}
    position = PositionForm(initial=known, auto_id="position_%s")
    context = {"row": row, "form": form, "position": position}
    status = 422 if form.errors else 200
    return render(request, "cases/move_out.html", context, status=status)


def _rows(request: SignedInRequest, row: Client, today: date) -> dict[str, object]:
    homes = queries.households_visible_to(request.user, today=today)
    return {
        "together": queries.housemates_of(row),
        "into": homes.filter(ended_on=None)
        .exclude(pk=row.household_id)
        .order_by("sort_key", "id"),
    }


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def take_position(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Say who somebody is in the household: the reference person, a child …"""
    row, form = found_client(request, pk), PositionForm(request.POST)
    back = reverse("cases:household", args=[municipality, row.household_id])
    return taken(
        request,
        form,
        lambda: services.take_position(client=row, by=request.user, **form.content),
        back,
    )
