"""What this room refuses, and why."""

from typing import Any

from hafen.core.db.errors import DomainError


class AlreadyClosed(DomainError):
    """The case, the household or the membership has ended."""


class StillOpen(DomainError):
    """It has not ended: a case is open, or people live in the household."""


class StillRunning(DomainError):
    """Something of the case has not ended; it says first what came of it."""


class NotHere(DomainError):
    """The person is no member of this household on that day."""


class ProtectedFirst(DomainError):
    """Whoever is protected joins only a household that is protected as well."""


class NotOfTheTeam(DomainError):
    """Whoever shall be responsible does not belong to the team."""


class KeptOutOfFile(DomainError):
    """Whoever shall be responsible is this person or a relative."""


class AlreadyAccompanied(DomainError):
    """The team accompanies the same people in an open case."""


class TooLong(DomainError):
    """The programme allows no longer period, not even with reasons."""


class ReviewTooLate(DomainError):
    """The programme asks that a plan is looked at again sooner."""


class CriteriaMissing(DomainError):
    """The programme asks for criteria of access that are not met."""


class AlreadyPlanned(DomainError):
    """The measure is planned or runs in this case."""


class NotAgreed(DomainError):
    """Nobody of the household has agreed to this, or the consent has ended."""


class NothingToAgree(DomainError):
    """No goal is open that an agreement could hold."""


class Overlaps(DomainError):
    """For these days something else is written down already."""


class NeedsOwner(DomainError):
    """A restricted household names somebody who may open it."""


class NameTaken(DomainError):
    """Another programme has this name."""


class NotNamed(DomainError):
    """Notes of special categories are for who owns the case or stands in on it."""


class NotTwice(DomainError):
    """These are not two entries that can be joined, or joined no more."""


class AdultSignsAlone(DomainError):
    """Nobody signs for an adult, but for a custodian appointed by a court."""


class GuardianSigns(DomainError):
    """Below fifteen years whoever acts for the child signs."""


class YouthIsAsked(DomainError):
    """From fifteen years on nobody agrees over a young person's head."""


class PlannedAlike(DomainError):
    """Another office plans or does something alike in this area of life.

    :param rows: what is there already
    """

    def __init__(self, rows: list[Any]) -> None:
        super().__init__()
        self.rows = rows
