"""What a service refuses, each with what it means."""

from hafen.core.db.errors import DomainError


class NoService(DomainError):
    """Nobody looks after interpreting in this municipality yet."""


class NotApproved(DomainError):
    """The institution has not been approved, or may not book any more."""


class NameTaken(DomainError):
    """An institution or provider of this name is there already."""


class RuleBroken(DomainError):
    """The interpreter breaks hard rules; the names of the rules are the arguments."""

    @property
    def rules(self) -> list[str]:
        return list(self.args)


class InterpreterBusy(DomainError):
    """The interpreter is at another appointment at that time."""


class TravelTooLong(DomainError):
    """From or to a neighbouring job nobody gets there in time: the minutes needed."""


class AppointmentTaken(DomainError):
    """Somebody else was settled; the arguments say by whom and when."""


class NotOpen(DomainError):
    """The appointment is settled, called off or over."""


class AlreadyAnswered(DomainError):
    """An answer is there already; the first one counts."""


class AnsweredTooLate(DomainError):
    """The time to answer is over, or somebody else comes."""


class NotImpartial(DomainError):
    """For this subject nobody comes who knows the people involved."""


class NotYet(DomainError):
    """What has not happened yet cannot be reported."""


class AlreadyReported(DomainError):
    """The times are noted already; the first report counts."""


class NotTheLanguage(DomainError):
    """The provider does not offer this language."""


class NobodyChosen(DomainError):
    """Nobody was chosen."""


class MonthNotOver(DomainError):
    """Papers of a month are issued after it."""


class NotElectronic(DomainError):
    """Data for electronic invoices is missing; the arguments say which."""


class NoPaymentTerms(DomainError):
    """The settings do not say how invoices are paid."""


class NothingToIssue(DomainError):
    """All that is due stands on a paper already."""


class AlreadyCancelled(DomainError):
    """The invoice was taken back before, or takes one back itself."""


class PastDate(DomainError):
    """A date would be moved into the past."""
