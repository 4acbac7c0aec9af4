"""Participants of events who need an interpreter: one booking for each date."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from hafen.exchange.interpreting import queries, services, words
from hafen.exchange.interpreting.models import Appointment, Institution, Mode, Subject
from hafen.information.events.models import NeedKind
from hafen.information.events.registries import Provider, Wanted, providers
from hafen.mechanisms.bookings.models import Bookable


def register() -> None:
    providers.register(Provider(NeedKind.INTERPRETER, provide))


def provide(wanted: Wanted, by: Any, now: datetime) -> bool:
    """Book for the date and language, move the booking with the date, or end it.

    Everybody at a date who needs the same language has one interpreter. It is
    booked for the municipality's oldest office of its own, without a name.

    :return: False if no office may book, or nobody can interpret the language
    """
    living = _booked(wanted)
    if living and (not wanted.people or wanted.has_moved):
        services.call_off(appointment=living, by=by, now=now)
        living = None
    if not wanted.people or living:
        return True
    office = _office(wanted.bookable)
    if office is None or not _can_be_interpreted(wanted.language, now):
        return False
    services.book(institution=office, data=_booking(wanted), by=by, now=now)
    return True


def _booked(wanted: Wanted) -> Appointment | None:
    return Appointment.objects.filter(
        municipality=wanted.bookable.municipality_id,
        code=_code(wanted.bookable),
        language=wanted.language,
        closed_at__isnull=True,
    ).first()


def _code(bookable: Bookable) -> str:
    """Return the mark of the date: the end of its key, which is by chance."""
    return f"V-{bookable.pk.hex[-12:]}"


def _office(bookable: Bookable) -> Institution | None:
    if queries.service_of(bookable.municipality) is None:
        return None
    return (
        Institution.objects.filter(
            municipality=bookable.municipality_id,
            is_own=True,
            state=Institution.State.APPROVED,
        )
        .order_by("pk")
        .first()
    )


def _can_be_interpreted(language: str, now: datetime) -> bool:
    return language in words.language_names(timezone.localdate(now))


def _booking(wanted: Wanted) -> dict[str, Any]:
    bookable = wanted.bookable
    return {
        "language": wanted.language,
        "subject": Subject.OTHER,
        "mode": Mode.ON_SITE if bookable.place else Mode.VIDEO,
        "place": bookable.place,
        "hint": bookable.title[:160],
        "code": _code(bookable),
        "spans": [(bookable.starts_at, bookable.ends_at)],
    }
