"""What this room refuses, and why."""

from hafen.core.db.errors import DomainError


class AlreadyEnded(DomainError):
    """It is over: nobody goes there any more, or the visit is recorded."""


class NoTeam(DomainError):
    """No team works at a site of this district; somebody has to name one."""


class NotYet(DomainError):
    """The day of what is recorded lies ahead."""


class NoHour(DomainError):
    """A visit without an hour: nobody can be asked to come along."""


class NotAgreed(DomainError):
    """The people did not agree that this group is told."""


class NotNow(DomainError):
    """A step of a hand-over that is not possible as things stand."""


class NoGate(DomainError):
    """Neither consents nor a norm let the other team have these parts."""


class AlreadyPlanned(DomainError):
    """Somebody of the team goes there already."""


class AlreadyUnderWay(DomainError):
    """The file is being handed over already."""


class NotResponsible(DomainError):
    """Whoever accepts belongs to the receiving team and works on cases."""


class NotReleased(DomainError):
    """There is no edition of this sheet yet."""


class NoSite(DomainError):
    """The team works at no site that could pay for the way."""


class VehicleTaken(DomainError):
    """Somebody has the vehicle; the arguments say who, and until when."""


class PastTime(DomainError):
    """The time lies in the past."""


class NameTaken(DomainError):
    """Another vehicle has this name."""
