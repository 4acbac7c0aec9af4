"""Programmes of casework: their periods, and where these are said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.errors import NameTaken
from hafen.casework.cases.forms import ProgrammeForm
from hafen.casework.cases.models import Programme
from hafen.casework.cases.reference import programme_templates
from hafen.casework.cases.rules import MANAGE_PROGRAMMES
from hafen.casework.cases.sheets import PROGRAMMES
from hafen.casework.cases.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited

_FIELDS = (
    *("name", "months", "longest_months", "review_months", "offer_days", "source"),
    "template",
)


@require_safe
@requires(MANAGE_PROGRAMMES)
@of_feature(FEATURE)
def programmes(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.programmes_visible_to(request.user)
    if file := answer(request, PROGRAMMES, rows):
        return file
    return _listing(request)


def _listing(request: SignedInRequest, refused: str = "") -> HttpResponse:
    rows = queries.programmes_visible_to(request.user)
    taken = {row.template for row in rows}
    known = programme_templates(timezone.localdate())
    context = {
        "rows": rows,
        "ready": [each for each in known.values() if each.code not in taken],
        "refused": refused,
        "may_export": True,
    }
    status = 422 if refused else 200
    return render(request, "cases/programmes.html", context, status=status)


@require_POST
@requires(MANAGE_PROGRAMMES)
@of_feature(FEATURE)
def take_programme(
    request: SignedInRequest, municipality: str, code: str
) -> HttpResponse:
    """Take a programme over as it ships; from then on the row is one's own."""
    found = programme_templates(timezone.localdate()).get(code)
    if found is None:
        raise Http404
    try:
        services.save_programme(
            municipality=request.municipality,
            programme=None,
            facts=found.facts,
            expected=None,
            by=request.user,
        )
    except NameTaken as error:
        return _listing(request, refusal(error))
    messages.success(request, _("The programme was taken over."))
    return redirect("cases:programmes", municipality)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_PROGRAMMES)
@of_feature(FEATURE)
def add_programme(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    return _form_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_PROGRAMMES)
@of_feature(FEATURE)
def edit_programme(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    del municipality
    rows = queries.programmes_visible_to(request.user)
    return _form_page(request, get_object_or_404(rows, pk=pk))


def _form_page(request: SignedInRequest, found: Programme | None) -> HttpResponse:
    initial = {name: getattr(found, name) for name in _FIELDS} if found else {}
    version = found.version if found else None
    form = ProgrammeForm(
        request.POST or None,
        initial=initial,
        version=version,
        templates=programme_templates(timezone.localdate()).values(),
    )

    def save(**version: Any) -> None:
        services.save_programme(
            municipality=request.municipality,
            programme=found,
            facts=form.content,
            by=request.user,
            **version,
        )

    refusals: Refusals = {NameTaken: ("name", refusal(NameTaken()))}
    done = edited(request, form, found, save, current=initial, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("cases:programmes", request.municipality.slug)
    context = {"form": form, "row": found}
    status = 422 if form.errors else 200
    return render(request, "cases/programme_form.html", context, status=status)
