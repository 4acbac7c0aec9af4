from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.places import queries as places
from hafen.exchange.interpreting import queries
from hafen.exchange.interpreting.models import (
    Appointment,
    Institution,
    Interpreter,
    Voucher,
)
from hafen.exchange.interpreting.views._refusals import refusal
from hafen.exchange.interpreting.words import language_choices

PAGE = 25
MOST_EXPORTED = 10_000


def today() -> date:
    return timezone.localdate()


def appointment_of(request: SignedInRequest, pk: UUID) -> Appointment:
    return get_object_or_404(queries.appointments_visible_to(request.user), pk=pk)


def interpreter_of(request: SignedInRequest, pk: UUID) -> Interpreter:
    return get_object_or_404(queries.interpreters_visible_to(request.user), pk=pk)


def institution_of(request: SignedInRequest, pk: UUID) -> Institution:
    return get_object_or_404(queries.institutions_visible_to(request.user), pk=pk)


def of_messages(town: Any) -> list[tuple[str, Any]]:
    """Return the languages in which somebody can be written to."""
    names = dict(language_choices(today()))
    return [(tag, names.get(tag, "Deutsch")) for tag in town.languages]


def districts(request: SignedInRequest) -> Any:
    return places.districts_of(request.municipality)


def tried(request: SignedInRequest, step: Any, done: str) -> bool:
    """Do one step; say what was done, or why not."""
    try:
        step()
    except DomainError as refused:
        messages.error(request, refusal(refused))
        return False
    messages.success(request, done)
    return True


def as_issued(request: HttpRequest, found: Voucher) -> HttpResponse:
    """Answer with a paper as it was issued, or with what a public office reads in.

    :raises Http404: when it was not issued as XML
    """
    if request.GET.get("as") != "xml":
        response = HttpResponse(bytes(found.pdf), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    elif found.xml:
        response = HttpResponse(bytes(found.xml), content_type="application/xml")
        response["Content-Disposition"] = f'attachment; filename="{found.code}.xml"'
    else:
        raise Http404
    response["Cache-Control"] = "no-store"
    return response
