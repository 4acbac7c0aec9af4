"""The page of an office that takes part in the grid of a case, by its mailed link."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from hafen.casework.cases import agreeing, keys, queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.errors import PlannedAlike
from hafen.casework.cases.forms import MoveOwnForm, PlanOwnForm
from hafen.casework.cases.models import Case, GridEntry, GridShare
from hafen.casework.cases.views._grid_offices import plain_domains, sheet
from hafen.casework.cases.views._refusals import refusal
from hafen.core.audit import services as audit
from hafen.core.audit.models import Event
from hafen.core.db.context import opened_for
from hafen.core.db.errors import DomainError
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link


@by_link(FEATURE)
def office_grid(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Read who does what under a number, and fill in one's own field."""
    if not keys.is_code(pk, code):
        raise Http404
    # The link opens what this office may read, and nothing else of the file.
    with opened_for(pk):
        row = queries.share_by_link(request.municipality, pk)
        if row is None:
            raise Http404
        if not queries.shows_grid(row):
            return render(request, "cases/office_grid.html", {"row": row})
        return _shown(request, row)


def _shown(request: PlaceRequest, row: GridShare) -> HttpResponse:
    today, sent = timezone.localdate(), request.POST or None
    domains = plain_domains(get_language() or "de", today)
    is_moved = sent is not None and "entry" in sent
    plan = PlanOwnForm(
        None if is_moved else sent,
        rows={"measure": queries.own_measures(row, domains)},
        names=domains,
    )
    move = MoveOwnForm(sent if is_moved else None)
    form: Any = move if is_moved else plan
    if form.is_valid() and _is_done(row, form):
        return redirect(request.path)
    # Who read it: of which office is known, not who.
    audit.record(
        action="cases.grid.read",
        subject=Case(pk=row.case_id),
        kind=Event.Kind.READ,
        details={"office": row.office},
    )
    entries = queries.shown_entries(row)
    if "print" in request.GET:
        languages = agreeing.both(get_language() or "de")
        return sheet(request, row.number, entries, languages)
    context = {
        "row": row,
        "is_shown": True,
        "lines": [(each, domains.get(each.domain, each.domain)) for each in entries],
        "plan": plan,
        "move": move,
        "states": GridEntry.State.choices[1:],
        "today": today,
    }
    status = 422 if form.errors else 200
    return render(request, "cases/office_grid.html", context, status=status)


def _is_done(row: GridShare, form: Any) -> bool:
    today = timezone.localdate()
    try:
        if isinstance(form, MoveOwnForm):
            services.move_own(share=row, on=today, **form.cleaned_data)
        else:
            services.plan_own(share=row, today=today, **form.content)
    except PlannedAlike as alike:
        form.ask_again(alike.rows)
    except DomainError as refused:
        form.add_error(None, refusal(refused))
    return bool(form.is_valid())
