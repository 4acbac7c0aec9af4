"""Who sees whose arrival, visit and hand-over; the database says the same."""

from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from hafen.casework.cases.models import Household
from hafen.casework.cases.queries import households_visible_to
from hafen.casework.outreach.machine import Side
from hafen.casework.outreach.models import (
    Arrival,
    ArrivalQuerySet,
    HandOver,
    HandOverQuerySet,
    HomeVisit,
)
from hafen.casework.outreach.rules import (
    ANNOUNCE_ARRIVALS,
    GO_THERE,
    HAND_OVER,
    VIEW_OUTREACH,
)
from hafen.core.accounts.models import Team, TeamSite, User
from hafen.core.accounts.queries import teams_of
from hafen.core.places.models import District, Municipality

IN_VAIN = (
    HandOver.State.DECLINED,
    HandOver.State.EXPIRED,
    HandOver.State.WITHDRAWN,
)
OVER = (*IN_VAIN, HandOver.State.CLOSED)
_HIDDEN = (HandOver.State.DRAFT, HandOver.State.CHECKED, *IN_VAIN)


def arrivals_visible_to(user: User, *, today: date) -> ArrivalQuerySet:
    """Return those of one's teams, but for files that one does not see."""
    if not VIEW_OUTREACH.held_by(user):
        return Arrival.objects.none()
    seen = households_visible_to(user, today=today).values("pk")
    rows = Arrival.objects.filter(
        Q(household=None) | Q(household__in=seen),
        municipality=user.municipality_id,
        team__in=teams_of(user, today).values("pk"),
    )
    return rows.select_related("team", "district", "household", "site")


def sent_by(user: User) -> ArrivalQuerySet:
    """Return what a clerk has announced; older ones the database hides."""
    if not ANNOUNCE_ARRIVALS.held_by(user):
        return Arrival.objects.none()
    rows = Arrival.objects.filter(municipality=user.municipality_id, author=user.pk)
    return rows.select_related("team", "district", "site").order_by("-created_at")


def asked_of(user: User, *, today: date) -> ArrivalQuerySet:
    """Return where a volunteer is asked to go, until the day named."""
    if not GO_THERE.held_by(user):
        return Arrival.objects.none()
    rows = Arrival.objects.open().filter(
        municipality=user.municipality_id, helper=user.pk, helper_until__gte=today
    )
    return rows.select_related("district").order_by("due_on", "id")


def visits_visible_to(user: User, *, today: date) -> QuerySet[HomeVisit]:
    seen = arrivals_visible_to(user, today=today)
    rows = HomeVisit.objects.filter(arrival__in=seen.values("pk"))
    return rows.select_related(
        "arrival", "arrival__district", "arrival__household", "visitor"
    )


def hand_overs_visible_to(user: User, *, today: date) -> HandOverQuerySet:
    """Return the cards of one's teams: those sent, and those offered to them."""
    if not HAND_OVER.held_by(user):
        return HandOver.objects.none()
    teams = teams_of(user, today).values("pk")
    received = Q(to_team__in=teams) & ~Q(state__in=_HIDDEN)
    rows = HandOver.objects.filter(municipality=user.municipality_id)
    rows = rows.filter(Q(from_team__in=teams) | received)
    is_received = ExpressionWrapper(Q(to_team__in=teams), BooleanField())
    return rows.select_related("from_team", "to_team", "district").annotate(
        is_received=is_received
    )


def file_of(row: HandOver, user: User, *, today: date) -> Household | None:
    """Return the file that is handed over, for whoever has it now."""
    seen = households_visible_to(user, today=today)
    return seen.filter(pk=row.household_id).first()


def side_of(row: HandOver, user: User, *, today: date) -> Side:
    """Return for which of both teams somebody acts; for both, the responsible one."""
    teams = set(teams_of(user, today).values_list("pk", flat=True))
    if row.from_team_id in teams and row.to_team_id in teams:
        return row.now.responsible
    return Side.RECEIVER if row.to_team_id in teams else Side.SENDER


def team_for(municipality: Municipality, district: District | None) -> Team | None:
    """Return who works in a district: at a site there, or in the area around it."""
    at = dict(
        TeamSite.objects.filter(
            municipality=municipality,
            site__district__isnull=False,
            team__is_archived=False,
        )
        .order_by("-team__name")
        .values_list("site__district", "team")
    )
    above: dict[Any, Any] = dict(
        District.objects.filter(municipality=municipality).values_list("pk", "parent")
    )
    key, seen = (district.pk if district else None), set()
    while key is not None and key not in at and key not in seen:
        seen.add(key)
        key = above.get(key)
    return Team.objects.get(pk=at[key]) if key in at else None
