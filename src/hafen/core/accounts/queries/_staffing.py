from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value

from hafen.core.accounts.models import (
    Position,
    PositionTask,
    RoleAssignment,
    Team,
    TeamMembership,
    TeamSite,
    User,
)
from hafen.core.accounts.registries import Activity, activities
from hafen.core.db.permissions import Permission, permissions
from hafen.core.db.roles import Role
from hafen.core.places.models import Site


@dataclass(frozen=True)
class Staffing:
    """A team with its posts on one day.

    :ivar missing: employers that must be represented and hold no filled post
    """

    team: Team
    positions: list[Position]
    memberships: list[TeamMembership]
    missing: list[str]

    @property
    def total(self) -> Decimal:
        return sum((position.share for position in self.positions), Decimal(0))

    @property
    def vacant(self) -> list[Position]:
        held = {membership.position_id for membership in self.memberships}
        return [position for position in self.positions if position.pk not in held]

    @property
    def is_fully_staffed(self) -> bool:
        return not self.vacant and not self.missing


def staffing(teams: Iterable[Team], on: date) -> list[Staffing]:
    """Return posts, holders and vacancies of the teams on the day, in two reads."""
    teams = list(teams)
    keys = [team.pk for team in teams]
    positions: dict[UUID, list[Position]] = defaultdict(list)
    for position in (
        Position.objects.valid(on)
        .filter(team_id__in=keys)
        .order_by("department", "title", "id")
    ):
        positions[position.team_id].append(position)
    members: dict[UUID, list[TeamMembership]] = defaultdict(list)
    for membership in (
        TeamMembership.objects.valid(on)
        .filter(team_id__in=keys, user__is_active=True)
        .select_related("user", "position")
        .order_by("-is_lead", "user__name", "id")
    ):
        members[membership.team_id].append(membership)
    return [
        Staffing(
            team=team,
            positions=positions[team.pk],
            memberships=members[team.pk],
            missing=_unrepresented(team, members[team.pk]),
        )
        for team in teams
    ]


def _unrepresented(team: Team, memberships: Iterable[TeamMembership]) -> list[str]:
    present = {membership.employer.casefold() for membership in memberships}
    present |= {
        membership.position.employer.casefold()
        for membership in memberships
        if membership.position is not None
    }
    return [name for name in team.employers if name.casefold() not in present]


@dataclass(frozen=True)
class SiteStaffing:
    """Who works at a site, by employer: the town, providers, volunteer groups.

    :ivar missing: employers whose post at this site nobody fills
    """

    site: Site
    teams: list[Staffing]

    @property
    def by_employer(self) -> dict[str, list[TeamMembership]]:
        found: dict[str, list[TeamMembership]] = defaultdict(list)
        for staffing in self.teams:
            for membership in staffing.memberships:
                position = membership.position
                named = membership.employer or (position.employer if position else "")
                found[named].append(membership)
        return dict(sorted(found.items()))

    @property
    def missing(self) -> list[str]:
        return sorted({name for staffing in self.teams for name in staffing.missing})


def serving(sites: Iterable[Site], on: date) -> list[SiteStaffing]:
    """Return for each site who serves there on the day."""
    sites = list(sites)
    links = TeamSite.objects.filter(
        site_id__in=[site.pk for site in sites], team__is_archived=False
    ).select_related("team")
    at: dict[UUID, list[UUID]] = defaultdict(list)
    teams: dict[UUID, Team] = {}
    for link in links:
        at[link.site_id].append(link.team_id)
        teams[link.team_id] = link.team
    found = {row.team.pk: row for row in staffing(teams.values(), on)}
    return [
        SiteStaffing(site=site, teams=[found[key] for key in sorted(at[site.pk])])
        for site in sites
    ]


@dataclass(frozen=True)
class Coverage:
    """A task of a job description and what the whole team recorded for it.

    :ivar counts: by the name of what is counted; empty where nothing is
    """

    task: PositionTask
    counts: list[tuple[Activity, int]]

    @property
    def total(self) -> int | None:
        """All together; None where no room counts this task."""
        return sum(number for _, number in self.counts) if self.counts else None


def task_coverage(team: Team, first: date, last: date) -> list[Coverage]:
    """Return how often each task of the team's posts was done in the period.

    Counted is what all together recorded who belonged to the team in the period:
    a figure of the office, which says nothing about one of them. Two reads.
    """
    tasks = PositionTask.objects.filter(
        Q(position__valid_until__isnull=True) | Q(position__valid_until__gte=first),
        position__team=team,
        position__valid_from__lte=last,
    ).select_related("position")
    found = list(tasks.order_by("position__title", "position_id", "place", "id"))
    wanted = {name for task in found for name in task.activities}
    numbers = _numbers(
        [activity for activity in activities if activity.name in wanted],
        _members(team, first, last),
        first,
        last,
    )
    return [
        Coverage(
            task,
            [
                (activities[name], numbers.get(name, 0))
                for name in task.activities
                if name in activities
            ],
        )
        for task in found
    ]


def _members(team: Team, first: date, last: date) -> QuerySet[User]:
    memberships = TeamMembership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=first),
        team=team,
        valid_from__lte=last,
    )
    return User.objects.filter(pk__in=memberships.values("user_id"))


def _numbers(
    wanted: list[Activity], people: QuerySet[User], first: date, last: date
) -> dict[str, int]:
    """Count several kinds of records in one read."""
    if not wanted:
        return {}
    parts = [
        activity.rows(people, first, last)
        .order_by()
        # Names that no model has for a field of its own.
        .annotate(counted_for=Value(activity.name))
        .values("counted_for")
        .annotate(counted_rows=Count(activity.counted, distinct=True))
        .values_list("counted_for", "counted_rows")
        for activity in wanted
    ]
    return dict(parts[0].union(*parts[1:], all=True))


@dataclass(frozen=True)
class RightsSheet:
    """Which role holds which right, and how many people have the role."""

    roles: list[tuple[Role, int]]
    rights: list[Permission]


def rights_sheet(user: User, day: date) -> RightsSheet:
    """Return the table of rights with the number of people of this municipality."""
    held: dict[str, int] = defaultdict(int)
    assigned = RoleAssignment.objects.in_force(day).filter(
        municipality_id=user.municipality_id, user__is_active=True
    )
    for role, _person in assigned.values_list("role", "user_id").distinct():
        held[role] += 1
    roles: list[tuple[Role, int]] = [
        (role, held[role]) for role in Role if role != Role.VISITOR
    ]
    return RightsSheet(
        roles=roles, rights=sorted(permissions, key=lambda right: right.name)
    )
