from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.places import queries as places
from hafen.exchange.pool import queries
from hafen.exchange.pool.models import Match, Need, Offer
from hafen.mechanisms.todos.queries import receivers_for
from hafen.network.organisations.queries import organisations_visible_to


def today() -> date:
    return timezone.localdate()


def postings(request: SignedInRequest, side: str) -> Any:
    if side == "need":
        return queries.needs_visible_to(request.user)
    return queries.offers_visible_to(request.user)


def posting(request: SignedInRequest, side: str, pk: UUID) -> Any:
    rows = queries.listed(postings(request, side))
    return get_object_or_404(rows.select_related("municipality"), pk=pk)


def need_and_offer(
    request: SignedInRequest, need: UUID, offer: UUID
) -> tuple[Need, Offer]:
    return posting(request, "need", need), posting(request, "offer", offer)


def match(request: SignedInRequest, pk: UUID) -> Match:
    return get_object_or_404(queries.matches_visible_to(request.user), pk=pk)


def form_rows(request: SignedInRequest) -> dict[str, Any]:
    """Return what the choices of the form come from."""
    people, teams = receivers_for(request.user)
    organisations = organisations_visible_to(request.user).order_by("sort_key", "id")
    return {
        "owner": people,
        "team": teams,
        "organisation": organisations,
        "district": places.districts_of(request.municipality),
    }
