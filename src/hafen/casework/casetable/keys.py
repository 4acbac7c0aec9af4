"""Secrets of mailed links: derived, so that none lies in the database."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from hafen.casework.casetable.models import Seat
from hafen.core.db.links import derived_code


def is_code(pk: UUID, code: str) -> bool:
    return constant_time_compare(code, _code(pk))


def seat_address(seat: Seat) -> str:
    """Return the whole address of the page of a seat, for a mail."""
    town = seat.municipality
    if seat.user_id:
        path = reverse("casetable:meeting", args=[town.slug, seat.meeting_id])
    else:
        path = reverse(
            "casetable_public:seat",
            args=[town.slug, town.default_language, seat.pk, _code(seat.pk)],
        )
    return f"{settings.PUBLIC_URL}{path}"


def _code(pk: UUID) -> str:
    return derived_code("hafen.casetable.seat", pk)
