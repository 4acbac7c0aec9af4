"""What a service refuses, each with what it means."""

from hafen.core.db.errors import DomainError


class NotThisFar(DomainError):
    """The placement is not confirmed yet, or over already."""


class NoAgreement(DomainError):
    """It begins once both have met and the agreement is signed."""


class AlreadyAnswered(DomainError):
    """An answer of this side is there; the first one counts."""


class NotASponsorship(DomainError):
    """The request is for another kind of help, or not open."""


class AlreadyHandedOver(DomainError):
    """The wish lies with an association, or somebody is asked for it."""


class NoConsent(DomainError):
    """The consent names no day, lies in the future, or is over."""


class NoAddress(DomainError):
    """The association has no e-mail address, so nobody would hear of it."""


class NameTaken(DomainError):
    """A programme of this name is there."""


class AlreadyGuide(DomainError):
    """Somebody is a guide by this offer already."""


class AtWork(DomainError):
    """An assignment of the guide goes on."""


class NotTaking(DomainError):
    """The programme takes nobody in now."""
