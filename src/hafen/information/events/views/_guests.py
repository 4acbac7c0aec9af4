"""The forms of visitors: registering, and handing an event in."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.db.permissions import public
from hafen.core.places.features import of_feature
from hafen.core.places.requests import PlaceRequest
from hafen.information.events import queries, services
from hafen.information.events.forms import AskForm, JoinForm, SubmitForm
from hafen.information.events.models import Event
from hafen.information.events.services._registration import OWNER
from hafen.mechanisms.bookings import queries as bookings
from hafen.mechanisms.bookings import services as places
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.visiting import Visit, answer, no_store, sent
from hafen.mechanisms.questions import queries as questions

_REFUSALS = {
    places.NotOpen: _("Registration is closed."),
    places.Full: _("All places are taken, on the waiting list too."),
}


# No cookie, so no token of Django's: the origin of the request is checked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature("events")
def join(
    request: PlaceRequest, municipality: str, language: str, address: str, day: str
) -> HttpResponse:
    """Register for one date, with or without an account."""
    event, bookable = _offered(request, address, day)
    form = JoinForm(
        sent(request),
        bookable=bookable,
        questions=questions.asked(event.questionnaire_id),
        language=language,
        asks_needs=event.asks_needs,
        initial=_known(request) | {"token": new_token()},
    )
    context = {
        "event": event,
        "bookable": bookable,
        "title": bookable.title_in(language),
        "standing": bookings.standing(bookable),
        "is_open": bookable.is_open(timezone.now()),
    }

    def take() -> str:
        services.join_event(
            event=event,
            bookable=bookable,
            data=form.data_of_person(language=language, user=_person(request)),
            answers=form.answers,
            now=timezone.now(),
            needs=form.cleaned_data.get("needs", ()),
            need_detail=form.cleaned_data.get("need_detail", ""),
        )
        return done

    done = reverse("events_public:joined", args=[municipality, language, address])
    return answer(
        request,
        Visit(form, "events/join.html", "events", take, done, context, _REFUSALS),
    )


@require_safe
@public
@of_feature("events")
def joined(
    request: PlaceRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    event = queries.event_by_address(request.municipality, address)
    if event is None:
        raise Http404
    return no_store(render(request, "events/joined.html", {"event": event}))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature("events")
def submit(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """A partner hands an event in; nobody sees it until an editor accepts it."""
    form = SubmitForm(sent(request), initial={"token": new_token()})

    def take() -> str:
        now = timezone.now()
        services.submit_event(
            municipality=request.municipality,
            data=form.data_of_event(language),
            submitter=form.submitter(language),
            now=now,
            today=timezone.localdate(now),
        )
        return done

    done = reverse("events_public:submitted", args=[municipality, language])
    return answer(request, Visit(form, "events/submit.html", "events", take, done))


@require_safe
@public
@of_feature("events")
def submitted(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    return no_store(render(request, "events/submitted.html"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature("events")
def ask(
    request: PlaceRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """A visitor asks something about an event."""
    event = queries.event_by_address(request.municipality, address)
    if event is None or not event.takes_questions:
        raise Http404
    form = AskForm(sent(request), initial={"token": new_token()})

    def take() -> str:
        services.ask_question(
            event=event,
            text=form.cleaned_data["text"],
            email=form.cleaned_data["email"],
            language=language,
        )
        return done

    done = reverse("events_public:asked", args=[municipality, language, address])
    context = {"event": event}
    return answer(
        request, Visit(form, "events/ask.html", "events", take, done, context)
    )


@require_safe
@public
@of_feature("events")
def asked(
    request: PlaceRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    event = queries.event_by_address(request.municipality, address)
    if event is None:
        raise Http404
    return no_store(render(request, "events/asked.html", {"event": event}))


def _offered(request: PlaceRequest, address: str, day: str) -> tuple[Event, Bookable]:
    event = queries.event_by_address(request.municipality, address)
    if event is None or not event.has_registration:
        raise Http404
    bookable = Bookable.objects.filter(
        municipality=request.municipality, owner=OWNER, subject_id=event.pk, slot=day
    ).first()
    if bookable is None:
        raise Http404
    return event, bookable


def _person(request: PlaceRequest) -> Any:
    """Return who is signed in to this municipality; None for guests."""
    user: Any = getattr(request, "user", None)
    is_here = getattr(user, "municipality_id", None) == request.municipality.pk
    return user if user is not None and user.is_authenticated and is_here else None


def _known(request: PlaceRequest) -> dict[str, str]:
    person = _person(request)
    return {"name": person.name, "email": person.email} if person else {}
