"""What institutions do by their link: register, book, call off, confirm times.

And what anybody may read: for which languages interpreters are looked for.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import public
from hafen.core.places import queries as places
from hafen.core.places.features import of_feature
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.conflict import edited
from hafen.core.ui.visitors import by_link
from hafen.exchange.interpreting import keys, queries, services, words
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.errors import NameTaken, NoService
from hafen.exchange.interpreting.forms import (
    ApplyForm,
    BookingForm,
    OutcomeForm,
    RegisterForm,
    initial_of,
    initial_times,
)
from hafen.exchange.interpreting.models import Appointment, Institution
from hafen.exchange.interpreting.views._common import as_issued, of_messages
from hafen.exchange.interpreting.views._refusals import refusal
from hafen.exchange.interpreting.views.public import try_step
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.registries import complaint_desk
from hafen.mechanisms.feedback.visiting import Visit, answer, no_store, sent

_EARLY = timedelta(hours=24)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def register(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """An institution asks to book; the desk approves it first."""
    del municipality
    town = request.municipality
    with context.acting(Context(municipality=town.pk)):
        if queries.service_of(town) is None:
            if request.method == "POST":
                raise Http404
            return no_store(render(request, "interpreting/register.html", {}))
        form = RegisterForm(
            sent(request),
            districts=places.districts_of(town),
            of_messages=of_messages(town),
            initial={"token": new_token(), "language": language},
        )

        def take() -> str:
            services.register_institution(
                municipality=town, data=form.institution, by=None, now=timezone.now()
            )
            return f"{request.path}?sent=1"

        return _visited(request, "register", form, take)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def wanted(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """For which languages interpreters are looked for; anybody may answer."""
    del municipality
    town, today = request.municipality, timezone.localdate()
    with context.acting(Context(municipality=town.pk)):
        names = words.language_names(today)
        rows = list(queries.calls_published(town, today=today))
        first = rows[0].language if rows else None
        form = ApplyForm(
            sent(request),
            languages=words.language_choices(today),
            initial={"token": new_token(), "language": first},
        )

        def take() -> str:
            services.apply(
                municipality=town,
                person=form.person | {"language": language},
                speech=form.speech,
                now=timezone.now(),
            )
            return f"{request.path}?sent=1"

        calls = [names.get(row.language, row.language) for row in rows]
        is_open = queries.service_of(town) is not None
        shown = {"calls": calls, "is_open": is_open}
        return _visited(request, "wanted", form, take, **shown)


def _visited(
    request: PlaceRequest, name: str, form: Any, take: Callable[[], str], **shown: Any
) -> HttpResponse:
    """Answer a form of visitors, who are thanked on the same page."""
    visit = Visit(
        form=form,
        template=f"interpreting/{name}.html",
        room=f"interpreting:{name}",
        take=take,
        thanks=f"{request.path}?sent=1",
        context={"is_sent": "sent" in request.GET, **shown},
        refusals={each: refusal(each()) for each in (NameTaken, NoService)},
    )
    return answer(request, visit)


def institution_of(request: PlaceRequest, pk: UUID, code: str) -> Institution:
    """Return whose link it is.

    :raises Http404: for a link that is worn out, or none
    """
    found = queries.institution_of_link(request.municipality, pk)
    if found is None or not keys.is_booking_code(found, code):
        raise Http404
    return found


@by_link(FEATURE)
def bookings(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """An institution's own page: book, and see what became of it."""
    town = request.municipality
    found = institution_of(request, pk, code)
    today = timezone.localdate()
    form = BookingForm(
        request.POST or None,
        languages=words.language_choices(today),
        districts=places.districts_of(town),
        initial={"place": found.address.replace("\n", ", ")[:200]}
        | {"contact": found.contact, "district": found.district_id},
    )
    if request.method == "POST" and form.is_valid():
        done = try_step(
            lambda: services.book(
                institution=found,
                data=form.booking,
                by=None,
                now=timezone.now(),
                repeat=form.repeat,
            ),
            form,
        )
        if done:
            return redirect(f"{request.path}?sent=1")
    names = words.language_names(today)
    rows = [
        (row, words.spoken(row, names), [words.when(span) for span in row.spans])
        for row in queries.bookings_of(found)[:50]
    ]
    shown = {
        "institution": found,
        "code": code,
        "form": form,
        "rows": rows,
        "is_sent": "sent" in request.GET,
        "is_bound": form.is_bound,
        "invoices": queries.invoices_of(found).defer("pdf", "xml")[:24],
    }
    status = 422 if form.errors else 200
    return render(request, "interpreting/bookings.html", shown, status=status)


