"""How many came: cafés, leisure, courses, and what was set up for a need."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.information.directory import queries
from hafen.information.directory.forms import FiguresForm
from hafen.information.directory.rules import VIEW_SERVICE
from hafen.information.directory.sheets import FIGURES
from hafen.information.directory.words import cooperation


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_SERVICE)
def figures(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Each offer with its counts; newcomers and residents, and never a name."""
    del municipality
    form = FiguresForm(request.GET)
    lines = queries.figures(request.user, form.chosen)
    if file := answer(request, FIGURES, lines):
        return file
    context = {
        "form": form,
        "filters": sum(bool(value) for value in form.cleaned_data.values()),
        "lines": [(line, cooperation(line)) for line in lines],
        "guests": sum(line.guests for line in lines),
        "participants": sum(line.participants for line in lines),
        "year": timezone.localdate().year,
    }
    return render(request, "directory/figures.html", context)
