from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires, signed_in
from hafen.core.mail import writing
from hafen.mechanisms.bookings import links, queries, services
from hafen.mechanisms.bookings.addressees import of_participant
from hafen.mechanisms.bookings.forms import DayForm, DeskPersonForm, MessageForm
from hafen.mechanisms.bookings.mails import day_and_place
from hafen.mechanisms.bookings.models import Bookable, Registration
from hafen.mechanisms.bookings.registries import owners
from hafen.mechanisms.bookings.rules import MANAGE_REGISTRATIONS
from hafen.mechanisms.bookings.views._public import pdf


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_REGISTRATIONS)
def registrations(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    bookable = _bookable(request, pk)
    people = queries.participants_of(bookable)
    if paper := writing.answer(
        request,
        people,
        of_participant,
        title=bookable.title,
        note=day_and_place(bookable),
    ):
        return paper
    return _list(request, bookable, MessageForm())


def _list(
    request: SignedInRequest, bookable: Bookable, form: MessageForm
) -> HttpResponse:
    audit.seen(subject=bookable, what="bookings.registrations")
    rows = list(queries.registrations_of(bookable))
    details = owners[bookable.owner].details(
        [row.pk for row in rows], get_language() or "de"
    )
    context: dict[str, Any] = {
        "bookable": bookable,
        "standing": queries.standing(bookable),
        "rows": [(row, details.get(row.pk, [])) for row in rows],
        "back": owners[bookable.owner].address(bookable),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/registrations.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_REGISTRATIONS)
def enter(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Register somebody who rang up or came along."""
    bookable = _bookable(request, pk)
    form = DeskPersonForm(
        request.POST if request.method == "POST" else None, bookable=bookable
    )
    if form.is_bound and form.is_valid():
        data = form.data_of_person(language=request.municipality.default_language)
        try:
            services.register(
                bookable=bookable, data=data, by=request.user, now=timezone.now()
            )
        except services.NotOpen:
            form.add_error(None, _("This is cancelled."))
        except services.Full:
            form.add_error(None, _("No place is left, on the waiting list neither."))
        else:
            messages.success(request, _("The registration is entered."))
            return redirect("bookings:registrations", municipality, bookable.pk)
    context = {"bookable": bookable, "form": form}
    status = 422 if form.errors else 200
    return render(request, "bookings/enter.html", context, status=status)


@require_POST
@requires(MANAGE_REGISTRATIONS)
def decide(
    request: SignedInRequest, municipality: str, pk: UUID, registration: UUID
) -> HttpResponse:
    bookable = _bookable(request, pk)
    row = _registration(bookable, registration)
    verbs = {
        "approve": services.approve,
        "decline": services.decline,
        "withdraw": services.withdraw,
        "accept": services.accept_offer,
    }
    verb = verbs.get(request.POST.get("step", ""))
    if verb is None:
        raise Http404
    try:
        verb(registration=row, by=request.user, now=timezone.now())
    except (services.AlreadyDecided, services.OfferEnded):
        messages.warning(request, _("The registration has changed meanwhile."))
    return redirect("bookings:registrations", municipality, bookable.pk)


@require_POST
@requires(MANAGE_REGISTRATIONS)
def write(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    bookable = _bookable(request, pk)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _list(request, bookable, form)
    count = services.write_to(
        bookable=bookable,
        registrations=_chosen(request),
        text=form.cleaned_data["text"],
        by=request.user,
        now=timezone.now(),
    )
    told = ngettext(
        "Your message goes to one person.",
        "Your message goes to %(count)d people.",
        count,
    )
    messages.success(request, told % {"count": count})
    return redirect("bookings:registrations", municipality, bookable.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_REGISTRATIONS)
def attendance(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    bookable = _bookable(request, pk)
    form = DayForm(request.POST or request.GET or None, bookable=bookable)
    day = form.day_of() if bookable.lasts_days else None
    if request.method != "POST":
        context = _of_day(bookable, day) | {"form": form}
        return _attendance_page(request, bookable, "bookings/attendance.html", context)
    present = _chosen(request)
    if day is None:
        services.mark_attendance(bookable=bookable, present=present, by=request.user)
    else:
        services.mark_day(bookable=bookable, day=day, present=present, by=request.user)
    messages.success(request, _("The attendance is noted."))
    target = redirect("bookings:attendance", municipality, bookable.pk)
    target["Location"] += f"?day={day.isoformat()}" if day else ""
    return target


def _of_day(bookable: Bookable, day: date | None) -> dict[str, Any]:
    """Return who was there on a day, for the page to tick."""
    if day is None:
        return {}
    return {
        "day": day,
        "days": queries.days_noted(bookable),
        "there": queries.there_on(bookable, day),
    }


@require_safe
@requires(MANAGE_REGISTRATIONS)
def attendance_sheet(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """The list for the table at the door."""
    return _attendance_page(request, _bookable(request, pk), "bookings/sheet.html")


def _attendance_page(
    request: SignedInRequest,
    bookable: Bookable,
    template: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    audit.seen(subject=bookable, what="bookings.attendance")
    rows = queries.confirmed_of(bookable)
    context = {"bookable": bookable, "rows": rows}
    return render(request, template, context | (more or {}))


@require_safe
@requires(MANAGE_REGISTRATIONS)
def certificate(
    request: SignedInRequest, municipality: str, pk: UUID, registration: UUID
) -> HttpResponse:
    bookable = _bookable(request, pk)
    row = _registration(bookable, registration)
    try:
        paper = services.certificate_of(row, today=timezone.localdate())
    except services.NotAttended:
        raise Http404 from None
    audit.seen(subject=row, what="bookings.certificate")
    return pdf(paper, "certificate")


@require_safe
@signed_in
def mine(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What the signed-in person is registered for."""
    rows = [
        (
            row,
            links.address_of(row.registrant, slug=municipality, language=row.language),
        )
        for row in queries.registrations_by_user(request.user)
    ]
    return render(request, "bookings/mine.html", {"rows": rows})


def _bookable(request: SignedInRequest, pk: UUID) -> Bookable:
    rows = queries.bookables_visible_to(request.user).select_related("municipality")
    return get_object_or_404(rows, pk=pk)


def _registration(bookable: Bookable, pk: UUID) -> Registration:
    row = get_object_or_404(queries.registrations_of(bookable), pk=pk)
    row.bookable = bookable
    return row


def _chosen(request: SignedInRequest) -> set[UUID]:
    """Return the ticked registrations; what is no key is left out."""
    found = set()
    for value in request.POST.getlist("chosen"):
        try:
            found.add(UUID(value))
        except ValueError:
            continue
    return found
