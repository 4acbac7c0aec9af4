"""What places refuse; the words are for the person at the screen or the shell."""

from hafen.core.db.errors import DomainError


class Refused(DomainError):
    """A refusal with a sentence that says what, where and what to do."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))


class MunicipalityUnknown(Refused):
    """There is no municipality with this short name."""


class ShortNameRefused(Refused):
    """The short name is taken, reserved or no part of an address."""


class LanguageUnknown(Refused):
    """A language tag that Hafen does not know, or none at all."""


class LandUnknown(Refused):
    """A state (Land) that does not exist."""


class DomainRefused(Refused):
    """An own domain that is none, or that another municipality has."""


class SiteRefused(Refused):
    """A site that may show our pages in a frame, and is no address of one."""


class FileUnreadable(Refused):
    """A file of districts that cannot be read at all; nothing was imported."""


class NoHours(Refused):
    """Opening hours that contradict themselves or overlap."""


class NotDelegated(DomainError):
    """No authority has handed this act to the team of this site."""


class WrongStep(DomainError):
    """The delegation is not in the state from which this step leads on."""


class StillUsed(DomainError):
    """Other rows refer to it, so it cannot go."""
