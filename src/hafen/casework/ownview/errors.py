"""What this room refuses, and why."""

from hafen.core.db.errors import DomainError


class NotForThisPerson(DomainError):
    """Neither for minors, nor in a restricted file, nor without an open case."""


class OpenAlready(DomainError):
    """The person has an own view."""


class Ended(DomainError):
    """The own view has ended, or its time is over."""


class Locked(DomainError):
    """Too many wrong codes; the desk sets a new one."""


class TooEasy(DomainError):
    """The code is one that others guess first."""


class NotShown(DomainError):
    """It is nothing that the own view shows, or not any more."""
