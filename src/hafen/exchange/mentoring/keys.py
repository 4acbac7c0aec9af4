"""Secrets of mailed links: derived, so that none lies in the database."""

from django.utils.crypto import constant_time_compare

from hafen.core.db.links import derived_code
from hafen.exchange.mentoring.models import CheckIn, HandOver, Side


def check_in_code(row: CheckIn, side: str) -> str:
    return _digest("check-in", f"{row.pk}:{side}")


def side_of(row: CheckIn, code: str) -> str | None:
    """Return whose link it is; None where the code fits neither."""
    for side in Side.values:
        if constant_time_compare(code, check_in_code(row, side)):
            return str(side)
    return None


def wish_code(row: HandOver) -> str:
    return _digest("wish", str(row.pk))


def is_wish_code(row: HandOver, code: str) -> bool:
    return constant_time_compare(code, wish_code(row))


def _digest(purpose: str, value: str) -> str:
    return derived_code(f"hafen.mentoring.{purpose}", value)
