"""What a service refuses, each with what it means."""

from hafen.core.db.errors import DomainError


class NobodyToAsk(DomainError):
    """Nobody here coordinates volunteers, so nobody would look after it."""


class WrongStage(DomainError):
    """From where the volunteer stands, this leads nowhere."""


class TalkFirst(DomainError):
    """Before the first talk nobody becomes ready, and nobody is placed."""


class ProofsMissing(DomainError):
    """Proofs are missing or have run out; the arguments are their kinds."""


class CertificateTooOld(DomainError):
    """It was issued too long before it was shown, or lies in the future."""


class ReasonMissing(DomainError):
    """Who leaves is asked why; "not said" is an answer too."""


class NoConsent(DomainError):
    """Somebody has not agreed to be named to others."""


class TrainingMissing(DomainError):
    """The task needs a training first; the argument is its name."""


class NotAcknowledged(DomainError):
    """The standard of the deployment profile was not acknowledged yet."""


class NotCleared(DomainError):
    """The profile asks for a certificate that was not seen, or that has run out."""


class OverrideNeedsReason(DomainError):
    """The rule proposes somebody else; the argument is the name."""


class AlreadyForwarded(DomainError):
    """The volunteer is forwarded there already."""


class AlreadyAnswered(DomainError):
    """There is an answer already; the first one counts."""


class Collides(DomainError):
    """At this time the volunteer has promised something else; the argument is what."""


class TooFar(DomainError):
    """There is no time for the way; the arguments are the other task and minutes."""


class TooMuch(DomainError):
    """With it the week would hold more hours than were agreed on."""


class ShiftClosed(DomainError):
    """Nobody may sign up for it any more."""


class TooFewSupporters(DomainError):
    """An idea becomes a project with more supporters than it has."""
