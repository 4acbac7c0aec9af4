"""Secrets of mailed links: derived, so that none lies in the database."""

from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from hafen.exchange.training.models import Poll


def poll_code(poll: Poll, who: UUID) -> str:
    """Return the code of a person's link; of the open link: the poll's own key."""
    value = f"{poll.pk}:{who}"
    return salted_hmac("hafen.training.poll", value, algorithm="sha256").hexdigest()[
        :32
    ]


def is_poll_code(poll: Poll, who: UUID, code: str) -> bool:
    return constant_time_compare(code, poll_code(poll, who))
