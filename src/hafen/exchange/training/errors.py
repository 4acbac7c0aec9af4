"""What a service refuses, each with what it means."""

from hafen.core.db.errors import DomainError


class NameTaken(DomainError):
    """A training or a unit of this name is there."""


class TooFewDates(DomainError):
    """The run has fewer parts than the training needs."""


class InThePast(DomainError):
    """The day is over."""


class CalledOff(DomainError):
    """The whole event is called off."""


class OwnRule(DomainError):
    """The calendar repeats the event by a rule that has no last date."""


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
