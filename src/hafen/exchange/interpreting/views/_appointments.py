"""Appointments at the desk: the list, the booking, the page, and its steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError, LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import conflict_page
from hafen.core.ui.pages import render_page
from hafen.exchange.interpreting import queries, services, travel, words
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.forms import (
    AppointmentFilterForm,
    BookingForm,
    OutcomeForm,
    initial_of,
    initial_times,
)
from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.interpreting.queries import AppointmentFilter, Candidate
from hafen.exchange.interpreting.rules import ASSIGN, BOOK, EXPORT, SETTLE
from hafen.exchange.interpreting.sheets import APPOINTMENTS
from hafen.exchange.interpreting.views._common import (
    MOST_EXPORTED,
    PAGE,
    appointment_of,
    districts,
    today,
)
from hafen.exchange.interpreting.views._refusals import refusal


@require_safe
@requires(BOOK)
@of_feature(FEATURE)
def appointments(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What is urgent first; whoever only books sees the own ones."""
    del municipality
    languages = words.language_choices(today())
    form = AppointmentFilterForm(
        request.GET or None,
        languages=languages,
        institutions=queries.institutions_visible_to(request.user),
    )
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    institution = values.get("institution")
    chosen = AppointmentFilter(
        part=values.get("part") or "open",
        language=values.get("language", ""),
        subject=values.get("subject", ""),
        institution=institution.pk if institution else None,
        state=values.get("state", ""),
        first=values.get("first"),
        last=values.get("last"),
    )
    visible = queries.appointments_visible_to(request.user)
    rows = queries.filtered_appointments(visible, chosen, now=timezone.now())
    if file := answer(request, APPOINTMENTS, rows[:MOST_EXPORTED], right=EXPORT):
        return file
    context = {
        "form": form,
        "filters": chosen.count,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "names": dict(languages),
        "part": chosen.part,
        "parts": _parts().items(),
        "may_assign": ASSIGN.held_by(request.user),
        "may_export": EXPORT.held_by(request.user),
    }
    return render_page(request, "interpreting/appointments.html", context)


