"""Secrets of mailed links: derived, so that none lies in the database."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.crypto import constant_time_compare

from hafen.core.db.links import derived_code
from hafen.exchange.interpreting.models import Appointment, Institution

CALL, OWN, FEED, FORWARDING = "call", "own", "feed", "forwarding"


def code(purpose: str, key: UUID) -> str:
    return _digest(purpose, str(key))


def is_code(purpose: str, key: UUID, given: str) -> bool:
    return constant_time_compare(given, code(purpose, key))


def booking_code(institution: Institution) -> str:
    return _digest("booking", f"{institution.pk}:{institution.link_number}")


def is_booking_code(institution: Institution, given: str) -> bool:
    return constant_time_compare(given, booking_code(institution))


def times_code(appointment: Appointment) -> str:
    """Whoever no longer comes has a link that opens the times no longer."""
    return _times_code(appointment, appointment.interpreter_id)


def is_times_code(appointment: Appointment, given: str) -> bool:
    return constant_time_compare(given, times_code(appointment))


def was_times_code(appointment: Appointment, given: str, asked: Iterable[UUID]) -> bool:
    """Return whether a link was given to one of those who were asked to come."""
    return any(
        constant_time_compare(given, _times_code(appointment, each)) for each in asked
    )


def _times_code(appointment: Appointment, interpreter: UUID | None) -> str:
    return _digest("report", f"{appointment.pk}:{interpreter}")


def _digest(purpose: str, value: str) -> str:
    return derived_code(f"hafen.interpreting.{purpose}", value)
