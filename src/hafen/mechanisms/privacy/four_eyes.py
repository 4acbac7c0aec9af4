"""Who of two carries out what a person asks for, and once only."""

from datetime import datetime, timedelta

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.db.errors import DomainError
from hafen.core.db.roles import Role
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy.models import RightsRequest

SMALL_OFFICE = "small_office"
DELAY = timedelta(days=1)


class NobodyNamed(DomainError):
    """No row was chosen that is the person."""


class SecondPersonNeeded(DomainError):
    """Whoever entered an erasure does not carry it out."""


class TooEarly(DomainError):
    """In a small office an erasure waits for a day."""


class NoLongerOpen(DomainError):
    """A colleague was faster."""


def may_carry_out(asked: RightsRequest, *, by: User, now: datetime) -> None:
    """
    Refuse who entered it, in a small office for a day.

    :raises SecondPersonNeeded: if a second person has to do it
    :raises TooEarly: if the day is not over
    """
    if asked.asked_by_id != by.pk:
        return
    if not is_on(by.municipality, SMALL_OFFICE):
        raise SecondPersonNeeded
    if now < asked.created_at + DELAY:
        raise TooEarly


def open_request(asked: RightsRequest) -> RightsRequest:
    """
    Lock a request that nobody has closed yet.

    :raises NoLongerOpen: if it was closed meanwhile
    """
    found = RightsRequest.objects.select_for_update().get(pk=asked.pk)
    if not found.is_open:
        raise NoLongerOpen
    return found


def officers_of(town: Municipality) -> set[User]:
    """Return who is data protection officer and has an account in use."""
    found = RoleAssignment.objects.filter(
        municipality=town, role=Role.DATA_PROTECTION_OFFICER, user__is_active=True
    ).select_related("user")
    return {assignment.user for assignment in found}
