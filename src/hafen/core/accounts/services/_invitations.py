import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from hafen.core.accounts import mails, rules
from hafen.core.accounts.errors import (
    AddressTaken,
    LastDayMissing,
    LinkNotValid,
    RoleNotYoursToGive,
)
from hafen.core.accounts.models import (
    Invitation,
    InvitedRole,
    RoleAssignment,
    Team,
    TeamMembership,
    User,
)
from hafen.core.accounts.services._people import create_user
from hafen.core.audit import services as audit
from hafen.core.db.identifiers import token as new_token
from hafen.core.places.models import Municipality

INVITATION_LASTS = timedelta(hours=72)


@dataclass(frozen=True)
class WantedRole:
    role: str
    valid_until: date | None = None


def fingerprint(token: str) -> str:
    """Return what is kept of a secret; 192 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    municipality: Municipality,
    email: str,
    name: str,
    language: str,
    roles: Iterable[WantedRole],
    now: datetime,
    by: User,
    team: Team | None = None,
) -> tuple[Invitation, str]:
    """Ask somebody to join, and mail the link; return it with its secret.

    :raises AddressTaken: when the address signs in here already
    :raises RoleNotYoursToGive: when a role is beyond one's own reach
    :raises LastDayMissing: when a role that must end has no end
    """
    email = email.strip().lower()
    roles = tuple(roles)
    _refuse_roles(roles, by=by)
    if User.objects.filter(email=email).exists():
        raise AddressTaken
    # A second invitation replaces the first one: one link is valid, not two.
    Invitation.objects.filter(email=email).open(now).update(withdrawn_at=now)
    token = new_token()
    invitation = Invitation.objects.create(
        municipality=municipality,
        email=email,
        name=name.strip(),
        language=language,
        team=team,
        token_hash=fingerprint(token),
        expires_at=now + INVITATION_LASTS,
        invited_by=by,
    )
    InvitedRole.objects.bulk_create(
        InvitedRole(
            municipality=municipality,
            invitation=invitation,
            role=wanted.role,
            valid_until=wanted.valid_until,
        )
        for wanted in roles
    )
    audit.record(action="accounts.invitation.sent", subject=invitation, by=by)
    mails.send_invitation(invitation=invitation, token=token)
    return invitation, token


def _refuse_roles(roles: Iterable[WantedRole], *, by: User) -> None:
    for wanted in roles:
        if not rules.may_grant(by=by, to=None, role=wanted.role):
            raise RoleNotYoursToGive
        if rules.needs_last_day(wanted.role, wanted.valid_until):
            raise LastDayMissing


def open_invitation(*, token: str, now: datetime) -> Invitation | None:
    """Return the invitation behind a link while it can be redeemed."""
    opened = Invitation.objects.filter(token_hash=fingerprint(token)).open(now)
    return opened.select_related("municipality", "invited_by").first()


@transaction.atomic
def redeem_invitation(
    *, token: str, name: str, language: str, password: str, now: datetime, today: date
) -> User:
    """Turn an invitation into a person, once, under the invited address.

    :raises LinkNotValid: when it was redeemed, withdrawn, or has expired
    :raises AddressTaken: when the address signs in somewhere by now
    """
    invitation = open_invitation(token=token, now=now)
    if invitation is None:
        raise LinkNotValid
    return redeem(
        invitation=invitation,
        name=name,
        language=language,
        password=password,
        now=now,
        today=today,
    )


@transaction.atomic
def redeem(
    *,
    invitation: Invitation,
    name: str,
    language: str,
    password: str | None,
    now: datetime,
    today: date,
) -> User:
    """Turn an invitation into a person whose address was proven, by link or else.

    :param password: None for people who sign in another way
    :raises LinkNotValid: when it was redeemed, withdrawn, or has expired
    :raises AddressTaken: when the address signs in somewhere by now
    """
    opened = Invitation.objects.filter(pk=invitation.pk).open(now)
    # Of two that come at the same moment the database lets one change the row.
    if opened.update(redeemed_at=now) != 1:
        raise LinkNotValid
    user = create_user(
        municipality=invitation.municipality,
        name=name,
        email=invitation.email,
        language=language,
        password=password,
    )
    _give_what_was_promised(invitation, user, today)
    audit.record(action="accounts.invitation.redeemed", subject=invitation, by=user)
    return user


def _give_what_was_promised(invitation: Invitation, user: User, today: date) -> None:
    """Give the roles that whoever invited could give at that time."""
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            municipality_id=invitation.municipality_id,
            user=user,
            role=invited.role,
            valid_from=today,
            valid_until=invited.valid_until,
            granted_by=invitation.invited_by,
        )
        for invited in InvitedRole.objects.filter(invitation=invitation)
        if invited.valid_until is None or invited.valid_until >= today
    )
    if invitation.team_id is not None:
        TeamMembership.objects.create(
            municipality_id=invitation.municipality_id,
            user=user,
            team_id=invitation.team_id,
            valid_from=today,
        )


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, now: datetime, by: User) -> None:
    """Make the link worthless, if it is not used yet."""
    opened = Invitation.objects.filter(pk=invitation.pk).open(now)
    if opened.update(withdrawn_at=now):
        audit.record(action="accounts.invitation.withdrawn", subject=invitation, by=by)
