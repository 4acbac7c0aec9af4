"""What this room refuses, and why."""

from hafen.core.db.errors import DomainError


class AlreadyOver(DomainError):
    """The meeting is closed or over, or the case has been withdrawn from it."""


class NotResponsible(DomainError):
    """A case is released by who is responsible for it, or stands in."""


class NotAgreed(DomainError):
    """The person has not agreed that exactly this office hears exactly this."""


class SlotTaken(DomainError):
    """At this time another case is talked about, or there is no meeting."""


class AlreadyInvited(DomainError):
    """Whoever is invited has a seat already."""


class HasMeasures(DomainError):
    """Whoever took something on stays on the list."""


class AlreadyDone(DomainError):
    """It was done already."""
