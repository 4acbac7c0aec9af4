"""What this room refuses, and why."""

from hafen.core.db.errors import DomainError


class NothingAgreed(DomainError):
    """Agreed in writing, but nothing is written down."""
