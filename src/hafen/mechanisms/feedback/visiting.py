"""What every form of visitors goes through: origin, robots, floods, refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise

from hafen.core.db.errors import DomainError
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.errors import forbidden, too_many
from hafen.core.ui.visitors import comes_from_here
from hafen.mechanisms.feedback.forms import is_too_quick, new_token
from hafen.mechanisms.feedback.services import (
    WINDOW_SECONDS,
    TooManyMessages,
    count_sending,
)

# From one address within an hour: a whole shelter may share one.
MOST, MOST_OF_ALL = 30, 3_000


@dataclass(frozen=True)
class Visit:
    """One form of visitors: how it is shown, and what is done with what is sent.

    :param form: with the fields of `GuardedFields`
    :param room: under whose name sendings are counted
    :param take: does what was sent and returns where to lead on
    :param thanks: where a robot is led, that learns nothing
    :param refusals: what is said of errors of the domain
    :param most: so many sendings are taken from one address within an hour
    """

    form: Any
    template: str
    room: str
    take: Callable[[], str]
    thanks: str
    context: dict[str, Any] = field(default_factory=dict)
    refusals: Mapping[type[DomainError], str | Promise] = field(default_factory=dict)
    most: int = MOST


def answer(request: PlaceRequest, visit: Visit) -> HttpResponse:
    """Show the form, or take what was sent and lead on."""
    if request.method != "POST":
        return _page(request, visit)
    if not comes_from_here(request):
        return forbidden(request)
    done = _tried(request, visit) if visit.form.is_valid() else None
    if done is not None:
        return done
    visit.form.data["token"] = new_token(is_corrected=True)
    return _page(request, visit, status=422)


def sent(request: PlaceRequest) -> Any:
    """Return what the form is bound to; a copy, since the token is renewed."""
    return request.POST.copy() if request.method == "POST" else None


def no_store(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _page(request: PlaceRequest, visit: Visit, status: int = 200) -> HttpResponse:
    context = visit.context | {"form": visit.form}
    return no_store(render(request, visit.template, context, status=status))


def _tried(request: PlaceRequest, visit: Visit) -> HttpResponse | None:
    """Do what was sent; None when the form says why it cannot be done."""
    try:
        return HttpResponseRedirect(_taken(request, visit))
    except TooManyMessages:
        return too_many(request, wait=WINDOW_SECONDS)
    except tuple(visit.refusals) as refused:
        visit.form.add_error(None, visit.refusals[type(refused)])
    return None


def _taken(request: PlaceRequest, visit: Visit) -> str:
    form = visit.form
    if form.is_of_a_robot or is_too_quick(form.cleaned_data["token"]):
        return visit.thanks
    town, now = request.municipality, timezone.now()
    sender = get_adapter().get_client_ip(request)
    count_sending(town, f"{visit.room}:{sender}", visit.most, now)
    count_sending(town, f"{visit.room}:", MOST_OF_ALL, now)
    return visit.take()
