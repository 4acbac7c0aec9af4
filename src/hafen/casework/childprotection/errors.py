"""What this room refuses, and why."""

from hafen.core.db.errors import DomainError


class AlreadyOver(DomainError):
    """It is closed, or this step was done before."""


class NeedsSecond(DomainError):
    """Nobody decides this alone: a second person is named, and confirms."""


class NotTheSecond(DomainError):
    """Whoever assessed does not confirm, nor does anybody but the second person."""


class NeedsSigns(DomainError):
    """Danger is assessed by weighty signs that are written down."""


class NeedsAdvice(DomainError):
    """Before danger is assessed, an experienced professional gives advice."""


class NeedsParents(DomainError):
    """The parents are talked to, unless that endangers the child; say which."""


class NotInDanger(DomainError):
    """Without a confirmed danger nothing is reported."""


class NoGround(DomainError):
    """A report names its norm, from the list of that day."""


class NeedsReport(DomainError):
    """A child in danger is reported, and the receipt confirmed, before it closes."""


class MayNot(DomainError):
    """Somebody without the right to it, or kept out of the file."""
