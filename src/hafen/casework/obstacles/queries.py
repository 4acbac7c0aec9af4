from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from hafen.casework.cases.queries import seen_by
from hafen.casework.obstacles import tallies
from hafen.casework.obstacles.models import Obstacle, StructuralObstacle
from hafen.casework.obstacles.rules import KEEP_STRUCTURAL, VIEW_STRUCTURAL
from hafen.core.accounts.models import User
from hafen.core.places.models import District


def obstacles_visible_to(user: User, *, today: date) -> QuerySet[Obstacle]:
    """Return what stands in the cases that one reads; see `cases.queries.seen_by`."""
    rows = seen_by(Obstacle.objects.all(), user, today=today)
    return rows.select_related("case__household", "structural", "author")


@dataclass(frozen=True)
class ObstacleFilter:
    """Which obstacles are meant; what is empty does not narrow."""

    part: str = "single"
    domain: str = ""
    structural: UUID | None = None

    @property
    def count(self) -> int:
        return sum(map(bool, (self.domain, self.structural)))


def filtered_obstacles(
    rows: QuerySet[Obstacle], chosen: ObstacleFilter
) -> QuerySet[Obstacle]:
    """Keep what the filter names; what stands alone is what can be gathered."""
    is_open = Q(solved_on__isnull=True, case__closed_on__isnull=True)
    parts = {
        "single": is_open & Q(structural__isnull=True),
        "gathered": is_open & Q(structural__isnull=False),
        "solved": Q(solved_on__isnull=False),
    }
    exact = {"domain": chosen.domain, "structural": chosen.structural}
    found = rows.filter(
        parts.get(chosen.part, parts["single"]),
        **{name: value for name, value in exact.items() if value},
    )
    return found.order_by("domain", "since", "id")


def structural_visible_to(user: User) -> QuerySet[StructuralObstacle]:
    if not (VIEW_STRUCTURAL.held_by(user) or KEEP_STRUCTURAL.held_by(user)):
        return StructuralObstacle.objects.none()
    rows = StructuralObstacle.objects.filter(municipality=user.municipality_id)
    return rows.order_by("domain", "sort_key", "id")


def to_ask_again(
    rows: QuerySet[StructuralObstacle], *, today: date
) -> QuerySet[StructuralObstacle]:
    solved = StructuralObstacle.State.SOLVED
    return rows.exclude(state=solved).filter(again_on__lte=today)


@dataclass(frozen=True)
class Counted:
    """A structural obstacle with its counts; None: fewer than may be told."""

    row: StructuralObstacle
    cases: int | None
    districts: list[tuple[str, int]]


def register(user: User, *, part: str, today: date) -> list[Counted]:
    """Return the structural obstacles of a part, each with the cases it stands in."""
    rows = structural_visible_to(user)
    solved = Q(state=StructuralObstacle.State.SOLVED)
    parts = {"open": rows.exclude(solved), "solved": rows.filter(solved), "all": rows}
    parts["again"] = to_ask_again(rows, today=today)
    numbers, places = tallies.counted(), tallies.districts()
    names = dict(
        District.objects.filter(municipality=user.municipality_id).values_list(
            "pk", "name"
        )
    )
    return [
        Counted(
            row,
            numbers.get(row.pk),
            [(names[key], number) for key, number in places.get(row.pk, ())],
        )
        for row in parts.get(part, parts["open"])
    ]
