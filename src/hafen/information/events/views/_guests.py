"""The forms of visitors: registering, and handing an event in."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.db.permissions import public
from hafen.core.places.features import of_feature
from hafen.core.ui.errors import forbidden, too_many
from hafen.core.ui.visitors import comes_from_here
from hafen.information.events import queries, services
from hafen.information.events.forms import AskForm, JoinForm, SubmitForm
from hafen.information.events.models import Event
from hafen.information.events.services._registration import OWNER
from hafen.information.events.views._public import PublicRequest
from hafen.mechanisms.bookings import queries as bookings
from hafen.mechanisms.bookings import services as places
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.feedback.forms import is_too_quick, new_token
from hafen.mechanisms.feedback.services import (
    WINDOW_SECONDS,
    TooManyMessages,
    count_sending,
)
from hafen.mechanisms.questions import queries as questions

# From one address within an hour: a whole shelter may share one.
_MOST, _MOST_OF_ALL = 30, 3_000
_THANKS: dict[type, str] = {
    AskForm: "events_public:asked",
    JoinForm: "events_public:joined",
    SubmitForm: "events_public:submitted",
}


# No cookie, so no token of Django's: the origin of the request is checked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature("events")
def join(
    request: PublicRequest, municipality: str, language: str, address: str, day: str
) -> HttpResponse:
    """Register for one date, with or without an account."""
    event, bookable = _offered(request, address, day)
    form = JoinForm(
        _sent(request),
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
        return "events_public:joined"

    return _answer(request, form, "events/join.html", context, take)


@require_safe
@public
@of_feature("events")
def joined(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    event = queries.event_by_address(request.municipality, address)
    if event is None:
        raise Http404
    return _no_store(render(request, "events/joined.html", {"event": event}))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature("events")
def submit(request: PublicRequest, municipality: str, language: str) -> HttpResponse:
    """A partner hands an event in; nobody sees it until an editor accepts it."""
    form = SubmitForm(_sent(request), initial={"token": new_token()})

    def take() -> str:
        now = timezone.now()
        services.submit_event(
            municipality=request.municipality,
            data=form.data_of_event(language),
            submitter=form.submitter(language),
            now=now,
            today=timezone.localdate(now),
        )
        return "events_public:submitted"

    return _answer(request, form, "events/submit.html", {}, take)


@require_safe
@public
@of_feature("events")
def submitted(request: PublicRequest, municipality: str, language: str) -> HttpResponse:
    return _no_store(render(request, "events/submitted.html"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature("events")
def ask(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """A visitor asks something about an event."""
    event = queries.event_by_address(request.municipality, address)
    if event is None or not event.takes_questions:
        raise Http404
    form = AskForm(_sent(request), initial={"token": new_token()})

    def take() -> str:
        services.ask_question(
            event=event,
            text=form.cleaned_data["text"],
            email=form.cleaned_data["email"],
            language=language,
        )
        return "events_public:asked"

    return _answer(request, form, "events/ask.html", {"event": event}, take)


@require_safe
@public
@of_feature("events")
def asked(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    event = queries.event_by_address(request.municipality, address)
    if event is None:
        raise Http404
    return _no_store(render(request, "events/asked.html", {"event": event}))


def _answer(
    request: PublicRequest,
    form: Any,
    template: str,
    context: dict[str, Any],
    take: Callable[[], str],
) -> HttpResponse:
    """Show the form, or take what was sent and lead on to where `take` says."""
    if request.method != "POST":
        return _no_store(render(request, template, context | {"form": form}))
    if not comes_from_here(request):
        return forbidden(request)
    done = _tried(request, form, take) if form.is_valid() else None
    if done is not None:
        return done
    form.data["token"] = new_token(is_corrected=True)
    page = render(request, template, context | {"form": form}, status=422)
    return _no_store(page)


def _tried(
    request: PublicRequest, form: Any, take: Callable[[], str]
) -> HttpResponse | None:
    """Do what was sent; None when the form says why it cannot be done."""
    try:
        return _lead_on(request, _take(request, form, take))
    except TooManyMessages:
        return too_many(request, wait=WINDOW_SECONDS)
    except places.NotOpen:
        form.add_error(None, _("Registration is closed."))
    except places.Full:
        form.add_error(None, _("All places are taken, on the waiting list too."))
    return None


def _take(request: PublicRequest, form: Any, take: Callable[[], str]) -> str:
    """Do it, unless a robot asks; a robot is thanked too and learns nothing."""
    if form.is_of_a_robot or is_too_quick(form.cleaned_data["token"]):
        return _THANKS[type(form)]
    town, now = request.municipality, timezone.now()
    sender = get_adapter().get_client_ip(request)
    count_sending(town, f"events:{sender}", _MOST, now)
    count_sending(town, "events:", _MOST_OF_ALL, now)
    return take()


def _lead_on(request: PublicRequest, target: str) -> HttpResponse:
    kept: dict[str, Any] = request.resolver_match.kwargs  # type: ignore[union-attr]  # resolved
    names = {"municipality", "language", "address"}
    chosen = {name: value for name, value in kept.items() if name in names}
    return HttpResponseRedirect(reverse(target, kwargs=chosen))


def _sent(request: PublicRequest) -> Any:
    return request.POST.copy() if request.method == "POST" else None


def _offered(request: PublicRequest, address: str, day: str) -> tuple[Event, Bookable]:
    event = queries.event_by_address(request.municipality, address)
    if event is None or not event.has_registration:
        raise Http404
    bookable = Bookable.objects.filter(
        municipality=request.municipality, owner=OWNER, subject_id=event.pk, slot=day
    ).first()
    if bookable is None:
        raise Http404
    return event, bookable


def _person(request: PublicRequest) -> Any:
    """Return who is signed in to this municipality; None for guests."""
    user: Any = getattr(request, "user", None)
    is_here = getattr(user, "municipality_id", None) == request.municipality.pk
    return user if user is not None and user.is_authenticated and is_here else None


def _known(request: PublicRequest) -> dict[str, str]:
    person = _person(request)
    return {"name": person.name, "email": person.email} if person else {}


def _no_store(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
