"""What a service refuses, each with what it means."""

from hafen.core.db.errors import DomainError


class NotOpen(DomainError):
    """The notice is not public any more, or the talk has ended."""


class NotWaiting(DomainError):
    """A colleague has decided by now."""


class NothingToRenew(DomainError):
    """It hangs for long enough, or it is over for other reasons."""


class SecondPersonNeeded(DomainError):
    """Whoever looked first is not the second person."""


class RefusedWord(DomainError):
    """The text has a word that is on the list of the board."""


class Blocked(DomainError):
    """The moderators have shut this person out."""


class ClearanceNeeded(DomainError):
    """The notice is about children, and whoever writes has not been checked."""


class TooManyPhotos(DomainError):
    """The notice has as many pictures as it may have."""
