"""A visit is moved, and an interpreter asked for; the booking follows the visit."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hafen.casework.outreach import queries, services, words
from hafen.casework.outreach.doors import FEATURE
from hafen.casework.outreach.forms import InterpreterForm, MoveVisitForm
from hafen.casework.outreach.models import HomeVisit
from hafen.casework.outreach.rules import WORK_OUTSIDE
from hafen.casework.outreach.views._steps import sent, step_page
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.places.features import is_on, of_feature
from hafen.core.ui.steps import Step
from hafen.exchange.interpreting import queries as interpreting
from hafen.exchange.interpreting.doors import FEATURE as INTERPRETING
from hafen.exchange.interpreting.rules import BOOK

_TITLES = {
    "move": _("Move the visit"),
    "interpreter": _("Ask for an interpreter"),
}


def may_book(request: SignedInRequest, row: HomeVisit) -> bool:
    """Return whether somebody can ask for an interpreter of a visit."""
    can = BOOK.held_by(request.user) and is_on(request.municipality, INTERPRETING)
    return can and row.is_planned and not row.has_booking and bool(_foreign(row))


def _foreign(row: HomeVisit) -> list[str]:
    house = row.municipality.default_language
    return [tag for tag in row.arrival.languages if tag != house]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_OUTSIDE)
@of_feature(FEATURE)
def visit_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    rows = queries.visits_visible_to(request.user, today=timezone.localdate())
    rows = rows.select_related("arrival__district", "interpreting", "municipality")
    row: HomeVisit = get_object_or_404(rows.filter(result=""), pk=pk)
    if name not in _STEPS or (name == "interpreter" and not may_book(request, row)):
        raise Http404
    audit.seen(subject=row, what="outreach.visit")

    def show(form: Any) -> HttpResponse:
        context = {"row": row, "title": _TITLES[name], "form": form}
        status = 422 if form.errors else 200
        return render(request, "outreach/visit_step.html", context, status=status)

    def done(_result: Any) -> HttpResponse:
        return redirect("outreach:visit", municipality, pk)

    return step_page(request, row, _STEPS, name, show=show, done=done)


def _move_form(request: SignedInRequest, row: HomeVisit) -> MoveVisitForm:
    return MoveVisitForm(sent(request), initial={"on": row.on, "at": row.at})


def _move(request: SignedInRequest, row: HomeVisit, form: Any) -> None:
    services.move_visit(visit=row, now=timezone.now(), by=request.user, **form.content)


def _interpreter_form(request: SignedInRequest, row: HomeVisit) -> InterpreterForm:
    own = interpreting.institutions_visible_to(request.user).filter(is_own=True)
    tags = _foreign(row)
    return InterpreterForm(
        sent(request),
        rows={"institution": own},
        languages=list(zip(tags, words.spoken(tags), strict=True)),
    )


def _book(request: SignedInRequest, row: HomeVisit, form: Any) -> None:
    services.book_interpreter(
        visit=row, now=timezone.now(), by=request.user, **form.content
    )


_STEPS = {
    "move": Step(_move_form, _move),
    "interpreter": Step(_interpreter_form, _book),
}
