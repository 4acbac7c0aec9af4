from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from hafen.core.accounts import mails, rules
from hafen.core.accounts.errors import (
    AddressTaken,
    LinkNotValid,
    PersonNotYours,
    WayMissing,
)
from hafen.core.accounts.models import (
    AddressChange,
    SignInLink,
    Team,
    TeamMembership,
    User,
)
from hafen.core.accounts.services._invitations import WantedRole, fingerprint
from hafen.core.accounts.services._people import create_user, grant_role
from hafen.core.audit import services as audit
from hafen.core.db import versions
from hafen.core.db.identifiers import token as new_token
from hafen.core.places.models import Municipality

ADDRESS_CHANGE_LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Details:
    """Who somebody is, and how they want to be told things."""

    name: str
    language: str
    way: str
    postal_address: str = ""
    phone: str = ""

    def check(self, *, email: str) -> None:
        """Refuse a way that leads nowhere.

        :raises WayMissing: when what the chosen way needs is not there
        """
        needed = {
            User.Way.MAIL: email,
            User.Way.LETTER: self.postal_address,
            User.Way.TELEPHONE: self.phone,
            User.Way.VISIT: "at the desk",
        }
        if not needed[User.Way(self.way)].strip():
            raise WayMissing


@transaction.atomic
def add_person(
    *,
    municipality: Municipality,
    details: Details,
    roles: Iterable[WantedRole],
    today: date,
    by: User,
    team: Team | None = None,
) -> User:
    """Add somebody without e-mail, whom no invitation can reach.

    They get in with a printed card.

    :raises RoleNotYoursToGive: when a role is beyond one's own reach
    :raises LastDayMissing: when a role that must end has no end
    :raises WayMissing: when the person could not be told anything this way
    """
    details.check(email="")
    user = create_user(
        municipality=municipality,
        name=details.name,
        email=None,
        language=details.language,
        by=by,
    )
    if _set(user, details):
        versions.save_next(user)
    for wanted in roles:
        grant_role(
            user=user,
            role=wanted.role,
            valid_from=today,
            valid_until=wanted.valid_until,
            by=by,
        )
    if team is not None:
        TeamMembership.objects.create(
            municipality=municipality, user=user, team=team, valid_from=today
        )
    return user


@transaction.atomic
def edit_person(
    *,
    user: User,
    details: Details,
    email: str,
    expected: int | None,
    now: datetime,
    today: date,
    by: User,
) -> bool:
    """Change somebody's details; a new e-mail address has to be proven first.

    Whether the new address signs in for somebody already is not said: its
    mailbox is written to in any case, and the link decides.

    :param email: the address as it shall be; "" for no change of it
    :return: whether a link went to a new address
    :raises LostUpdate: when somebody else changed it since version `expected`
    :raises PersonNotYours: when the person's rights reach further than `by`'s
    :raises WayMissing: when the person could not be told anything this way
    """
    is_self = by.pk == user.pk
    if not is_self and not rules.may_edit_person(by=by, person=user, today=today):
        raise PersonNotYours
    email = email.strip().lower()
    fresh = versions.locked(user, expected=expected)
    details.check(email=email or fresh.email or "")
    changed = _set(fresh, details)
    if changed:
        versions.save_next(fresh)
        audit.record(
            action="accounts.user.edited",
            subject=fresh,
            by=by,
            details={"fields": changed},
        )
    if not email or email == fresh.email:
        return False
    _ask_for_proof(user=fresh, email=email, now=now, by=by)
    return True


def _set(user: User, details: Details) -> list[str]:
    """Give the person their values; return the names of those that differ."""
    wanted = {
        "name": details.name.strip(),
        "language": details.language,
        "way": details.way,
        "postal_address": details.postal_address.strip(),
        "phone": details.phone.strip(),
    }
    differing = [name for name, value in wanted.items() if getattr(user, name) != value]
    for name in differing:
        setattr(user, name, wanted[name])
    return sorted(differing)


def _ask_for_proof(*, user: User, email: str, now: datetime, by: User) -> None:
    """Mail a link to the new address; an earlier one no longer works."""
    waiting = AddressChange.objects.filter(user_id=user.pk).open(now)
    waiting.update(withdrawn_at=now)
    token = new_token()
    change = AddressChange.objects.create(
        municipality_id=user.municipality_id,
        user=user,
        email=email,
        token_hash=fingerprint(token),
        expires_at=now + ADDRESS_CHANGE_LASTS,
        asked_by=by,
    )
    audit.record(action="accounts.address.asked", subject=user, by=by)
    mails.send_address_change(change=change, token=token)


def waiting_address(user: User, *, now: datetime) -> AddressChange | None:
    """Return the new address that waits for its proof."""
    waiting = AddressChange.objects.filter(user_id=user.pk).open(now)
    return waiting.order_by("-created_at").first()


@transaction.atomic
def withdraw_address(*, user: User, now: datetime, today: date, by: User) -> None:
    """Keep the old address; the mailed link no longer works.

    :raises PersonNotYours: when the person's rights reach further than `by`'s
    """
    is_self = by.pk == user.pk
    if not is_self and not rules.may_edit_person(by=by, person=user, today=today):
        raise PersonNotYours
    waiting = AddressChange.objects.filter(user_id=user.pk).open(now)
    if waiting.update(withdrawn_at=now):
        audit.record(action="accounts.address.withdrawn", subject=user, by=by)


def open_address_change(*, token: str, now: datetime) -> AddressChange | None:
    """Return the change behind a mailed link while it can be confirmed."""
    opened = AddressChange.objects.filter(
        token_hash=fingerprint(token), user__is_active=True
    ).open(now)
    return opened.select_related("user", "municipality").first()


@transaction.atomic
def confirm_address(*, token: str, now: datetime) -> User:
    """Let the new address count, once; the old one is told.

    What was mailed to the old address no longer signs in.

    :raises LinkNotValid: when it was used, withdrawn, has expired, or never was
    :raises AddressTaken: when somebody signs in with the address already
    """
    change = open_address_change(token=token, now=now)
    if change is None:
        raise LinkNotValid
    opened = AddressChange.objects.filter(pk=change.pk).open(now)
    # Of two that come at the same moment the database lets one change the row.
    if opened.update(confirmed_at=now) != 1:
        raise LinkNotValid
    user = versions.locked(change.user, expected=None)
    old, user.email = user.email, change.email
    try:
        with transaction.atomic():
            versions.save_next(user)
    except IntegrityError as error:
        # Another municipality's people are not visible from here, so the
        # database alone can tell.
        if "one_user_per_email_address" in str(error):
            raise AddressTaken from error
        raise
    EmailAddress.objects.filter(user_id=user.pk).delete()
    SignInLink.objects.filter(user_id=user.pk, used_at__isnull=True).delete()
    audit.record(action="accounts.address.changed", subject=user, by=user)
    if old:
        mails.send_address_was_changed(user=user, old=old)
    return user
