"""Secrets of mailed links: derived, so that none lies in the database."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from hafen.core.db.links import derived_code
from hafen.evidence.bulletins.models import BulletinCopy


def is_code(pk: UUID, code: str) -> bool:
    return constant_time_compare(code, _code(pk))


def address_of(copy: BulletinCopy, name: str = "answer") -> str:
    """Return the whole address at which an organisation answers, or ends the mails."""
    return f"{settings.PUBLIC_URL}{path_of(copy, name)}"


def path_of(copy: BulletinCopy, name: str = "answer") -> str:
    town = copy.municipality
    return reverse(
        f"bulletins_public:{name}",
        args=[town.slug, town.default_language, copy.pk, _code(copy.pk)],
    )


def _code(pk: UUID) -> str:
    return derived_code("hafen.bulletins.answer", pk)
