"""Single dates of a series at the desk."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.information.events import queries, services
from hafen.information.events.forms import DateForm, VisitorsForm
from hafen.information.events.models import DateChange, Event
from hafen.information.events.rules import EDIT_EVENT


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_EVENT)
def change_date(
    request: SignedInRequest, municipality: str, pk: UUID, day: str
) -> HttpResponse:
    """Let one date of a series differ, or be as planned again."""
    event, when = _event(request, pk), _day(day)
    found = DateChange.objects.filter(event=event, day=when).first()
    form = DateForm(request.POST or None, initial=_said(found))
    if form.is_bound and form.is_valid():
        try:
            services.change_date(
                event=event,
                day=when,
                values=form.values(),
                by=request.user,
                now=timezone.now(),
            )
        except services.RoomTaken:
            form.add_error(None, _("Another event has the room at one of the times."))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("events:detail", municipality, pk)
    context = {"form": form, "event": event, "day": when}
    status = 422 if form.errors else 200
    return render(request, "events/date.html", context, status=status)


def _said(found: DateChange | None) -> dict[str, object]:
    if found is None:
        return {"way": "moved"}
    way = "moved"
    if found.is_cancelled:
        way = "cancelled"
    if found.is_dropped:
        way = "dropped"
    names = ("new_day", "starts", "ends", "place", "note")
    return {"way": way} | {name: getattr(found, name) for name in names}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_EVENT)
def visitors(
    request: SignedInRequest, municipality: str, pk: UUID, day: str
) -> HttpResponse:
    """Note how many people came."""
    event = _event(request, pk)
    row = get_object_or_404(event.dates.all(), original_day=_day(day))
    row.event = event
    form = VisitorsForm(request.POST or None, initial={"visitors": row.visitors})
    if form.is_bound and form.is_valid():
        services.note_visitors(
            date=row, visitors=form.cleaned_data["visitors"], by=request.user
        )
        messages.success(request, _("The changes were saved."))
        return redirect("events:detail", municipality, pk)
    context = {"form": form, "event": event, "day": row.first_day}
    status = 422 if form.errors else 200
    return render(request, "events/visitors.html", context, status=status)


def _event(request: SignedInRequest, pk: UUID) -> Event:
    rows = queries.events_editable_by(request.user).select_related("municipality")
    return get_object_or_404(rows, pk=pk)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
