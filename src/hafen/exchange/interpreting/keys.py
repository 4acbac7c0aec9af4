"""Secrets of mailed links: derived, so that none lies in the database."""

from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

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
    """Whoever no longer comes has a link that no longer opens."""
    return _digest("report", f"{appointment.pk}:{appointment.interpreter_id}")


def is_times_code(appointment: Appointment, given: str) -> bool:
    return constant_time_compare(given, times_code(appointment))


def _digest(purpose: str, value: str) -> str:
    salt = f"hafen.interpreting.{purpose}"
    return salted_hmac(salt, value, algorithm="sha256").hexdigest()[:32]
