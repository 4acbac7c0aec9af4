"""Secrets of mailed links: derived, so that none lies in the database."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from hafen.casework.cases.models import GridShare
from hafen.core.db.links import derived_code


def is_code(pk: UUID, code: str) -> bool:
    return constant_time_compare(code, _code(pk))


def grid_address(share: GridShare) -> str:
    """Return the whole address of the page of an office in a grid, for a mail."""
    town = share.municipality
    parts = [town.slug, town.default_language, share.pk, _code(share.pk)]
    return f"{settings.PUBLIC_URL}{reverse('cases_public:office_grid', args=parts)}"


def _code(pk: UUID) -> str:
    return derived_code("hafen.cases.grid", pk)
