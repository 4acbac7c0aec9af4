from hafen.core.db.errors import DomainError


class WrongState(DomainError):
    """The event is in another state by now."""


class NotReady(DomainError):
    """The event lacks what the public needs."""


class RoomTaken(DomainError):
    """Another public event has the room at one of the times."""
