"""Who has how much to do, told to the person and to who leads the team; and who fits.

Nobody is ranked: people stand by name, and of a colleague nobody else learns a number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from hafen.casework.cases.models import (
    Case,
    Client,
    Household,
    Membership,
    Weights,
    WorkerProfile,
)
from hafen.casework.cases.queries._lists import ALARM
from hafen.casework.cases.queries._visible import (
    cases_visible_to,
    led_by,
    members_of,
)
from hafen.core.accounts.models import Absence, Team, TeamMembership, User

MOST_PROPOSED = 3
_USUAL = 100


@dataclass
class Hands:
    """What one person has to do in one team; hundredths of a usual case.

    :param limit: by the share of the post; None where no weights are set
    :param near: open cases by district
    """

    user: UUID
    name: str
    limit: int | None = None
    cases: int = 0
    weight: int = 0
    ending: int = 0
    near: dict[UUID, int] = field(default_factory=dict)

    @property
    def load(self) -> Decimal:
        return Decimal(self.weight) / 100

    @property
    def most(self) -> Decimal | None:
        return None if self.limit is None else Decimal(self.limit) / 100

    @property
    def is_full(self) -> bool:
        return self.limit is not None and self.weight >= self.limit


@dataclass(frozen=True)
class TeamLoad:
    """The people of a team by name; a colleague sees the own line alone."""

    team: Team
    is_led: bool
    hands: list[Hands]

    @property
    def load(self) -> Decimal:
        return sum((each.load for each in self.hands), Decimal(0))

    @property
    def most(self) -> Decimal | None:
        known = [each.most for each in self.hands if each.most is not None]
        return sum(known, Decimal(0)) if known else None


def weights_on(user: User, *, today: date) -> Weights | None:
    """Return what cases weigh today; None where nothing is set."""
    rows = Weights.objects.filter(municipality=user.municipality_id)
    return rows.filter(valid_from__lte=today).newest().first()


def weight_of(row: dict[str, Any], weights: Weights | None) -> int:
    """Return what a case weighs, in hundredths of a usual one."""
    if weights is None:
        return _USUAL
    degrees = {
        Case.Intensity.LIGHT: weights.light,
        Case.Intensity.INTENSIVE: weights.intensive,
    }
    usual = degrees.get(row["intensity"], _USUAL)
    programme = weights.programmes.get(str(row["programme"]), _USUAL)
    further = max((row["people"] or 1) - 1, 0) * weights.further_person
    return int(usual * programme / 100) + further


def caseload(user: User, *, today: date) -> list[TeamLoad]:
    """Return the own load, and that of the teams one leads; six queries at most."""
    led = set(led_by(user, today=today).values_list("team", flat=True))
    seen = cases_visible_to(user, today=today).filter(Q(owner=user) | Q(team__in=led))
    weights = weights_on(user, today=today)
    found = {key: dict[UUID, Hands]() for key in led}
    for row in _open(seen, today):
        team = found.setdefault(row["team"], {})
        hands = team.setdefault(row["owner"], Hands(row["owner"], row["owner__name"]))
        _add(hands, row, weights, today)
    _let_stand(found, led, user, weights, today)
    teams = Team.objects.filter(pk__in=found).order_by("name", "id")
    return [
        TeamLoad(
            team, team.pk in led, sorted(found[team.pk].values(), key=lambda e: e.name)
        )
        for team in teams
    ]


def _open(cases: Any, today: date) -> Iterable[dict[str, Any]]:
    """Return what is needed of open cases; a case of one person counts one."""
    here = Membership.objects.valid(today).filter(
        household=OuterRef("household"), client__same_as__isnull=True
    )
    people = here.order_by().values("household").annotate(count=Count("pk"))
    rows = cases.open().order_by().annotate(living=Subquery(people.values("count")))
    for row in rows.values(
        *("team", "owner", "owner__name", "programme", "intensity", "client"),
        *("living", "until", "household__district"),
    ):
        yield row | {"people": 1 if row["client"] else row["living"]}


def _add(
    hands: Hands, row: dict[str, Any], weights: Weights | None, today: date
) -> None:
    hands.cases += 1
    hands.weight += weight_of(row, weights)
    hands.ending += row["until"] is not None and row["until"] <= today + ALARM
    if district := row["household__district"]:
        hands.near[district] = hands.near.get(district, 0) + 1


def _let_stand(
    found: dict[UUID, dict[UUID, Hands]],
    led: set[UUID],
    user: User,
    weights: Weights | None,
    today: date,
) -> None:
    """Add who of a team that one leads has no case yet, and the limit of each."""
    rows = TeamMembership.objects.valid(today).filter(team__in=found)
    for row in rows.select_related("user", "position"):
        is_shown = row.team_id in led or row.user_id == user.pk
        hands = found[row.team_id].get(row.user_id)
        if hands is None and is_shown and not row.is_lead:
            hands = Hands(row.user_id, row.user.name)
            found[row.team_id][row.user_id] = hands
        if hands is not None:
            hands.limit = _limit(weights, row.position.share if row.position else None)


@dataclass(frozen=True)
class Proposal:
    """Somebody who would fit, with what speaks for it.

    :param spoken: common languages
    :param as_wished: whether the wish for a woman or a man is met; None: no wish, or
        nothing was said
    :param hands: the load, for who leads the team alone
    :param near: how many cases in the same district, for who leads the team alone
    """

    user: User
    spoken: list[str]
    as_wished: bool | None
    hands: Hands | None
    near: int

    @property
    def order(self) -> tuple[Any, ...]:
        has_room = self.hands is None or not self.hands.is_full
        free = self.hands.weight if self.hands else 0
        return (
            self.as_wished is False,
            not has_room,
            not self.spoken,
            self.as_wished is None,
            -min(self.near, 1),
            free,
            self.user.name,
        )


def fitting(viewer: User, household: Household, *, today: date) -> list[Proposal]:
    """Return who of the team fits a household best, each with the reasons."""
    away = Absence.objects.valid(today).values("user")
    said = WorkerProfile.objects.filter(user=OuterRef("pk"))
    seat = TeamMembership.objects.valid(today).filter(
        user=OuterRef("pk"), team=household.team_id
    )
    members: list[Any] = list(
        members_of(household.team_id, today=today)
        .exclude(pk__in=away)
        .annotate(
            spoken=Subquery(said.values("languages")[:1]),
            said_gender=Subquery(said.values("gender")[:1]),
            leads=Subquery(seat.order_by("-is_lead").values("is_lead")[:1]),
            share=Subquery(seat.order_by("-is_lead").values("position__share")[:1]),
        )
    )
    loads = {}
    if any(each.pk == viewer.pk and each.leads for each in members):
        loads = _loads(viewer, household, members, today)
    people = Client.objects.filter(household=household, same_as__isnull=True)
    wishes = {each.wished_worker for each in people if each.wished_worker}
    languages = list(dict.fromkeys(tag for each in people for tag in each.languages))
    found = [
        _proposal(user, languages, wishes, loads.get(user.pk), household)
        for user in members
    ]
    return sorted(found, key=lambda each: each.order)[:MOST_PROPOSED]


def _loads(
    viewer: User, household: Household, members: list[Any], today: date
) -> dict[UUID, Hands]:
    """Return what each member has to do in the team, for who leads it."""
    weights = weights_on(viewer, today=today)
    found = {
        each.pk: Hands(each.pk, each.name, _limit(weights, each.share))
        for each in members
    }
    cases = cases_visible_to(viewer, today=today).filter(team=household.team_id)
    for row in _open(cases, today):
        if row["owner"] in found:
            _add(found[row["owner"]], row, weights, today)
    return found


def _limit(weights: Weights | None, share: Decimal | None) -> int | None:
    if weights is None:
        return None
    # A post that several people hold is written with all of their shares.
    return int(weights.limit * min(Decimal(1) if share is None else share, Decimal(1)))


def _proposal(
    user: Any,
    languages: list[str],
    wishes: set[str],
    hands: Hands | None,
    household: Household,
) -> Proposal:
    is_known = wishes and user.said_gender
    district = household.district_id
    return Proposal(
        user=user,
        spoken=[tag for tag in languages if tag in (user.spoken or ())],
        as_wished=(wishes == {user.said_gender}) if is_known else None,
        hands=hands,
        near=hands.near.get(district, 0) if hands and district else 0,
    )


def profile_of(user: User) -> WorkerProfile | None:
    return WorkerProfile.objects.filter(user=user).first()


def weights_visible_to(user: User) -> QuerySet[Weights]:
    """Return all sets of weights, the newest first."""
    return Weights.objects.filter(municipality=user.municipality_id).newest()
