"""What a service refuses, each with what it means."""

from hafen.core.db.errors import DomainError


class NameTaken(DomainError):
    """A training or a unit of this name is there."""


class TooFewDates(DomainError):
    """The run has fewer parts than the training needs."""


class AlreadyThere(DomainError):
    """Somebody takes part already."""


class NoPlace(DomainError):
    """No place is left, on the waiting list neither, or it is called off."""


class UnknownPart(DomainError):
    """The run has no such part, or it lies in the future."""


class NotComplete(DomainError):
    """Parts are missing, so there is no certificate yet."""


class PollClosed(DomainError):
    """Nobody is asked any more."""
