"""What was agreed at case tables: one's own, and of the cases that one reads."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from hafen.casework.casetable import queries, services
from hafen.casework.casetable.doors import FEATURE
from hafen.casework.casetable.models import Measure
from hafen.casework.casetable.rules import EXPORT, TAKE_PART
from hafen.casework.casetable.sheets import MEASURES
from hafen.casework.casetable.views._meetings import PAGE, take
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.steps import Step


@require_safe
@requires(TAKE_PART)
@of_feature(FEATURE)
def measures(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    return _page(request, None)


def _page(request: SignedInRequest, _row: Measure | None) -> HttpResponse:
    part = request.GET.get("part", "open")
    rows = queries.measures_visible_to(request.user, now=timezone.now())
    found = queries.filtered_measures(rows, part)
    if file := answer(request, MEASURES, found[:5000], right=EXPORT):
        return file
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "part": part,
        "parts": [
            ("open", pgettext("measures", "open")),
            ("done", pgettext("measures", "done")),
        ],
        "today": timezone.localdate(),
        "may_export": EXPORT.held_by(request.user),
    }
    return render(request, "casetable/measures.html", context)


@require_POST
@requires(TAKE_PART)
@of_feature(FEATURE)
def measures_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Say that it was done: whoever took it on, or whoever has the case."""

    def done(_result: Any) -> HttpResponse:
        return redirect("casetable:measures", municipality)

    rows = queries.measures_visible_to(request.user, now=timezone.now())
    row: Any = get_object_or_404(rows, pk=pk)
    if not row.is_own:
        raise Http404
    return take(request, row, _STEPS, name, page=_page, done=done)


def _done(request: SignedInRequest, row: Measure, _form: Any) -> None:
    services.finish_measure(measure=row, now=timezone.now(), by=request.user)


_STEPS = {"done": Step(None, _done)}
