"""Appointments by arrangement: the list, a new one, and what became of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.consultations import queries, services
from hafen.casework.consultations.doors import FEATURE
from hafen.casework.consultations.errors import NobodyInterprets
from hafen.casework.consultations.forms import AppointmentForm, MoveForm
from hafen.casework.consultations.models import Appointment
from hafen.casework.consultations.rules import EXPORT_DAY, RECEIVE
from hafen.casework.consultations.sheets import appointments_sheet
from hafen.casework.consultations.views._common import refusal
from hafen.casework.consultations.views._talk import shown_people
from hafen.casework.consultations.words import Words, words
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import is_on, of_feature
from hafen.core.places.models import Site
from hafen.core.places.queries import sites_visible_to
from hafen.exchange.interpreting import queries as interpreting
from hafen.exchange.interpreting.doors import FEATURE as INTERPRETING
from hafen.exchange.interpreting.models import Institution
from hafen.exchange.interpreting.rules import BOOK
from hafen.mechanisms.todos.queries import receivers_for

PAGE = 25
MOST_EXPORTED = 5_000


@require_safe
@requires(RECEIVE)
@of_feature(FEATURE)
def appointments(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The coming ones, one's own, or those that are over."""
    del municipality
    today = timezone.localdate()
    part = request.GET.get("part", "coming")
    rows = queries.arranged(request.user, part=part, today=today)
    known = words(today)
    sheet = appointments_sheet(known)
    if file := answer(request, sheet, rows[:MOST_EXPORTED], right=EXPORT_DAY):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    bookers = _bookers(request)
    context = {
        "page": page,
        "rows": _listed(page, known, today, may_book=bool(bookers)),
        "bookers": bookers,
        "part": part,
        "parts": [
            ("coming", pgettext("appointments", "coming")),
            ("asked", pgettext("appointments", "asked for online")),
            ("mine", pgettext("appointments", "mine")),
            ("past", pgettext("appointments", "over")),
        ],
        "steps": [
            ("came", _("has come")),
            ("missed", _("did not come")),
            ("off", _("call off")),
        ],
        "may_export": EXPORT_DAY.held_by(request.user),
    }
    return render(request, "consultations/appointments.html", context)


def _listed(
    page: Iterable[Appointment], known: Words, today: date, *, may_book: bool
) -> list[tuple[Appointment, str, bool]]:
    """Return each row with its words, and whether an interpreter may be booked."""
    advisers = {row.adviser_id for row in page} if may_book else set()
    spoken = queries.spoken_by(advisers, today=today) if advisers else {}
    return [
        (
            row,
            known.of_appointment(row),
            may_book and row.needs_interpreter(spoken.get(row.adviser_id, set())),
        )
        for row in page
    ]


def _bookers(request: SignedInRequest) -> list[Institution]:
    """Return the own offices for which this person may book an interpreter."""
    user = request.user
    if not (BOOK.held_by(user) and is_on(request.municipality, INTERPRETING)):
        return []
    return list(interpreting.institutions_visible_to(user).filter(is_own=True))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RECEIVE)
@of_feature(FEATURE)
def arrange(request: SignedInRequest, municipality: str) -> HttpResponse:
    """A new appointment; with an interpreter only if one is free."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.arrange(
                by=request.user, now=timezone.now(), **form.arrangement
            )
        except DomainError as refused:
            is_language = isinstance(refused, NobodyInterprets)
            form.add_error("language" if is_language else "begins", refusal(refused))
        else:
            said = _("The appointment is arranged. Its code: %(code)s")
            messages.success(request, said % {"code": row.code})
            return redirect("consultations:appointments", municipality)
    context = shown_people(request, form, None)
    status = 422 if form.errors else 200
    return render(request, "consultations/arrange.html", context, status=status)


def _form(request: SignedInRequest) -> AppointmentForm:
    user, today = request.user, timezone.localdate()
    people, _teams = receivers_for(user)
    sites = sites_visible_to(user).exclude(kind=Site.Kind.ACCOMMODATION)
    own = interpreting.institutions_visible_to(user).filter(is_own=True)
    rows: dict[str, Any] = {
        "site": sites,
        "adviser": people,
        "interpreter_for": own,
    }
    form = AppointmentForm(
        request.POST or None,
        user=user,
        known=words(today),
        rows=rows,
        initial={"adviser": user.pk, "day": today},
    )
    if not (BOOK.held_by(user) and is_on(request.municipality, INTERPRETING)):
        del form.fields["interpreter_for"]
    return form


@require_POST
@requires(RECEIVE)
@of_feature(FEATURE)
def appointment_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Who came gets a number; or nobody came; or it is called off."""
    if name not in {*_STEPS, "interpreter"}:
        raise Http404
    today = timezone.localdate()
    rows = queries.appointments_visible_to(request.user, today=today)
    row = get_object_or_404(rows, pk=pk)
    done: Any
    try:
        if name == "interpreter":
            done = services.book_interpreter(
                appointment=row,
                institution=_booker(request),
                by=request.user,
                now=timezone.now(),
            )
        else:
            done = _STEPS[name](appointment=row, by=request.user)
    except DomainError as refused:
        messages.warning(request, refusal(refused))
    else:
        said = _("The changes were saved.")
        if name == "came":
            said = _("Number %(number)s") % {"number": done.number}
        messages.success(request, said)
    part = request.POST.get("part", "")
    address = reverse("consultations:appointments", args=[municipality])
    return redirect(f"{address}?part=asked" if part == "asked" else address)


def _booker(request: SignedInRequest) -> Institution:
    asked = request.POST.get("institution", "")
    for each in _bookers(request):
        if str(each.pk) == asked:
            return each
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RECEIVE)
@of_feature(FEATURE)
def move(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Another time, perhaps with a colleague; whoever comes is told."""
    rows = queries.appointments_visible_to(request.user, today=timezone.localdate())
    row = get_object_or_404(rows, pk=pk)
    begins = timezone.localtime(row.starts_at)
    people, _teams = receivers_for(request.user)
    form = MoveForm(
        request.POST or None,
        advisers=people,
        initial={
            "adviser": row.adviser_id,
            "day": begins.date(),
            "begins": begins.time(),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.move(
                appointment=row,
                advisers=[form.cleaned_data["adviser"].pk],
                starts_at=form.cleaned_data["starts_at"],
                minutes=row.minutes,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error("begins", refusal(refused))
        else:
            messages.success(request, _("The appointment has another time."))
            return redirect("consultations:appointments", municipality)
    context = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "consultations/move.html", context, status=status)


_STEPS: dict[str, Any] = {
    "accept": lambda **of: services.accept(now=timezone.now(), **of),
    "came": lambda **of: services.arrive(now=timezone.now(), **of),
    "off": lambda **of: services.call_off(now=timezone.now(), **of),
    "missed": services.miss,
}
