"""Secrets of mailed links: derived, so that none lies in the database."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from hafen.casework.consultations.models import OnlineRequest
from hafen.core.db.links import derived_code


def is_code(pk: UUID, code: str) -> bool:
    return constant_time_compare(code, code_of(pk))


def address(request: OnlineRequest) -> str:
    """Return the whole address of somebody's own appointment, for a mail."""
    pk = request.appointment_id
    path = reverse(
        "consultations_public:appointment",
        args=[request.municipality.slug, request.language, pk, code_of(pk)],
    )
    return f"{settings.PUBLIC_URL}{path}"


def code_of(pk: UUID) -> str:
    return derived_code("hafen.consultations.appointment", pk)
