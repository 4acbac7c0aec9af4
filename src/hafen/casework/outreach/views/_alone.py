"""Households that nobody accompanies: one's own by name, all of them as counts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.casework.cases import queries as files
from hafen.casework.cases.rules import VIEW_TALLIES
from hafen.casework.cases.services import months_later
from hafen.casework.cases.tallies import LEAST
from hafen.casework.outreach import services, tallies
from hafen.casework.outreach.doors import FEATURE
from hafen.casework.outreach.forms import AloneForm
from hafen.casework.outreach.models import Arrival
from hafen.casework.outreach.rules import (
    EXPORT_OUTREACH,
    VIEW_OUTREACH,
    WORK_OUTSIDE,
)
from hafen.casework.outreach.sheets import ALONE, ALONE_COUNTS
from hafen.casework.outreach.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.places.models import District

_PAGE = 25


def _form(request: SignedInRequest) -> AloneForm:
    places = District.objects.filter(municipality=request.municipality)
    rows = {"district": places.order_by("name", "id")}
    return AloneForm(request.GET or None, rows=rows)


def _rows(request: SignedInRequest, found: list[tallies.Alone]) -> list[Any]:
    """Return the households with the day of the last contact, and who goes there."""
    keys = [each.household for each in found]
    seen = files.households_visible_to(request.user, today=timezone.localdate())
    rows = seen.select_related("district", "team").in_bulk(keys)
    planned = dict(
        Arrival.objects.open().filter(household__in=keys).values_list("household", "pk")
    )
    return [
        (rows[each.household], each.since, planned.get(each.household))
        for each in found
        if each.household in rows
    ]


@require_safe
@requires(VIEW_OUTREACH)
@of_feature(FEATURE)
def alone(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Which of one's own nobody accompanies, those for longest first."""
    del municipality
    form = _form(request)
    months, district = form.chosen
    found = tallies.alone(months_later(timezone.localdate(), -months))
    if district is not None:
        found = [each for each in found if each.district == district.pk]
    taken_away = _rows(request, found) if "as" in request.GET else []
    if file := answer(request, ALONE, taken_away, right=EXPORT_OUTREACH):
        return file
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": int(district is not None),
        "page": page,
        "rows": _rows(request, list(page)),
        "may_work": WORK_OUTSIDE.held_by(request.user),
        "may_export": EXPORT_OUTREACH.held_by(request.user),
    }
    return render(request, "outreach/alone.html", context)


@require_POST
@requires(WORK_OUTSIDE)
@of_feature(FEATURE)
def plan_contact(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Let the team go there: an arrival with its todo, on which visits are planned."""
    today = timezone.localdate()
    seen = files.households_visible_to(request.user, today=today)
    household = get_object_or_404(seen, pk=pk)
    try:
        row = services.plan_contact(household=household, today=today, by=request.user)
    except DomainError as refused:
        messages.error(request, refusal(refused))
        return redirect("outreach:alone", municipality)
    messages.success(request, _("The changes were saved."))
    return redirect("outreach:arrival", municipality, row.pk)


@require_safe
@requires(VIEW_TALLIES)
@of_feature(FEATURE)
def alone_counts(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How many there are by district, without a name and without small numbers."""
    del municipality
    form = _form(request)
    months, _district = form.chosen
    found = tallies.counted(months_later(timezone.localdate(), -months))
    keys = [key for key, _number in found.districts]
    names = dict(District.objects.filter(pk__in=keys).values_list("pk", "name"))
    rows = [(names[key], number) for key, number in found.districts]
    if file := answer(request, ALONE_COUNTS, rows, right=VIEW_TALLIES):
        return file
    context = {
        "form": form,
        "months": months,
        "number": found.number,
        "rows": rows,
        "least": LEAST,
        "may_export": True,
    }
    return render(request, "outreach/alone_counts.html", context)
