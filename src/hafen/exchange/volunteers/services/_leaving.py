"""Somebody leaves: everything that was promised with them is undone or ended."""

from datetime import datetime

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Match
from hafen.exchange.volunteers.models import GroupMember, Referral, Signup, Volunteer
from hafen.exchange.volunteers.services import _stages as stages
from hafen.exchange.volunteers.services._groups import leave_group
from hafen.exchange.volunteers.services._referring import end, take_back
from hafen.exchange.volunteers.services._shifts import sign_off
from hafen.mechanisms.bookings.models import ACTIVE


@transaction.atomic
def leave(
    *,
    volunteer: Volunteer,
    reason: str,
    by: User | None,
    now: datetime,
    may_return: bool = False,
) -> Volunteer:
    """
    Note that somebody leaves, and why; placements, shifts and groups end with it.

    :raises ReasonMissing: without a reason
    :raises WrongStage: if the volunteer has left already
    """
    fresh = stages.leave(
        volunteer=volunteer, reason=reason, by=by, now=now, may_return=may_return
    )
    for referral in Referral.objects.living().filter(volunteer=fresh):
        if referral.is_sent:
            take_back(referral=referral, by=by, now=now)
        else:
            end(
                referral=referral,
                outcome=Match.Outcome.PARTLY,
                feedback="",
                by=by,
                now=now,
            )
    _end_matches(fresh, by=by, now=now)
    coming = Signup.objects.filter(
        volunteer=fresh,
        registration__state__in=ACTIVE,
        shift__starts_at__gt=now,
    ).select_related("registration__bookable")
    for signup in coming:
        sign_off(signup=signup, by=by, now=now)
    for member in GroupMember.objects.filter(volunteer=fresh, until__isnull=True):
        leave_group(member=member, by=by, now=now)
    return fresh


def _end_matches(volunteer: Volunteer, *, by: User | None, now: datetime) -> None:
    """End what the pool brought together; the other side is told by it."""
    rows = Match.objects.filter(offer__helper=volunteer.helper).taken()
    for match in rows:
        pool.end(
            match=match,
            outcome=Match.Outcome.PARTLY,
            reason="",
            note="",
            looks_on=True,
            by=by,
            now=now,
        )
