from hafen.core.db.errors import DomainError


class NotOpen(DomainError):
    """Nobody may register now: too early, too late, or cancelled."""


class Full(DomainError):
    """No place is free, and the waiting list has none either."""


class TooManySeats(DomainError):
    """More places than one registration may take."""


class AlreadyDecided(DomainError):
    """The registration is in another state by now."""


class OfferEnded(DomainError):
    """The time to accept the place is over."""
