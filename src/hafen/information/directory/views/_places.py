from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.ui.conflict import edited
from hafen.information.directory import queries, services
from hafen.information.directory.forms import LocationForm, PlaceForm
from hafen.information.directory.models import Service
from hafen.information.directory.rules import EDIT_EVERY_SERVICE, EDIT_SERVICE
from hafen.information.directory.shapes import Place
from hafen.information.directory.views._common import editable, sections


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def edit_places(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Where the offer is: the places it has, one more, or one less.

    Adding and removing commute, so they are based on what stands now, and two
    people at once both get what they wanted.
    """
    service = editable(request, pk)
    form = PlaceForm(
        request.POST if request.POST.get("step") == "add" else None,
        locations=queries.locations_visible_to(request.user),
    )
    if request.method == "POST":
        if request.POST.get("step") == "remove":
            _remove(request, service, request.POST.get("place", ""))
            return redirect("directory:edit_places", municipality, pk)
        if form.is_valid():
            _add(request, service, form)
            return redirect("directory:edit_places", municipality, pk)
    rows = service.places.select_related("location", "location__district")
    context = {
        "form": form,
        "service": service,
        "places": rows.defer("location__district__geometry").order_by("place"),
        "sections": sections(service, "where"),
        "may_edit_places": EDIT_EVERY_SERVICE.held_by(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "directory/where.html", context, status=status)


def _add(request: SignedInRequest, service: Service, form: PlaceForm) -> None:
    location = form.cleaned_data["known"] or services.find_or_create_location(
        municipality=request.municipality, data=form.location, by=request.user
    )
    places = list(queries.data_of(service)["places"])
    if any(place.location.pk == location.pk for place in places):
        messages.info(request, _("The offer already has this place."))
        return
    places.append(Place(location, form.cleaned_data["note"]))
    _save(request, service, places)
    messages.success(request, _("The place was added."))


def _remove(request: SignedInRequest, service: Service, key: str) -> None:
    places = queries.data_of(service)["places"]
    left = [place for place in places if str(place.location.pk) != key]
    _save(request, service, left)
    messages.success(request, _("The place was removed, with its hours."))


def _save(request: SignedInRequest, service: Service, places: list[Place]) -> None:
    services.edit_service(
        service=service,
        data={"places": places},
        expected=None,
        by=request.user,
        now=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_EVERY_SERVICE)
def edit_location(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """An address that several offers may share; all of them follow."""
    location = get_object_or_404(queries.locations_visible_to(request.user), pk=pk)
    said = LocationForm.said(location)
    form = LocationForm(request.POST or None, initial=said, version=location.version)

    def save(*, expected: int | None) -> None:
        services.edit_location(
            location=location, data=form.location, expected=expected, by=request.user
        )

    done = edited(request, form, location, save, current=said)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("directory:edit_location", municipality, pk)
    if done:
        return done
    offers = queries.services_visible_to(request.user).filter(places__location=location)
    context = {
        "form": form,
        "location": location,
        "offers": offers.present().sorted()[:50],
    }
    status = 422 if form.errors else 200
    return render(request, "directory/location.html", context, status=status)
