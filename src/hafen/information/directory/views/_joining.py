"""Somebody registers for a course by themselves, without an account."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.db.permissions import public
from hafen.core.places.requests import PlaceRequest
from hafen.information.directory import queries, services
from hafen.information.directory.forms import JoinForm
from hafen.information.directory.models import Service
from hafen.mechanisms.bookings import services as places
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.visiting import Visit, answer, no_store, sent

_REFUSALS = {
    places.NotOpen: _("Registration is closed."),
    places.Full: _("All places are taken, on the waiting list too."),
}


# No cookie, so no token of Django's: the origin of the request is checked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
def join_course(
    request: PlaceRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """Register for a course, or wait for a place in it."""
    service = _service(request, address)
    found = queries.bookable_to_join(service)
    if found is None:
        raise Http404
    bookable, standing = found
    form = JoinForm(
        sent(request),
        bookable=bookable,
        questions=queries.questions_of(service),
        language=language,
        initial={"token": new_token()},
    )
    done = reverse(
        "directory_public:joined_course", args=[municipality, language, address]
    )

    def take() -> str:
        services.join_course(
            service=service,
            bookable=bookable,
            data=form.data_of_person(language=language),
            answers=form.answers,
            now=timezone.now(),
        )
        return done

    context: dict[str, Any] = {
        "service": service,
        "bookable": bookable,
        "title": bookable.title_in(language),
        "standing": standing,
        "now": timezone.now(),
        "is_open": bookable.is_open(timezone.now()),
    }
    template = "directory/public/join.html"
    visit = Visit(form, template, "courses", take, done, context, _REFUSALS)
    return answer(request, visit)


@require_safe
@public
def joined_course(
    request: PlaceRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    context = {"service": _service(request, address)}
    return no_store(render(request, "directory/public/joined.html", context))


def _service(request: PlaceRequest, address: str) -> Service:
    town = request.municipality
    found = queries.published_service(town, address, now=timezone.now())
    if found is None:
        raise Http404
    return found
