from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hafen.core.accounts.models import RoleAssignment, Team, TeamMembership, User
from hafen.core.accounts.registries import Ownable, ownables


def _role_not_over(today: date) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), user=OuterRef("pk")
    )


def gone_people(municipality: UUID, today: date) -> QuerySet[User]:
    """Return whose account is closed or whose last role has ended."""
    return User.objects.filter(
        Q(is_active=False) | ~Exists(_role_not_over(today)), municipality=municipality
    )


def empty_teams(municipality: UUID, today: date) -> QuerySet[Team]:
    """Return the teams in the archive, and those to which nobody belongs today."""
    members = TeamMembership.objects.valid(today).filter(
        team=OuterRef("pk"), user__is_active=True
    )
    return Team.objects.filter(
        Q(is_archived=True) | ~Exists(members), municipality=municipality
    )


def receivers_for(holder: User | Team, today: date) -> QuerySet[User]:
    """Return the people who are there to take something over."""
    people = User.objects.filter(
        Exists(_role_not_over(today)),
        municipality=holder.municipality_id,
        is_active=True,
    )
    return people.exclude(pk=holder.pk).order_by("name", "id")


def receiver_teams(holder: User | Team, today: date) -> QuerySet[Team]:
    """Return the teams in which somebody is there to take something over."""
    empty = empty_teams(holder.municipality_id, today)
    teams = Team.objects.filter(municipality=holder.municipality_id)
    return (
        teams.exclude(pk__in=empty.values("pk"))
        .exclude(pk=holder.pk)
        .order_by("name", "id")
    )


@dataclass(frozen=True)
class Ownerless:
    """Somebody who is gone, or a team without people, and how much is theirs."""

    people: dict[UUID, int]
    teams: dict[UUID, int]


def ownerless(municipality: UUID, today: date) -> Ownerless:
    """Return what belongs to people who are gone and to teams without people.

    Two reads for each kind of thing, at any size.
    """
    people: Counter[UUID] = Counter()
    teams: Counter[UUID] = Counter()
    gone, empty = gone_people(municipality, today), empty_teams(municipality, today)
    for ownable in ownables:
        rows = ownable.rows(municipality)
        of_people = rows.filter(**{f"{ownable.owner}__in": gone.values("pk")})
        people.update(dict(_counted(of_people, ownable.owner)))
        teams.update(dict(_of_teams(ownable, rows, empty)))
    return Ownerless(dict(people), dict(teams))


def _of_teams(
    ownable: Ownable, rows: QuerySet[User], empty: QuerySet[Team]
) -> Iterable[tuple[UUID, int]]:
    if not ownable.team:
        return []
    held = rows.filter(
        **{f"{ownable.owner}__isnull": True, f"{ownable.team}__in": empty.values("pk")}
    )
    return _counted(held, ownable.team)


def _counted(rows: QuerySet[User], field: str) -> Iterable[tuple[UUID, int]]:
    counted = rows.order_by().values_list(field).annotate(number=Count("pk"))
    return [(key, number) for key, number in counted]
