"""Who sees which household and which case: all other reads start here.

The database says the same once more (`hafen.casework.cases.fences`).
"""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from hafen.casework.cases.models import (
    Case,
    CaseQuerySet,
    Client,
    Household,
    KeptOut,
    Programme,
    StandIn,
)
from hafen.casework.cases.rules import (
    MANAGE_PROGRAMMES,
    VIEW_CASES,
    WORK_ON_CASES,
)
from hafen.core.accounts.models import RoleAssignment, Team, TeamMembership, User
from hafen.core.accounts.queries import teams_of
from hafen.mechanisms.privacy.queries import held_keys


def led_by(user: User, *, today: date) -> QuerySet[TeamMembership]:
    rows = TeamMembership.objects.valid(today)
    return rows.filter(user=user.pk, is_lead=True)


def worked_on_by(user: User, today: date) -> Q:
    """Return that a case is somebody's own, or deputised to them today."""
    deputised = StandIn.objects.valid(today).filter(user=user.pk)
    own = Q(owner=user.pk, is_left_behind=False)
    return own | Q(pk__in=deputised.values("case"))


def households_visible_to(user: User, *, today: date) -> QuerySet[Household]:
    """Return the households of one's teams, and those in which one is named.

    A restricted one only to those who are named; nobody's own, and no relative's; none
    while the processing of somebody's data there is restricted.
    """
    if not VIEW_CASES.held_by(user):
        return Household.objects.none()
    of_team = Q(is_restricted=False, team__in=teams_of(user, today).values("pk"))
    own_cases = Case.objects.filter(worked_on_by(user, today))
    named = Q(owner=user.pk) | Q(pk__in=own_cases.values("household"))
    kept_out = KeptOut.objects.filter(user=user.pk).values("client__household")
    rows = Household.objects.filter(municipality=user.municipality_id)
    found = rows.filter(of_team | named).exclude(pk__in=kept_out)
    return found.exclude(pk__in=held_keys(user.municipality_id))


def clients_visible_to(user: User, *, today: date) -> QuerySet[Client]:
    seen = households_visible_to(user, today=today)
    return Client.objects.filter(household__in=seen.values("pk"))


def cases_visible_to(user: User, *, today: date) -> CaseQuerySet:
    """Return one's own cases, those deputised to one, and those of a team one leads."""
    seen = households_visible_to(user, today=today)
    led = Q(team__in=led_by(user, today=today).values("team"))
    rows = Case.objects.filter(
        worked_on_by(user, today) | led,
        household__in=seen.values("pk"),
        is_left_behind=False,
    )
    return rows.select_related("household", "client", "owner", "team", "programme")


def programmes_visible_to(user: User) -> QuerySet[Programme]:
    if not (VIEW_CASES.held_by(user) or MANAGE_PROGRAMMES.held_by(user)):
        return Programme.objects.none()
    rows = Programme.objects.filter(municipality=user.municipality_id)
    return rows.order_by("sort_key", "id")


def own_teams(user: User, *, today: date) -> QuerySet[Team]:
    """Return the teams for which somebody takes households in."""
    return teams_of(user, today)


def colleagues_of(user: User, *, today: date) -> QuerySet[User]:
    """Return who of one's own teams can be responsible for cases."""
    members = TeamMembership.objects.valid(today).filter(
        team__in=teams_of(user, today).values("pk")
    )
    return _workers(members, today).exclude(pk=user.pk)


def members_of(team: UUID | Team, *, today: date) -> QuerySet[User]:
    """Return who of a team can be responsible: members whose role works on cases."""
    return _workers(TeamMembership.objects.valid(today).filter(team=team), today)


def _workers(members: QuerySet[TeamMembership], today: date) -> QuerySet[User]:
    roles = RoleAssignment.objects.in_force(today).filter(role__in=WORK_ON_CASES.roles)
    people = User.objects.filter(pk__in=members.values("user"), is_active=True).filter(
        pk__in=roles.values("user")
    )
    return people.order_by("name", "id")
