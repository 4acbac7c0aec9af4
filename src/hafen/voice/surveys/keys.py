"""Secrets of mailed links: derived, so that none lies in the database."""

from django.utils.crypto import constant_time_compare

from hafen.core.db.links import derived_code
from hafen.voice.surveys.models import Asked, Invitation


def code_of(invitation: Invitation) -> str:
    """Return the secret part of the address of somebody's own link."""
    return derived_code("hafen.surveys.link", invitation.pk)


def is_code(invitation: Invitation, given: str) -> bool:
    return constant_time_compare(given, code_of(invitation))


def stop(memory: Asked) -> str:
    """Return the secret part of the address that ends questions after services."""
    return derived_code("hafen.surveys.stop", memory.pk)


def stops(memory: Asked, given: str) -> bool:
    return constant_time_compare(given, stop(memory))
