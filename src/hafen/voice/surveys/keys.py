"""Secrets of mailed links: derived, so that none lies in the database."""

from django.utils.crypto import constant_time_compare, salted_hmac

from hafen.voice.surveys.models import Asked, Invitation


def code_of(invitation: Invitation) -> str:
    """Return the secret part of the address of somebody's own link."""
    salted = salted_hmac("hafen.surveys.link", str(invitation.pk), algorithm="sha256")
    return salted.hexdigest()[:32]


def is_code(invitation: Invitation, given: str) -> bool:
    return constant_time_compare(given, code_of(invitation))


def stop(memory: Asked) -> str:
    """Return the secret part of the address that ends questions after services."""
    salted = salted_hmac("hafen.surveys.stop", str(memory.pk), algorithm="sha256")
    return salted.hexdigest()[:32]


def stops(memory: Asked, given: str) -> bool:
    return constant_time_compare(given, stop(memory))
