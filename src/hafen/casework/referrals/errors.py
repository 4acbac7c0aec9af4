"""What this room refuses, and why."""

from hafen.core.db.errors import DomainError


class NoGate(DomainError):
    """Nothing lets the recipient have it: no consent, no norm, no right to override."""


class NotNeeded(DomainError):
    """More than the topic needs was to be told."""


class NotTheirs(DomainError):
    """The paper is none of the person who is referred."""


class TooManyPapers(DomainError):
    """More copies shall go along than one referral takes."""


class NotOpened(DomainError):
    """The office may not read this, or not any more."""


class NoMailbox(DomainError):
    """The recipient cannot be told by mail: there is no address."""


class AlreadyAnswered(DomainError):
    """It has gone on meanwhile: this step is no longer open."""


class LegalTopic(DomainError):
    """A legal topic ends with information or a referral, never with advice of ours."""


class AlreadyThere(DomainError):
    """The same actor has the same task already."""


class NameTaken(DomainError):
    """Another task has this name."""


class SameArea(DomainError):
    """There is no change: the person lives by this law already."""


class WrongNumber(DomainError):
    """It is not the number that the office was told by telephone or letter."""


class TooManyTries(DomainError):
    """Wrong numbers were typed too often; the office waits for a while."""
