"""Steps of an appointment at the desk: ask, settle, give back, pass on, call off."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.exchange.interpreting import queries, services
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.interpreting.rules import ASSIGN, BOOK
from hafen.exchange.interpreting.services import Answer
from hafen.exchange.interpreting.views._common import appointment_of, tried


@require_POST
@requires(ASSIGN)
@of_feature(FEATURE)
def ask(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Write to all who are ticked."""
    found = appointment_of(request, pk)
    ticked = set(request.POST.getlist("interpreter"))
    chosen = [
        (each.interpreter, each.points)
        for each in queries.candidates(found)
        if str(each.interpreter.pk) in ticked
    ]

    def step() -> None:
        services.ask(
            appointment=found,
            interpreters=chosen,
            by=request.user,
            now=timezone.now(),
            whole_series="series" in request.POST,
        )

    tried(request, step, _("Everybody who is ticked was asked."))
    return redirect("interpreting:appointment", municipality, pk)


@require_POST
@requires(ASSIGN)
@of_feature(FEATURE)
def call_step(
    request: SignedInRequest, municipality: str, pk: UUID, call: UUID, name: str
) -> HttpResponse:
    """Settle with whoever said yes, or note what was said on the telephone."""
    found = appointment_of(request, pk)
    row = get_object_or_404(queries.calls_of(found), pk=call)
    now = timezone.now()
    said = Answer(accepts=name == "yes", is_impartial=True)
    steps: dict[str, Any] = {
        "settle": lambda: services.settle(call=row, by=request.user, now=now),
        "yes": lambda: services.answer(call=row, said=said, now=now, by=request.user),
        "no": lambda: services.answer(call=row, said=said, now=now, by=request.user),
    }
    if name not in steps:
        raise Http404
    done = {"settle": _("Settled. Both sides were told.")}
    tried(request, steps[name], done.get(name, _("The answer is noted.")))
    return redirect("interpreting:appointment", municipality, pk)


@require_POST
@requires(ASSIGN)
@of_feature(FEATURE)
def appointment_step(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Give back, give up, pass on, or say that a complaint is settled."""
    found = appointment_of(request, pk)
    step, now, by = request.POST.get("step", ""), timezone.now(), request.user
    steps: dict[str, tuple[Any, str]] = {
        "back": (
            lambda: services.give_back(
                appointment=found, by=by, now=now, scope=_scope(request)
            ),
            _("It is open again; both sides were told."),
        ),
        "unmet": (
            lambda: services.give_up(appointment=found, by=by, now=now),
            _("Noted: nobody was found. The institution was told."),
        ),
        "settled": (
            lambda: services.settle_complaint(appointment=found, by=by, now=now),
            _("Noted: both sides were asked."),
        ),
        "forward": (
            lambda: _forward(request, found),
            _("Passed on: language, time, district and subject, and nothing else."),
        ),
    }
    if step not in steps:
        raise Http404
    tried(request, *steps[step])
    return redirect("interpreting:appointment", municipality, pk)


def _scope(request: SignedInRequest) -> str:
    said = request.POST.get("scope", "")
    return said if said in services.Scope.values else services.Scope.ONE


def _forward(request: SignedInRequest, found: Appointment) -> None:
    rows = queries.providers_visible_to(request.user)
    keys = [str(row.pk) for row in rows]
    if request.POST.get("provider") not in keys:
        raise Http404
    services.forward(
        appointment=found,
        provider=rows.get(pk=request.POST["provider"]),
        by=request.user,
        now=timezone.now(),
    )


@require_POST
@requires(BOOK)
@of_feature(FEATURE)
def call_off(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Call an own appointment off, or it and the later ones of its series."""
    found = appointment_of(request, pk)

    def step() -> None:
        services.call_off(
            appointment=found,
            by=request.user,
            now=timezone.now(),
            scope=_scope(request),
        )

    tried(request, step, _("Called off. Everybody was told."))
    return redirect("interpreting:appointment", municipality, pk)