@by_link(FEATURE)
def booking(
    request: PlaceRequest, pk: UUID, code: str, appointment: UUID
) -> HttpResponse:
    """One booking: call it off, or confirm when it began and ended."""
    found = institution_of(request, pk, code)
    row = get_object_or_404(queries.bookings_of(found), pk=appointment)
    form = OutcomeForm(
        request.POST if request.POST.get("step") == "confirm" else None,
        initial=initial_times(row),
    )
    if request.method == "POST" and _booking_step(request, row, form):
        return redirect(request.path)
    names = words.language_names(timezone.localdate())
    shown = {
        "institution": found,
        "code": code,
        "appointment": row,
        "language_of": words.spoken(row, names),
        "dates": [words.when(span) for span in row.spans],
        "form": form,
        "may_confirm": row.is_confirmed and row.starts_at <= timezone.now(),
        "may_change": _may_change(row),
        "may_complain": complaint_desk(request.municipality) is not None,
        "is_done": "done" in request.GET,
        "may_call_off": row.is_living and row.starts_at > timezone.now(),
    }
    status = 422 if form.errors else 200
    return render(request, "interpreting/booking.html", shown, status=status)


@by_link(FEATURE)
def change(
    request: PlaceRequest, pk: UUID, code: str, appointment: UUID
) -> HttpResponse:
    """Change a booking, or it and others of its series; whoever is asked hears it."""
    found = institution_of(request, pk, code)
    row = get_object_or_404(queries.bookings_of(found), pk=appointment)
    if not _may_change(row):
        raise Http404
    current = initial_of(row)
    form = BookingForm(
        request.POST or None,
        languages=words.language_choices(timezone.localdate()),
        districts=places.districts_of(request.municipality),
        initial=current,
        version=row.version,
        is_series=row.series_id is not None,
    )
    back = request.path.removesuffix("change/")

    def save(expected: int | None) -> None:
        services.edit_appointment(
            appointment=row,
            data=form.booking,
            expected=expected,
            by=None,
            now=timezone.now(),
            scope=form.dates_meant,
        )

    done: HttpResponse | bool = False
    try:
        done = edited(
            request, form, row, save, current=current, layout="layouts/public.html"
        )
    except DomainError as refused:
        form.add_error(None, refusal(refused))
    if isinstance(done, HttpResponse):
        return done
    if done:
        return redirect(f"{back}?done=1")
    shown = {"form": form, "back": back, "appointment": row}
    status = 422 if form.errors else 200
    return render(request, "interpreting/change.html", shown, status=status)


def _may_change(row: Appointment) -> bool:
    """Whether it may be moved without a call: what is late may cost something."""
    is_early = row.starts_at > timezone.now() + _EARLY
    return (row.is_open or row.is_confirmed) and is_early


def _booking_step(request: PlaceRequest, row: Appointment, form: OutcomeForm) -> bool:
    now = timezone.now()
    if request.POST.get("step") == "off":
        holder = OutcomeForm({})
        try_step(
            lambda: services.call_off(
                appointment=row,
                by=None,
                now=now,
                scope=services.Scope.FOLLOWING
                if "following" in request.POST
                else services.Scope.ONE,
            ),
            holder,
        )
        return True
    if not form.is_bound or not form.is_valid():
        return False
    return try_step(
        lambda: services.confirm_times(
            appointment=row,
            outcome=form.cleaned_data["outcome"],
            times=form.times,
            proof=Appointment.Proof.LINK,
            mark=form.cleaned_data["mark"],
            trouble=form.cleaned_data["trouble"],
            by=None,
            now=now,
        ),
        form,
    )


@by_link(FEATURE, writes=False)
def booking_voucher(
    request: PlaceRequest, pk: UUID, code: str, voucher: UUID
) -> HttpResponse:
    """An invoice as it was issued, for the institution that it is for."""
    found = institution_of(request, pk, code)
    row = get_object_or_404(queries.invoices_of(found), pk=voucher)
    return as_issued(request, row)
