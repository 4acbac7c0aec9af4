"""What a service raises when the state of things does not allow what was asked."""


class DomainError(Exception):
    """An expected refusal; the edge says it to the person in plain words."""


class LostUpdate(DomainError):
    """Somebody else changed the row since it was read."""


class NoContext(DomainError):
    """Rows were written without a municipality or an actor."""
