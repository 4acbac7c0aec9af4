from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link, language_of
from hafen.mechanisms.bookings import queries, services
from hafen.mechanisms.bookings.models import Registration
from hafen.mechanisms.bookings.registries import owners


@by_link()
def manage(request: PlaceRequest, link: str) -> HttpResponse:
    """Show a registration, take an offered place, leave; reading changes nothing."""
    registration = _registration(request, link)
    if request.method != "POST":
        return _page(request, registration, link)
    refusal = _act(registration, request.POST.get("step", ""))
    if refusal:
        return _page(request, _registration(request, link), link, refusal)
    return redirect(request.path)


@by_link(writes=False)
def own_certificate(request: PlaceRequest, link: str) -> HttpResponse:
    registration = _registration(request, link)
    try:
        paper = services.certificate_of(registration, today=timezone.localdate())
    except services.NotAttended:
        raise Http404 from None
    return pdf(paper, "certificate")


def pdf(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _registration(request: PlaceRequest, link: str) -> Registration:
    found = queries.registration_by_link(request.municipality, link)
    if found is None:
        raise Http404
    found.bookable.municipality = request.municipality
    return found


def _act(registration: Registration, step: str) -> str:
    """Do what the button says; return why it was refused, empty when done."""
    now = timezone.now()
    try:
        if step == "accept":
            services.accept_offer(registration=registration, by=None, now=now)
        elif step == "leave":
            services.withdraw(registration=registration, by=None, now=now)
    except services.OfferEnded:
        return _("The time to take this place is over.")
    except services.AlreadyDecided:
        return _("Your registration has changed meanwhile.")
    return ""


def _page(
    request: PlaceRequest, registration: Registration, link: str, refusal: str = ""
) -> HttpResponse:
    bookable = registration.bookable
    language = language_of(request)
    context: dict[str, Any] = {
        "registration": registration,
        "bookable": bookable,
        "title": bookable.title_in(language),
        "position": queries.position(registration) if registration.is_waiting else 0,
        "address": owners[bookable.owner].public_address(bookable, language),
        "is_over": bookable.ends_at <= timezone.now(),
        "link": link,
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "bookings/manage.html", context, status=status)
