"""What a service refuses, each with what it means."""

from hafen.core.db.errors import DomainError


class TariffOverlaps(DomainError):
    """Another version of the tariff holds on these days."""


class TariffUsed(DomainError):
    """Somebody is paid by this version already; a new one begins on a later day."""


class NoOrder(DomainError):
    """The municipality has ordered nothing for this job."""


class OutsideOrder(DomainError):
    """The job lies outside of the days that were ordered, or in the future."""


class NoTariff(DomainError):
    """No version of the tariff holds on the day of the job."""


class NoPrice(DomainError):
    """The tariff has no price for this kind of work."""


class NothingDue(DomainError):
    """By the tariff nothing is paid for it."""


class AlreadyDecided(DomainError):
    """Somebody has decided already; the arguments say who, and when."""


class OwnClaim(DomainError):
    """Whoever entered a claim, or gets the money, does not approve it."""


class BeyondLimit(DomainError):
    """The yearly limit would be passed; the arguments are the cents left before."""


class ListChanged(DomainError):
    """A claim of the list has been paid meanwhile, or is not approved."""
