"""How many were reached of how many are expected."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.casework.outreach import queries
from hafen.casework.outreach.doors import FEATURE
from hafen.casework.outreach.forms import PeriodForm
from hafen.casework.outreach.models import Arrival
from hafen.casework.outreach.rules import EXPORT_OUTREACH, VIEW_OUTREACH
from hafen.casework.outreach.sheets import MOVES
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature


@require_safe
@requires(VIEW_OUTREACH)
@of_feature(FEATURE)
def coverage(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Of the arrivals that one sees: reached, visited, on time; dwellings, months."""
    del municipality
    today = timezone.localdate()
    rows = queries.arrivals_visible_to(request.user, today=today)
    moves = queries.by_month(rows)
    if file := answer(request, MOVES, moves, right=EXPORT_OUTREACH):
        return file
    form = PeriodForm(request.GET or None)
    since, until = form.bounds(today)
    dwellings = dict(Arrival.Dwelling.choices)
    context = {
        "form": form,
        "found": queries.coverage(rows, since=since, until=until, today=today),
        "sheets": queries.sheets_rate(rows),
        "dwellings": [
            row | {"name": dwellings[row["dwelling"]]}
            for row in queries.by_dwelling(rows)
        ],
        "moves": moves,
        "may_export": EXPORT_OUTREACH.held_by(request.user),
    }
    return render(request, "outreach/coverage.html", context)
