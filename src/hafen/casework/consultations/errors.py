"""What this room refuses, and why."""

from hafen.core.db.errors import DomainError


class NobodyWaits(DomainError):
    """The last number was called."""


class StillTalking(DomainError):
    """The number called before has not been finished."""


class Gone(DomainError):
    """Somebody else has called this number, or it is over."""


class Recorded(DomainError):
    """The contact of this visit was recorded already."""


class TwoPlaces(DomainError):
    """The adviser sits elsewhere, or here already, at that time."""


class AdviserBusy(DomainError):
    """The adviser has another appointment at that time."""


class NobodyInterprets(DomainError):
    """No interpreter of this language is free at that time."""
