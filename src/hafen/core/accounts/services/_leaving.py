from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from hafen.core.accounts.errors import NotYourself, ReceiverMissing, StillOwns
from hafen.core.accounts.models import (
    Absence,
    AddressChange,
    Deputy,
    OpenSession,
    RoleAssignment,
    SignInCard,
    SignInLink,
    Team,
    TeamMembership,
    User,
)
from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.accounts.services._people import refuse_without_administrator
from hafen.core.audit import services as audit


@dataclass(frozen=True)
class Receiver:
    """Who takes over: exactly one of both."""

    user: User | None = None
    team: Team | None = None

    def check(self, leaving: User) -> None:
        """Refuse a receiver that is none.

        :raises ReceiverMissing: nobody, both, the leaving one, or one not there
        """
        if (self.user is None) == (self.team is None):
            raise ReceiverMissing
        if self.user and (self.user.pk == leaving.pk or not self.user.is_active):
            raise ReceiverMissing
        if self.team and self.team.is_archived:
            raise ReceiverMissing


def left_behind(user: User) -> list[tuple[Ownable, int]]:
    """Return each kind of thing that the person owns, and how many."""
    counted = ((ownable, ownable.count(user)) for ownable in ownables)
    return [(ownable, count) for ownable, count in counted if count]


@transaction.atomic
def leave(
    *,
    user: User,
    receivers: Mapping[str, Receiver],
    now: datetime,
    today: date,
    by: User,
) -> dict[str, int]:
    """Hand over everything that the person owns, then close the account.

    :param receivers: by the name of the kind of thing
    :return: how many of each kind were handed over
    :raises StillOwns: when something would belong to nobody; nothing is done
    :raises ReceiverMissing: when a receiver is not there
    :raises LastAdministrator: when nobody would be left to manage people
    """
    if by.pk == user.pk:
        raise NotYourself
    refuse_without_administrator(user, today)
    handed_over = {}
    for ownable, _count in left_behind(user):
        receiver = receivers.get(ownable.name)
        if receiver is None:
            continue
        receiver.check(user)
        handed_over[ownable.name] = ownable.hand_over(
            user, receiver.user, receiver.team
        )
    if left := left_behind(user):
        raise StillOwns({ownable.name: count for ownable, count in left})
    _end_belonging(user, today)
    disable(user=user, now=now, today=today, by=by)
    user.left_on = today
    user.save(update_fields=["left_on", "updated_at"])
    audit.record(
        action="accounts.user.left", subject=user, by=by, details=dict(handed_over)
    )
    return handed_over


def _end_belonging(user: User, today: date) -> None:
    """End roles, memberships and deputies with this day."""
    Absence.objects.filter(reroute_to_id=user.pk).update(reroute_to=None)
    ending = (
        RoleAssignment.objects.filter(user_id=user.pk),
        TeamMembership.objects.filter(user_id=user.pk),
        Deputy.objects.filter(Q(user_id=user.pk) | Q(deputy_id=user.pk)),
    )
    yesterday = today - timedelta(days=1)
    for rows in ending:
        rows.filter(valid_from__gte=today).delete()
        current = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
        rows.filter(current).update(valid_until=yesterday)


@transaction.atomic
def disable(*, user: User, now: datetime, today: date, by: User) -> None:
    """Close an account at once: sessions, links and cards end with it.

    What the person owns stays theirs; somebody acts for them meanwhile.

    :raises NotYourself: nobody locks themselves out
    :raises LastAdministrator: when nobody would be left to manage people
    """
    if by.pk == user.pk:
        raise NotYourself
    refuse_without_administrator(user, today)
    user.is_active = False
    user.session_round += 1
    user.forget_roles()
    user.save(update_fields=["is_active", "session_round", "updated_at"])
    OpenSession.objects.filter(user_id=user.pk).delete()
    SignInCard.objects.filter(user_id=user.pk, revoked_at__isnull=True).update(
        revoked_at=now
    )
    SignInLink.objects.filter(user_id=user.pk, used_at__isnull=True).delete()
    AddressChange.objects.filter(user_id=user.pk).open(now).update(withdrawn_at=now)
    audit.record(action="accounts.user.disabled", subject=user, by=by)


@transaction.atomic
def enable(*, user: User, by: User) -> None:
    """Open a closed account again; roles that have ended stay ended."""
    user.is_active = True
    user.left_on = None
    user.forget_roles()
    user.save(update_fields=["is_active", "left_on", "updated_at"])
    audit.record(action="accounts.user.enabled", subject=user, by=by)
