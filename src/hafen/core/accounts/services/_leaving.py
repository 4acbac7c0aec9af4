from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hafen.core.accounts.errors import (
    NotYourself,
    ReceiverMayNot,
    ReceiverMissing,
    StillOwns,
)
from hafen.core.accounts.models import (
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
from hafen.core.accounts.registries import (
    Ending,
    Ownable,
    endings,
    followers,
    ownables,
)
from hafen.core.accounts.services._people import refuse_without_administrator
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for


@dataclass(frozen=True)
class Receiver:
    """Who takes over: exactly one of both."""

    user: User | None = None
    team: Team | None = None

    def check(self, holder: User | Team, ownable: Ownable) -> None:
        """Refuse a receiver that is none.

        :raises ReceiverMissing: nobody, both, the holder, or one not there
        :raises ReceiverMayNot: when this kind of thing is not for them
        """
        taker = self.user or self.team
        if taker is None or (self.user and self.team) or taker.pk == holder.pk:
            raise ReceiverMissing
        if self.user and not (self.user.is_active and self.user.roles_now):
            raise ReceiverMissing
        if self.team and self.team.is_archived:
            raise ReceiverMissing
        is_theirs = self.user is None or (
            ownable.needs is None or ownable.needs.held_by(self.user)
        )
        if (self.team and not ownable.team) or not is_theirs:
            raise ReceiverMayNot(ownable.name)

    @property
    def keys(self) -> list[UUID]:
        return [taker.pk for taker in (self.user, self.team) if taker]

    @property
    def named(self) -> dict[str, str]:
        """Return who it is, as the trail keeps it."""
        if self.user:
            return {"person": str(self.user.pk)}
        return {"team": str(self.team.pk)} if self.team else {}


Receivers = Mapping[str, Receiver]


def left_behind(holder: User | Team) -> list[tuple[Ownable, int]]:
    """Return each kind of thing that a person or a team owns, and how many."""
    with opened_for(holder.pk):
        counted = [(ownable, ownable.held_by(holder).count()) for ownable in ownables]
    return [(ownable, count) for ownable, count in counted if count]


def ending_with(user: User) -> list[tuple[Ending, int]]:
    """Return what goes with the account of the person, and how many of each."""
    with opened_for(user.pk):
        counted = [(ending, ending.held_by(user).count()) for ending in endings]
    return [(ending, count) for ending, count in counted if count]


@transaction.atomic
def hand_over(*, holder: User | Team, receivers: Receivers, by: User) -> dict[str, int]:
    """Give everything that a person or a team owns to others.

    :param receivers: by the name of the kind of thing
    :return: how many of each kind changed hands
    :raises StillOwns: when something would belong to nobody; nothing is done
    :raises ReceiverMissing: when a receiver is not there
    :raises ReceiverMayNot: when a receiver could not open what they would get
    """
    _lock(holder, receivers)
    handed_over: dict[str, int] = {}
    told: dict[str, object] = {}
    for ownable, _count in left_behind(holder):
        receiver = receivers.get(ownable.name)
        if receiver is None:
            continue
        receiver.check(holder, ownable)
        with opened_for(holder.pk, *receiver.keys):
            rows = ownable.held_by(holder)
            count = ownable.give(ownable, rows, receiver.user, receiver.team)
        handed_over[ownable.name] = count
        told[ownable.name] = {"count": count, **receiver.named}
    if left := left_behind(holder):
        raise StillOwns({ownable.name: count for ownable, count in left})
    for follower in followers:
        follower.relieved(holder, by)
    if told:
        audit.record(
            action="accounts.owned.handed_over", subject=holder, by=by, details=told
        )
    return handed_over


def _lock(holder: User | Team, receivers: Receivers) -> None:
    """Let nobody get new work, or leave, between the count and the end.

    Two who leave to each other wait here; the second then hears that nobody is
    there. What is given to a locked person waits for it as well, since its
    foreign key does.
    """
    takers = [receiver.user or receiver.team for receiver in receivers.values()]
    for model in (User, Team):
        rows = [row for row in (holder, *takers) if isinstance(row, model)]
        keys = {row.pk for row in rows}
        locked = model._base_manager.select_for_update().filter(pk__in=keys)
        fresh = {row.pk: row for row in locked.order_by("pk")}
        for row in rows:
            _freshen(row, fresh.get(row.pk))


def _freshen(row: User | Team, found: User | Team | None) -> None:
    """Take over from the locked row whether somebody is there."""
    if isinstance(row, User):
        row.is_active = row.is_active and isinstance(found, User) and found.is_active
        row.forget_roles()
    else:
        row.is_archived = (
            row.is_archived or not isinstance(found, Team) or found.is_archived
        )


@transaction.atomic
def leave(
    *,
    user: User,
    receivers: Receivers,
    now: datetime,
    today: date,
    by: User,
) -> dict[str, int]:
    """Hand over everything that the person owns, then close the account.

    Once gone, somebody may still be found to own something; the same step hands
    it over and leaves the day of leaving as it was.

    :param receivers: by the name of the kind of thing
    :return: how many of each kind were handed over
    :raises StillOwns: when something would belong to nobody; nothing is done
    :raises ReceiverMissing: when a receiver is not there
    :raises ReceiverMayNot: when a receiver could not open what they would get
    :raises LastAdministrator: when nobody would be left to manage people
    """
    if by.pk == user.pk:
        raise NotYourself
    refuse_without_administrator(user, today)
    handed_over = hand_over(holder=user, receivers=receivers, by=by)
    with opened_for(user.pk):
        for ending in endings:
            ending.held_by(user).delete()
    _end_belonging(user, today)
    disable(user=user, now=now, today=today, by=by)
    user.left_on = user.left_on or today
    user.save(update_fields=["left_on", "updated_at"])
    audit.record(
        action="accounts.user.left", subject=user, by=by, details=dict(handed_over)
    )
    return handed_over


def _end_belonging(user: User, today: date) -> None:
    """End roles, memberships and deputies with this day."""
    ending = (
        RoleAssignment.objects.filter(user_id=user.pk),
        TeamMembership.objects.filter(user_id=user.pk),
        Deputy.objects.filter(user_id=user.pk),
    )
    yesterday = today - timedelta(days=1)
    for rows in ending:
        rows.filter(valid_from__gte=today).delete()
        current = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
        rows.filter(current).update(valid_until=yesterday)


@transaction.atomic
def disable(*, user: User, now: datetime, today: date, by: User) -> None:
    """Close an account at once: sessions, links and cards end with it.

    What the person owns stays theirs; somebody acts for them meanwhile, and the
    administrators are asked each night who takes it over.

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
