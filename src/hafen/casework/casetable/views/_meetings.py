"""Case tables: the list, one of them with its seats and cases, and its minutes."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.casetable import queries, services
from hafen.casework.casetable.doors import FEATURE
from hafen.casework.casetable.forms import AnswerForm, MeetingForm
from hafen.casework.casetable.models import Meeting, Seat
from hafen.casework.casetable.rules import CONVENE, EXPORT, TAKE_PART
from hafen.casework.casetable.sheets import MEETINGS
from hafen.casework.casetable.views._refusals import refusal
from hafen.casework.casetable.words import table_topics
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui import steps
from hafen.core.ui.conflict import edited
from hafen.core.ui.steps import Step

PAGE = 50
take = partial(steps.take, refusal=refusal)


@require_safe
@requires(TAKE_PART)
@of_feature(FEATURE)
def meetings(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    now, part = timezone.now(), request.GET.get("part", "coming")
    rows = queries.meetings_visible_to(request.user)
    found = queries.filtered_meetings(rows, part, now=now)
    if file := answer(request, MEETINGS, found[:5000], right=EXPORT):
        return file
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "part": part,
        "parts": [
            ("coming", pgettext("case tables", "coming")),
            ("over", pgettext("case tables", "over")),
        ],
        "may_convene": CONVENE.held_by(request.user),
        "may_export": EXPORT.held_by(request.user),
    }
    return render(request, "casetable/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CONVENE)
@of_feature(FEATURE)
def add_meeting(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = services.call_meeting(
            municipality=request.municipality, facts=form.content, by=request.user
        )
        return redirect("casetable:meeting", municipality, row.pk)
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "casetable/meeting_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CONVENE)
@of_feature(FEATURE)
def edit_meeting(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = called(request, pk)
    names = ("title", "place", "starts_at", "ends_at")
    initial = {name: getattr(row, name) for name in names}
    form = MeetingForm(request.POST or None, initial=initial, version=row.version)

    def save(*, expected: int | None) -> object:
        return services.move_meeting(
            meeting=row,
            facts=form.content,
            expected=expected,
            now=timezone.now(),
            by=request.user,
        )

    done = edited(request, form, row, save, current=initial)
    if isinstance(done, HttpResponse):
        return done
    if done:
        return redirect("casetable:meeting", municipality, pk)
    context = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "casetable/meeting_form.html", context, status=status)


def found_meeting(request: SignedInRequest, pk: UUID) -> Meeting:
    return get_object_or_404(queries.meetings_visible_to(request.user), pk=pk)


def called(request: SignedInRequest, pk: UUID) -> Meeting:
    """Return a meeting that somebody called, while it is open."""
    row = found_meeting(request, pk)
    if row.owner_id != request.user.pk or not row.is_open(timezone.now()):
        raise Http404
    return row


@require_safe
@requires(TAKE_PART)
@of_feature(FEATURE)
def meeting(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    return _page(request, found_meeting(request, pk))


def _page(request: SignedInRequest, row: Meeting, **shown: Any) -> HttpResponse:
    now, user = timezone.now(), request.user
    seats = list(queries.seats_visible_to(user, now=now).filter(meeting=row))
    may_call = row.owner_id == user.pk and CONVENE.held_by(user)
    context = {
        "row": row,
        "is_open": row.is_open(now),
        "may_call": may_call and row.is_open(now),
        "members": [seat for seat in seats if not seat.is_guest],
        "own": [seat for seat in seats if seat.user_id == user.pk],
        "expected": [
            (seat, queries.expected_at(seat))
            for seat in seats
            if seat.user_id == user.pk and seat.is_guest
        ],
        "items": _named(queries.items_visible_to(user, now=now).filter(meeting=row)),
        "may_export": EXPORT.held_by(user),
        **shown,
    }
    status = 422 if shown else 200
    response = render(request, "casetable/meeting.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _named(rows: Any) -> list[tuple[Any, str]]:
    names = dict(table_topics(timezone.localdate()))
    return [(row, names.get(row.topic, row.topic)) for row in rows]


@require_POST
@requires(TAKE_PART)
@of_feature(FEATURE)
def meeting_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Answer, take an invitation back, or close it."""

    def done(_result: Any) -> HttpResponse:
        return redirect("casetable:meeting", municipality, pk)

    row = found_meeting(request, pk)
    if name != "answer" and row.owner_id != request.user.pk:
        raise Http404
    return take(request, row, _STEPS, name, page=_page, done=done)


def seat_of(request: SignedInRequest, row: Meeting) -> Seat:
    """Return the seat that a sent form names, as one sees it."""
    rows = queries.seats_visible_to(request.user, now=timezone.now())
    try:
        return get_object_or_404(rows.filter(meeting=row), pk=request.POST.get("seat"))
    except ValueError as wrong:
        raise Http404 from wrong


def _answer(request: SignedInRequest, row: Meeting, form: Any) -> None:
    seat = seat_of(request, row)
    if seat.user_id != request.user.pk and row.owner_id != request.user.pk:
        raise Http404
    said = form.cleaned_data["answer"]
    services.answer(seat=seat, said=said, now=timezone.now(), by=request.user)


def _take_back(request: SignedInRequest, row: Meeting, _form: Any) -> None:
    services.take_back(seat=seat_of(request, row), by=request.user)


def _close(request: SignedInRequest, row: Meeting, _form: Any) -> None:
    services.close_meeting(meeting=row, now=timezone.now(), by=request.user)


_STEPS = {
    "answer": Step(lambda request, _row: AnswerForm(request.POST), _answer),
    "take-back": Step(None, _take_back),
    "close": Step(None, _close),
}


@require_safe
@requires(TAKE_PART)
@of_feature(FEATURE)
def minutes(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Agenda and measures on paper: of the cases that this reader sees, no words."""
    del municipality
    row, now = found_meeting(request, pk), timezone.now()
    items = queries.items_visible_to(request.user, now=now).filter(meeting=row)
    found = items.prefetch_related("measures__seat")
    seats = queries.seats_visible_to(request.user, now=now).filter(meeting=row)
    if not found and not seats:
        raise Http404
    audit.seen(subject=row, what="casetable.minutes")
    context = {
        "row": row,
        "items": _named(found),
        "seats": [seat for seat in seats if not seat.is_guest],
    }
    response = render(request, "casetable/minutes.html", context)
    response["Cache-Control"] = "no-store"
    return response
