from hafen.core.db.errors import DomainError


class NotOpen(DomainError):
    """The round has not begun, is over, or was approved."""


class AlreadyOver(DomainError):
    """The round is over, and its tables can be seen; nobody answers any more."""


class NotOver(DomainError):
    """People can answer still, or the report was approved before."""


class AlreadyAnswered(DomainError):
    """The link was used; each counts once."""


class NothingAnswered(DomainError):
    """The sheet is empty, so there is nothing to keep."""


class NameTaken(DomainError):
    """There is a survey of this name."""


class OtherText(DomainError):
    """The text is another one than was read, or there is none yet."""


class OtherColumn(DomainError):
    """The statements stand in both columns."""


class NotSorted(DomainError):
    """A statement has no topic, or a topic has nobody who sees to it."""


class OccasionTaken(DomainError):
    """Another survey goes out after these services."""
