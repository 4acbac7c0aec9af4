from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.places import queries as places
from hafen.exchange.volunteers import queries
from hafen.exchange.volunteers.models import Volunteer
from hafen.mechanisms.todos.queries import receivers_for
from hafen.network.organisations.queries import organisations_visible_to

PAGE = 25
MOST_EXPORTED = 10_000


def today() -> date:
    return timezone.localdate()


def found(request: SignedInRequest, pk: UUID) -> Volunteer:
    rows = queries.volunteers_visible_to(request.user)
    return get_object_or_404(queries.in_detail(rows), pk=pk)


def organisations(request: SignedInRequest) -> Any:
    return organisations_visible_to(request.user).order_by("sort_key", "id")


def receivers(request: SignedInRequest) -> dict[str, Any]:
    people, teams = receivers_for(request.user)
    return {"owner": people, "team": teams}


def districts(request: Any) -> Any:
    return places.districts_of(request.municipality)
