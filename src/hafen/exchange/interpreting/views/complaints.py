"""What went wrong at an appointment goes to the contact point.

Not to those who arrange the interpreters: it may be about them.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.errors import too_many
from hafen.core.ui.visitors import by_link, language_of
from hafen.exchange.interpreting import queries, words
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.forms import ComplaintForm
from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.interpreting.views.bookers import institution_of
from hafen.exchange.interpreting.views.public import interpreter_of
from hafen.mechanisms.feedback.registries import Complaint, complaint_desk
from hafen.mechanisms.feedback.services import (
    MOST_PER_SENDER,
    WINDOW_SECONDS,
    TooManyMessages,
    count_sending,
)


@by_link(FEATURE)
def of_booking(
    request: PlaceRequest, pk: UUID, code: str, appointment: UUID
) -> HttpResponse:
    """An institution complains of one of its bookings."""
    found = institution_of(request, pk, code)
    row = get_object_or_404(queries.bookings_of(found), pk=appointment)
    name = f"{found.contact} · {found.name}"
    person = {"name": name, "email": found.email, "phone": found.phone}
    return _page(request, row, person, is_helper=False)


@by_link(FEATURE)
def of_job(
    request: PlaceRequest, pk: UUID, code: str, appointment: UUID
) -> HttpResponse:
    """An interpreter complains of a job."""
    found = interpreter_of(request, pk, code)
    jobs = queries.jobs_of(found, now=timezone.now())
    row = get_object_or_404(jobs, pk=appointment)
    helper = found.offer.helper
    person = {"name": helper.name, "email": helper.email, "phone": helper.phone}
    return _page(request, row, person, is_helper=True)


def _page(
    request: PlaceRequest, row: Appointment, person: dict[str, str], *, is_helper: bool
) -> HttpResponse:
    """
    Take a complaint, and lead to its number.

    :raises Http404: where the municipality takes none in
    """
    desk = complaint_desk(request.municipality)
    if desk is None:
        raise Http404
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        town, now = request.municipality, timezone.now()
        try:
            count_sending(town, f"complaint:{row.pk}", MOST_PER_SENDER, now)
        except TooManyMessages:
            return too_many(request, wait=WINDOW_SECONDS)
        complaint = Complaint(
            about=words.case(row),
            text=form.cleaned_data["text"],
            language=language_of(request),
            is_helper=is_helper,
            **person,
        )
        return redirect(desk.take(town, complaint, now))
    shown = {"form": form, "when": words.when(row.spans[0])}
    status = 422 if form.errors else 200
    return render(request, "interpreting/complain.html", shown, status=status)
