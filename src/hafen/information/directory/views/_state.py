"""Small facts of one offer: steps of preparation, free places, visitors."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.information.directory import queries, services
from hafen.information.directory.forms import PlacesForm, StepForm, VisitsForm
from hafen.information.directory.models import Service
from hafen.information.directory.rules import EDIT_SERVICE
from hafen.information.directory.views._common import editable


def owned(request: SignedInRequest, pk: UUID) -> Service:
    rows = queries.services_owned_by(request.user).select_related(
        "organisation", "municipality"
    )
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def prepare(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The way of an offer that is being set up, step by step."""
    service = editable(request, pk)
    step = request.POST.get("step", "")
    form = StepForm(request.POST if step == "add" else None)
    if step == "add" and form.is_valid():
        services.add_step(service=service, by=request.user, **form.content)
        return redirect("directory:prepare", municipality, pk)
    if step in {"done", "open", "remove"}:
        _change_step(request, service, step)
        return redirect("directory:prepare", municipality, pk)
    context = {
        "service": service,
        "steps": service.preparation_steps.order_by("place", "id"),
        "form": form,
        "today": timezone.localdate(),
    }
    status = 422 if form.errors else 200
    return render(request, "directory/prepare.html", context, status=status)


def _change_step(request: SignedInRequest, service: Service, step: str) -> None:
    rows = service.preparation_steps.all()
    found = get_object_or_404(rows, place=request.POST.get("place"))
    if step == "remove":
        services.remove_step(step=found, by=request.user)
        return
    done_on = timezone.localdate() if step == "done" else None
    services.tick_step(step=found, done_on=done_on, by=request.user)


@require_POST
@requires(EDIT_SERVICE)
def tell_places(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """How many places are free, told in ten seconds."""
    service = owned(request, pk)
    form = PlacesForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        services.tell_places(
            service=service,
            total=values["total"],
            free=values["free"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The free places were saved."))
    else:
        said = " ".join(str(line) for lines in form.errors.values() for line in lines)
        messages.error(request, said)
    return redirect("directory:detail", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def visits(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """How many came: the numbers so far with their trend, and a new one."""
    service = owned(request, pk)
    form = VisitsForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.count_visits(service=service, by=request.user, **form.content)
        messages.success(request, _("The number was saved."))
        return redirect("directory:visits", municipality, pk)
    context = {
        "service": service,
        "form": form,
        "trend": queries.visits_of(service),
    }
    status = 422 if form.errors else 200
    return render(request, "directory/visits.html", context, status=status)