def _parts() -> dict[str, str]:
    return {
        "open": pgettext("appointments", "Open"),
        "answered": _("Somebody can come"),
        "settled": pgettext("appointments", "Settled"),
        "report": _("Times missing"),
        "forwarded": _("Passed on"),
        "over": pgettext("appointments", "Over"),
        "all": pgettext("appointments", "All"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(BOOK)
@of_feature(FEATURE)
def book(request: SignedInRequest, municipality: str) -> HttpResponse:
    rows = queries.institutions_visible_to(request.user)
    form = _form(request, rows.filter(state="APPROVED"))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.book(
                institution=form.cleaned_data["institution"],
                data=form.booking,
                by=request.user,
                now=timezone.now(),
                repeat=form.repeat,
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Booked. The desk looks for somebody."))
            return redirect("interpreting:appointment", municipality, made[0].pk)
    return _form_page(request, form)


def _form(request: SignedInRequest, institutions: Any, **options: Any) -> BookingForm:
    return BookingForm(
        request.POST or None,
        languages=words.language_choices(today()),
        districts=districts(request),
        institutions=institutions,
        **options,
    )


def _form_page(
    request: SignedInRequest, form: BookingForm, found: Appointment | None = None
) -> HttpResponse:
    context = {"form": form, "appointment": found}
    status = 422 if form.errors else 200
    return render(request, "interpreting/booking_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ASSIGN)
@of_feature(FEATURE)
def edit_appointment(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Change an appointment, or it and others of its series: to another day, language,
    or room; whoever is concerned is told once.
    """
    found = appointment_of(request, pk)
    current = initial_of(found)
    form = _form(
        request,
        None,
        initial=current,
        version=found.version,
        is_series=found.series_id is not None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_appointment(
                appointment=found,
                data=form.booking,
                expected=form.read_version,
                by=request.user,
                now=timezone.now(),
                scope=form.dates_meant,
            )
        except LostUpdate:
            return conflict_page(
                request,
                form=form,
                current=current,
                version=found.version,
                back=request.path,
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Saved. Everybody concerned was told."))
            return redirect("interpreting:appointment", municipality, pk)
    return _form_page(request, form, found)


@require_safe
@requires(BOOK)
@of_feature(FEATURE)
def appointment(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who could come, who was asked, and what is to be done."""
    del municipality
    return _page(request, appointment_of(request, pk))


def _page(
    request: SignedInRequest, found: Appointment, form: OutcomeForm | None = None
) -> HttpResponse:
    audit.seen(subject=found, what="interpreting.appointment")
    may_assign = ASSIGN.held_by(request.user)
    calls = list(queries.calls_of(found)) if may_assign else []
    asked = {call.interpreter_id for call in calls if not call.is_expired}
    listed = queries.candidates(found) if may_assign and found.is_open else []
    listed = [each for each in listed if each.interpreter.pk not in asked]
    names = words.language_names(today())
    context = {
        "appointment": found,
        "language": words.spoken(found, names),
        "dates": [words.when(span) for span in found.spans],
        "calls": calls,
        "candidates": _groups(found, [each for each in listed if not each.broken]),
        "others": [each for each in listed if each.broken],
        "providers": _providers(request, found) if found.is_open else [],
        "forwarding": found.forwardings.select_related("provider").last(),
        "series": _series(request, found),
        "is_way_odd": _is_way_odd(found),
        "has_complaint": may_assign and queries.has_complaint(found),
        "may_assign": may_assign,
        "may_report": _may_report(request, found),
        "form": form or OutcomeForm(initial=initial_times(found)),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "interpreting/appointment.html", context, status=status)


def _groups(found: Appointment, listed: list[Candidate]) -> list[Any]:
    """Return those who are specialised in the subject first, numbered as one list."""
    subject = found.get_subject_display()
    numbered = list(enumerate(listed, 1))
    groups = [
        (
            _("Specialised in: %(subject)s") % {"subject": subject},
            [(n, each) for n, each in numbered if each.is_specialised],
        ),
        (
            _("Without a specialisation in it"),
            [(n, each) for n, each in numbered if not each.is_specialised],
        ),
    ]
    return [group for group in groups if group[1]]


def _may_report(request: SignedInRequest, found: Appointment) -> bool:
    begun = found.starts_at <= timezone.now()
    return found.is_confirmed and begun and SETTLE.held_by(request.user)


def _providers(request: SignedInRequest, found: Appointment) -> list[Any]:
    rows = queries.providers_visible_to(request.user).filter(is_active=True)
    return [p for p in rows if not p.languages or found.language in p.languages]


def _series(request: SignedInRequest, found: Appointment) -> list[Appointment]:
    if found.series_id is None:
        return []
    rows = queries.appointments_visible_to(request.user)
    return list(rows.filter(series=found.series_id).order_by("starts_at"))


def _is_way_odd(found: Appointment) -> bool:
    if found.metres is None or found.interpreter is None:
        return False
    offer = found.interpreter.offer
    line = travel.metres(
        (offer.latitude, offer.longitude), (found.latitude, found.longitude)
    )
    return travel.is_odd(found.metres, line)


@require_POST
@requires(SETTLE)
@of_feature(FEATURE)
def report(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Note what a paper slip says."""
    found = appointment_of(request, pk)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            services.confirm_times(
                appointment=found,
                outcome=form.cleaned_data["outcome"],
                times=form.times,
                proof=Appointment.Proof.PAPER,
                mark=form.cleaned_data["mark"],
                trouble=form.cleaned_data["trouble"],
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Noted. What is due is to be checked now."))
            return redirect("interpreting:appointment", municipality, pk)
    return _page(request, appointment_of(request, pk), form)
