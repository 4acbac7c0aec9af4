"""What a service refuses, each with what it means."""

from hafen.core.db.errors import DomainError


class RuleBroken(DomainError):
    """The pair breaks hard rules; the names of the rules are the arguments."""

    @property
    def rules(self) -> list[str]:
        return list(self.args)


class NoPlaceLeft(DomainError):
    """All places are taken; the arguments say by whom and when the last was."""


class AlreadyAnswered(DomainError):
    """An answer is there already; the first one counts."""


class AnsweredTooLate(DomainError):
    """The time to answer is over; somebody may ask for a new one."""


class NotOpen(DomainError):
    """The offer or need is paused, settled or run out."""


class NoStep(DomainError):
    """From where it stands, this step leads nowhere."""


class TalkFirst(DomainError):
    """Both sides agree and talk with the desk before a sponsorship begins."""


class HeldBack(DomainError):
    """Another room refuses the pair; the argument is the sentence that says why."""


class NoConsent(DomainError):
    """The helper has not agreed to be named to the other side."""


class NothingToRenew(DomainError):
    """It holds for long enough, or it is over."""


class NoWayToTell(DomainError):
    """For the chosen way an address or a number is missing."""


class NobodyOwns(DomainError):
    """Nobody and no team would look after it."""


class NotReady(DomainError):
    """The plan is being computed, was not proven, or is replaced by a newer one."""
