"""Working groups, and the hand-over when a site closes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality, Site
from hafen.exchange.volunteers.errors import AlreadyAnswered
from hafen.exchange.volunteers.models import (
    Group,
    GroupMember,
    Referral,
    Transition,
    Volunteer,
)
from hafen.exchange.volunteers.services._places import count_move


@transaction.atomic
def save_group(
    *,
    municipality: Municipality,
    data: Mapping[str, Any],
    by: User,
    group: Group | None = None,
    expected: int | None = None,
) -> Group:
    """
    Register a group, or change it.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    row = (
        locked(group, expected=expected) if group else Group(municipality=municipality)
    )
    for name, value in data.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    if group is None:
        row.save()
    else:
        save_next(row)
    audit.record(action="volunteers.group.saved", subject=row, by=by)
    return row


@transaction.atomic
def join_group(
    *, group: Group, volunteer: Volunteer, is_contact: bool, by: User, now: datetime
) -> GroupMember:
    """Take somebody into a group; who is in it already may become its contact."""
    row, is_new = GroupMember.objects.get_or_create(
        municipality_id=group.municipality_id,
        group=group,
        volunteer=volunteer,
        until=None,
        defaults={"since": timezone.localdate(now), "is_contact": is_contact},
    )
    if not is_new and row.is_contact != is_contact:
        row.is_contact = is_contact
        save_next(row)
    audit.record(action="volunteers.member.joined", subject=row, by=by)
    return row


@transaction.atomic
def leave_group(*, member: GroupMember, by: User | None, now: datetime) -> GroupMember:
    """
    End a membership; the row stays as history.

    :raises AlreadyAnswered: if it has ended
    """
    fresh = locked(member, expected=None)
    if fresh.until is not None:
        raise AlreadyAnswered
    fresh.until = timezone.localdate(now)
    save_next(fresh)
    audit.record(action="volunteers.member.left", subject=fresh, by=by)
    return fresh


@transaction.atomic
def close_site(
    *, site: Site, closes_on: date, by: User, now: datetime
) -> list[Transition]:
    """List everybody who is active at a site that closes; twice lists them once."""
    del now
    members = GroupMember.objects.filter(
        group__site=site, until__isnull=True
    ).select_related("group")
    found: dict[Any, Group | None] = {row.volunteer_id: row.group for row in members}
    there = Referral.objects.at_work().filter(place__site=site)
    for key in there.values_list("volunteer", flat=True):
        found.setdefault(key, None)
    made = []
    for key, group in found.items():
        row, _is_new = Transition.objects.get_or_create(
            municipality_id=site.municipality_id,
            site=site,
            volunteer_id=key,
            done_on=None,
            defaults={"closes_on": closes_on, "from_group": group},
        )
        made.append(row)
    audit.record(action="volunteers.site.closing", subject=site, by=by)
    return made


@transaction.atomic
def hand_over(
    *,
    transition: Transition,
    wish: str,
    to_group: Group | None,
    by: User,
    now: datetime,
) -> Transition:
    """
    Note what somebody wishes, and take them into a new group; the old one stays
    in the history.

    :raises AlreadyAnswered: if it is done
    """
    fresh = locked(transition, expected=None)
    if fresh.done_on is not None:
        raise AlreadyAnswered
    fresh.wish = wish
    today = timezone.localdate(now)
    if to_group is not None:
        fresh.to_group, fresh.done_on = to_group, today
        fresh.wish = Transition.Wish.GO_ON
    elif wish == Transition.Wish.STOP:
        fresh.done_on = today
    if fresh.done_on is not None:
        _leave_old(fresh, by=by, now=now)
    if to_group is not None:
        join_group(
            group=to_group, volunteer=fresh.volunteer, is_contact=False, by=by, now=now
        )
        count_move(fresh.site, to_group.site, to_group.name, today)
    save_next(fresh)
    audit.record(action="volunteers.transition.saved", subject=fresh, by=by)
    return fresh


def _leave_old(transition: Transition, *, by: User, now: datetime) -> None:
    rows = GroupMember.objects.filter(
        group__site=transition.site,
        volunteer=transition.volunteer_id,
        until__isnull=True,
    )
    for member in rows:
        leave_group(member=member, by=by, now=now)
