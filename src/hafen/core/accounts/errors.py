"""What the services of accounts refuse."""

from hafen.core.db.errors import DomainError


class RoleNotYoursToGive(DomainError):
    """Nobody gives a role beyond their own reach, and none to themselves."""


class LastDayMissing(DomainError):
    """A role for interns and the like ends on a day that is known."""


class PeriodRunsBackwards(DomainError):
    """The last day lies before the first one."""


class AddressTaken(DomainError):
    """Somebody of this installation already signs in with this address."""


class LinkNotValid(DomainError):
    """The link was used, has expired, was withdrawn, or never was one."""


class CardNotValid(DomainError):
    """The card was revoked, has expired, rests, or the PIN is wrong."""


class AddressUnsafe(DomainError):
    """A secret would travel to this address without TLS."""


class ProviderUnreachable(DomainError):
    """The sign-in service does not answer, or not as one."""


class SignInRefused(DomainError):
    """What the sign-in service said is not for us, or not for this attempt."""


class NotInvited(DomainError):
    """The sign-in service knows the person; the municipality does not."""


class StillOwns(DomainError):
    """The person leaves things behind that belong to nobody then.

    :ivar left: how many of each kind
    """

    def __init__(self, left: dict[str, int]) -> None:
        super().__init__(str(left))
        self.left = left


class NotYourself(DomainError):
    """What a colleague does for somebody, nobody does for themselves."""


class ReceiverMissing(DomainError):
    """Work is handed to exactly one: a person who is there, or a team."""


class ReceiverMayNot(DomainError):
    """Whoever would take over a kind of thing could not open it.

    :ivar name: of the kind
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class LastAdministrator(DomainError):
    """A municipality keeps at least one administrator."""


class PersonNotYours(DomainError):
    """Nobody changes somebody whose rights reach further than their own."""


class WayMissing(DomainError):
    """The person has no address or number for the way they want to be told."""
