"""The page of a seat, for whoever was invited by mail and has no account."""

from contextlib import suppress
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from hafen.casework.casetable import keys, queries, services
from hafen.casework.casetable.doors import FEATURE
from hafen.casework.casetable.forms import AnswerForm
from hafen.casework.casetable.models import Seat
from hafen.casework.casetable.words import table_topics
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.errors import DomainError
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link


@by_link(FEATURE)
def seat(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Say whether one comes, read what one may read now; looking changes nothing."""
    if not keys.is_code(pk, code):
        raise Http404
    row = queries.seat_by_link(request.municipality, pk)
    if row is None:
        raise Http404
    # The link opens what this seat may read, and nothing of a file.
    with opened_for(pk):
        return _shown(request, row)


def _shown(request: PlaceRequest, row: Seat) -> HttpResponse:
    now = timezone.now()
    if request.method == "POST":
        # Where it is over the page says how it stands.
        with suppress(DomainError):
            _do(request, row)
        return redirect(request.path)
    items = list(queries.items_of(row, now=now))
    for item in items:
        audit.seen(subject=item, what="casetable.case")
    names = dict(table_topics(timezone.localdate()))
    context = {
        "row": row,
        "meeting": row.meeting,
        "expected_at": queries.expected_at(row),
        "is_open": row.meeting.is_open(now),
        "items": [(item, names.get(item.topic, item.topic)) for item in items],
        "measures": queries.measures_of(row),
    }
    return render(request, "casetable/seat.html", context)


def _do(request: PlaceRequest, row: Seat) -> None:
    now = timezone.now()
    if "done" in request.POST:
        rows = queries.measures_of(row)
        try:
            found = get_object_or_404(rows, pk=UUID(request.POST["done"]))
        except ValueError as wrong:
            raise Http404 from wrong
        services.finish_measure(measure=found, now=now, by=None)
        return
    form = AnswerForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data["answer"]
        services.answer(seat=row, said=said, now=now, by=None)
