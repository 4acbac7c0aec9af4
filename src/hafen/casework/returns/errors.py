"""What this room refuses, and why."""

from hafen.core.db.errors import DomainError


class NotResponsible(DomainError):
    """Only who is responsible for an open case writes down such a wish."""


class NotTheirWish(DomainError):
    """The person has not asked for it, or was not one of this case."""


class AlreadyThere(DomainError):
    """The wish, or the referral, is written down already."""
