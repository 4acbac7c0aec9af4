"""Secrets of mailed links: derived, so that none lies in the database."""

from django.utils.crypto import constant_time_compare

from hafen.core.db.links import derived_code
from hafen.exchange.pool.models import Match, Posting

HELPER, SEEKER = "HELPER", "SEEKER"


def answer_code(match: Match, side: str) -> str:
    return _digest("answer", f"{match.pk}:{side}")


def side_of(match: Match, code: str) -> str | None:
    """Return whose link it is; None where the code fits neither."""
    for side in (HELPER, SEEKER):
        if constant_time_compare(code, answer_code(match, side)):
            return side
    return None


def renewal_code(posting: Posting) -> str:
    return _digest("renewal", str(posting.pk))


def is_renewal_code(posting: Posting, code: str) -> bool:
    return constant_time_compare(code, renewal_code(posting))


def _digest(purpose: str, value: str) -> str:
    return derived_code(f"hafen.pool.{purpose}", value)
