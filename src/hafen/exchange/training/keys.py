"""Secrets of mailed links: derived, so that none lies in the database."""

from uuid import UUID

from django.utils.crypto import constant_time_compare

from hafen.core.db.links import derived_code
from hafen.exchange.training.models import Poll


def poll_code(poll: Poll, who: UUID) -> str:
    """Return the code of a person's link; of the open link: the poll's own key."""
    return _digest("poll", f"{poll.pk}:{who}")


def is_poll_code(poll: Poll, who: UUID, code: str) -> bool:
    return constant_time_compare(code, poll_code(poll, who))


def refusal_code(helper: UUID) -> str:
    """Return the code with which somebody ends the invitations to polls."""
    return _digest("no-polls", str(helper))


def is_refusal_code(helper: UUID, code: str) -> bool:
    return constant_time_compare(code, refusal_code(helper))


def _digest(purpose: str, value: str) -> str:
    return derived_code(f"hafen.training.{purpose}", value)
