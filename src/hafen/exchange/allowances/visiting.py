"""The page on which a helper claims expenses, for the rooms that hold its link."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from hafen.core.db.errors import DomainError
from hafen.core.places.features import is_on
from hafen.core.places.requests import PlaceRequest
from hafen.exchange.allowances import queries, services
from hafen.exchange.allowances.doors import FEATURE
from hafen.exchange.allowances.forms.claims import OwnClaimForm
from hafen.exchange.allowances.queries import Ordered
from hafen.exchange.allowances.views._refusals import refusal
from hafen.exchange.allowances.words import rates
from hafen.exchange.pool.models import Helper

_SHOWN = 30
_MINUTES_OF_A_DAY = 1_440


def own_claims(request: PlaceRequest, helper: Helper, *, back: str) -> HttpResponse:
    """What can be claimed, the form, and what became of earlier claims.

    :param back: the address of the helper's own page
    :raises Http404: where the municipality does without this room
    """
    if not is_on(request.municipality, FEATURE):
        raise Http404
    ordered = queries.ordered_from(helper, today=timezone.localdate())
    chosen = _chosen(request, ordered)
    is_claim = request.method == "POST" and "claim" not in request.POST
    form = _form(request, chosen, is_sent=is_claim) if chosen else None
    refused = ""
    if request.method == "POST":
        if is_claim:
            is_done = chosen is not None and _claimed(chosen, form)
        else:
            refused = _taken_back(request, helper)
            is_done = not refused
        if is_done:
            return redirect(f"{request.path}?done=1")
    shown = {
        "back": back,
        "ordered": [(each, rates(each.scale)) for each in ordered],
        "chosen": chosen,
        "form": form,
        "refused": refused,
        "is_done": "done" in request.GET,
        "claims": queries.claims_of(helper)[:_SHOWN],
    }
    is_wrong = refused or (form is not None and form.errors)
    return render(
        request, "allowances/own.html", shown, status=422 if is_wrong else 200
    )


def _chosen(request: PlaceRequest, ordered: list[Ordered]) -> Ordered | None:
    """Return the order that a claim is for; the only one needs no choice.

    :raises Http404: for an order of somebody else
    """
    said = request.POST.get("order") or request.GET.get("order")
    if said is None:
        return ordered[0] if len(ordered) == 1 else None
    for each in ordered:
        if str(each.order.pk) == said:
            return each
    raise Http404


def _form(request: PlaceRequest, chosen: Ordered, *, is_sent: bool) -> OwnClaimForm:
    return OwnClaimForm(
        request.POST if is_sent else None,
        scale=chosen.scale,
        initial={"on": _day(request), "minutes": _minutes(request)},
    )


def _day(request: PlaceRequest) -> date:
    try:
        found = parse_date(request.GET.get("on", ""))
    except ValueError:
        found = None
    return found or timezone.localdate()


def _minutes(request: PlaceRequest) -> int | None:
    said = request.GET.get("minutes", "")
    is_number = said.isascii() and said.isdigit() and len(said) < 5
    return min(int(said), _MINUTES_OF_A_DAY) if is_number else None


def _claimed(chosen: Ordered, form: Any) -> bool:
    """Take the claim; False where the form says why it cannot be."""
    if not form.is_valid():
        return False
    try:
        services.claim_own(order=chosen.order, data=form.claim, now=timezone.now())
    except DomainError as refused:
        form.add_error(None, refusal(refused))
        return False
    return True


def _taken_back(request: PlaceRequest, helper: Helper) -> str:
    """Take a claim back; return why it was refused, empty when done."""
    rows = queries.claims_of(helper).filter(by_helper=True)
    claim = get_object_or_404(rows, pk=_key(request.POST["claim"]))
    try:
        services.take_back(claim=claim, now=timezone.now())
    except DomainError as refused:
        return refusal(refused)
    return ""


def _key(said: str) -> UUID:
    """Return the key that a button carries.

    :raises Http404: for something else
    """
    try:
        return UUID(said)
    except ValueError:
        raise Http404 from None
