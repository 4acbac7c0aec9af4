from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from hafen.core.accounts.models import Absence, Deputy, Team, TeamMembership, User

# A chain of deputies longer than this is a mistake in the list.
_LONGEST_CHAIN = 10


def teams_of(user: User, on: date) -> QuerySet[Team]:
    """Return the teams that the person belongs to on the day."""
    memberships = TeamMembership.objects.valid(on).filter(user_id=user.pk)
    return Team.objects.filter(
        pk__in=memberships.values("team_id"), is_archived=False
    ).order_by("name", "id")


def acting_owner(user: User, on: date) -> User | None:
    """Return who does this person's work on the day; None where a team does.

    Somebody who is there does their own. Otherwise it is whom the absence
    names, then the deputy; and if that one is away too, whoever acts for them.
    """
    seen: set[UUID] = set()
    current: User | None = user
    while current is not None and len(seen) < _LONGEST_CHAIN:
        if current.pk in seen:
            return None
        seen.add(current.pk)
        absence = _absence(current, on)
        if absence is None and current.is_active:
            return current
        current = _next_in_line(current, absence, on)
    return None


def acting_team(user: User, on: date) -> Team | None:
    """Return the team that does the work when nobody acts for the person."""
    if acting_owner(user, on) is not None:
        return None
    absence = _absence(user, on)
    named: Team | None = absence.reroute_to_team if absence else None
    return named or teams_of(user, on).first()


def represented_by(user: User, on: date) -> QuerySet[User]:
    """Return the people for whom this person acts on the day, besides themselves."""
    named = Absence.objects.valid(on).filter(reroute_to_id=user.pk)
    deputised = Deputy.objects.valid(on).filter(deputy_id=user.pk)
    away = Absence.objects.valid(on).values("user_id")
    return User.objects.filter(
        Q(pk__in=named.values("user_id"))
        | Q(pk__in=deputised.values("user_id")) & Q(pk__in=away)
    )


def _absence(user: User, on: date) -> Absence | None:
    absences = Absence.objects.valid(on).filter(user_id=user.pk)
    return (
        absences.select_related("reroute_to", "reroute_to_team")
        .order_by("-created_at")
        .first()
    )


def _next_in_line(user: User, absence: Absence | None, on: date) -> User | None:
    named: User | None = absence.reroute_to if absence else None
    if named is not None or (absence and absence.reroute_to_team_id):
        return named
    deputy = (
        Deputy.objects.valid(on)
        .filter(user_id=user.pk)
        .select_related("deputy")
        .order_by("valid_from", "id")
        .first()
    )
    stands_in: User | None = deputy.deputy if deputy else None
    return stands_in
