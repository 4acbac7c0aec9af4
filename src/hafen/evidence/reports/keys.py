"""Secrets of links to released reports: derived, so that none lies in the database."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from hafen.core.db.links import derived_code
from hafen.evidence.reports.models import Share


def is_code(pk: UUID, code: str) -> bool:
    return constant_time_compare(code, code_of(pk))


def code_of(pk: UUID) -> str:
    return derived_code("hafen.reports.share", pk)


def address_of(share: Share) -> str:
    """Return the whole address at which the report opens."""
    town = share.municipality
    parts = [town.slug, town.default_language, share.pk, code_of(share.pk)]
    return f"{settings.PUBLIC_URL}{reverse('reports_public:shared', args=parts)}"
