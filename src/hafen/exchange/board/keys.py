"""Secrets of mailed links: derived, so that none lies in the database."""

from django.utils.crypto import constant_time_compare

from hafen.core.db.links import derived_code
from hafen.exchange.board.models import Post, Subscription, Talk


def manage_code(post: Post) -> str:
    return _digest("manage", str(post.pk))


def is_manage_code(post: Post, code: str) -> bool:
    return constant_time_compare(code, manage_code(post))


def talk_code(talk: Talk, side: str) -> str:
    return _digest("talk", f"{talk.pk}:{side}")


def side_of(talk: Talk, code: str) -> str | None:
    """Return whose link it is; None where the code fits neither side."""
    for side in Talk.Side.values:
        if constant_time_compare(code, talk_code(talk, side)):
            return str(side)
    return None


def alert_code(subscription: Subscription) -> str:
    return _digest("alert", str(subscription.pk))


def is_alert_code(subscription: Subscription, code: str) -> bool:
    return constant_time_compare(code, alert_code(subscription))


def _digest(purpose: str, value: str) -> str:
    return derived_code(f"hafen.board.{purpose}", value)
