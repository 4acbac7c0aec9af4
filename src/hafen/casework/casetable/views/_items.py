"""A case at the table: how it gets there, who reads it, and what is agreed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import Client
from hafen.casework.casetable import queries, services
from hafen.casework.casetable.doors import FEATURE
from hafen.casework.casetable.forms import BringForm, DecideForm
from hafen.casework.casetable.models import Item, Seat
from hafen.casework.casetable.rules import RELEASE, TAKE_PART
from hafen.casework.casetable.views._meetings import seat_of, take
from hafen.casework.casetable.views._refusals import refusal
from hafen.casework.casetable.words import table_topics
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.ui import sparse
from hafen.core.ui.steps import Step


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RELEASE)
@of_feature(FEATURE)
def bring(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Release the case of a person for a table, to the offices of the consents."""
    now, today = timezone.now(), timezone.localdate()
    people = cases.clients_visible_to(request.user, today=today)
    client = get_object_or_404(people, pk=pk)
    rows = queries.meetings_visible_to(request.user)
    form = BringForm(
        request.POST or None,
        consents=queries.consents_to_table(client, today=today),
        topics=table_topics(today),
        contested=cases.contested_by(client),
        rows={
            "meeting": queries.filtered_meetings(rows, "coming", now=now),
            "case": queries.open_cases_of(client, request.user, today=today),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = services.bring_case(
                client=client, now=now, by=request.user, **form.content
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            sparse.warn(request, form)
            return redirect("casetable:item", municipality, row.pk)
    context = {"form": form, "client": client}
    status = 422 if form.errors else 200
    return render(request, "casetable/bring.html", context, status=status)


def _found(request: SignedInRequest, pk: UUID) -> Item:
    rows = queries.items_visible_to(request.user, now=timezone.now())
    return get_object_or_404(queries.with_origin(rows), pk=pk)


@require_safe
@requires(TAKE_PART)
@of_feature(FEATURE)
def item(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    return _page(request, _found(request, pk))


def _page(request: SignedInRequest, row: Item, **shown: Any) -> HttpResponse:
    now, user = timezone.now(), request.user
    seats = list(queries.seats_visible_to(user, now=now).filter(meeting=row.meeting))
    client = _client_of(row)
    # As part of the file for whoever reads it; at the table nobody knows whose.
    audit.seen(subject=client or row, what="casetable.case")
    is_open = row.meeting.is_open(now) and row.withdrawn_on is None
    context = {
        "row": row,
        "topic": dict(table_topics(timezone.localdate())).get(row.topic, row.topic),
        "client": client,
        "guests": [seat for seat in seats if seat.item_id == row.pk],
        "measures": row.measures.select_related("seat").order_by("due_on", "id"),
        "may_invite": is_open and _is_own(row),
        "may_decide": is_open and (_is_own(row) or row.meeting.owner_id == user.pk),
        "decide": DecideForm(seats=_takers(row, seats)),
        **shown,
    }
    status = 422 if shown else 200
    response = render(request, "casetable/item.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _is_own(row: Any) -> bool:
    """Return whether somebody reads the file that a case at the table is from."""
    return bool(row.is_own)


def _client_of(row: Any) -> Client | None:
    found: Client | None = row.origin_row.client if _is_own(row) else None
    return found


def _takers(row: Item, seats: Iterable[Seat]) -> list[Seat]:
    """Return who can take something on: the table, and the guests of this case."""
    return [seat for seat in seats if seat.item_id in {None, row.pk}]


@require_POST
@requires(TAKE_PART)
@of_feature(FEATURE)
def item_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Write down what is agreed, or take a guest or the case off the table."""

    def done(_result: Any) -> HttpResponse:
        return redirect("casetable:item", municipality, pk)

    row = _found(request, pk)
    keeps_minutes = name == "decide" and row.meeting.owner_id == request.user.pk
    if not (_is_own(row) or keeps_minutes):
        raise Http404
    return take(request, row, _STEPS, name, page=_page, done=done)


def _decide_form(request: SignedInRequest, row: Item) -> DecideForm:
    seats = queries.seats_visible_to(request.user, now=timezone.now())
    here = seats.filter(meeting=row.meeting)
    return DecideForm(request.POST, seats=_takers(row, here))


def _decide(request: SignedInRequest, row: Item, form: Any) -> None:
    services.decide(item=row, now=timezone.now(), by=request.user, **form.content)


def _take_back(request: SignedInRequest, row: Item, _form: Any) -> None:
    seat = seat_of(request, row.meeting)
    if seat.item_id != row.pk:
        raise Http404
    services.take_back(seat=seat, by=request.user)


def _withdraw(request: SignedInRequest, row: Item, _form: Any) -> None:
    services.withdraw_item(item=row, today=timezone.localdate(), by=request.user)


_STEPS = {
    "decide": Step(_decide_form, _decide),
    "take-back": Step(None, _take_back),
    "withdraw": Step(None, _withdraw),
}
