"""Obstacles are written down, gathered into structural ones, brought up and solved."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from hafen.casework.cases.errors import AlreadyClosed, NameTaken, NotNamed
from hafen.casework.cases.models import Case
from hafen.casework.cases.queries import is_named
from hafen.casework.obstacles.models import Obstacle, StructuralObstacle
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality


@transaction.atomic
def note_obstacle(
    *, case: Case, facts: Mapping[str, Any], is_special: bool, today: date, by: User
) -> Obstacle:
    """
    Write down what stands in the way in a case.

    :param facts: area of life, text, office, since when, structural obstacle
    :raises AlreadyClosed: when the case is closed
    :raises NotNamed: for a special category, by who neither owns it nor stands in
    """
    fresh = locked(case, expected=None)
    if not fresh.is_open:
        raise AlreadyClosed
    if is_special and not is_named(by, fresh, today=today):
        raise NotNamed
    row = Obstacle.objects.create(
        municipality_id=fresh.municipality_id,
        case=fresh,
        is_special=is_special,
        author=by,
        **facts,
    )
    audit.record(action="obstacles.obstacle.noted", subject=fresh, by=by)
    return row


@transaction.atomic
def solve_obstacle(*, obstacle: Obstacle, solution: str, on: date, by: User) -> None:
    """
    Say when and how an obstacle was overcome in its case.

    :raises AlreadyClosed: when it was solved before
    """
    fresh = locked(obstacle, expected=None)
    if not fresh.is_open:
        raise AlreadyClosed
    fresh.solved_on, fresh.solution = max(on, fresh.since), solution
    save_next(fresh)
    audit.record(action="obstacles.obstacle.solved", subject=fresh.case, by=by)


@transaction.atomic
def gather(
    *,
    obstacles: Collection[Obstacle],
    into: StructuralObstacle | None,
    name: str = "",
    by: User,
) -> StructuralObstacle | None:
    """
    Put obstacles of cases into a structural one: this, or a new one of a name.

    With neither they stand alone again. Nothing of a case goes into it.

    :raises NameTaken: when a structural obstacle has the name of the new one
    """
    found = [locked(each, expected=None) for each in sorted(obstacles, key=_key)]
    if name and found:
        first = found[0]
        into = save_structural(
            municipality=first.municipality,
            row=None,
            facts={
                "name": name,
                "domain": first.domain,
                "agency": first.agency,
                "since": min(each.since for each in found),
            },
            expected=None,
            by=by,
        )
    for each in found:
        each.structural = into
        save_next(each)
        audit.record(action="obstacles.obstacle.gathered", subject=each.case, by=by)
    return into


def _key(row: Obstacle) -> str:
    return str(row.pk)


@transaction.atomic
def save_structural(
    *,
    municipality: Municipality,
    row: StructuralObstacle | None,
    facts: Mapping[str, Any],
    expected: int | None,
    by: User,
) -> StructuralObstacle:
    """
    Write down what stands in the way of many, what is proposed, and what became of it.

    :raises LostUpdate: when somebody else changed it meanwhile
    :raises NameTaken: when another one has this name
    """
    fresh = locked(row, expected=expected) if row else StructuralObstacle()
    fresh.municipality = municipality
    for name, value in facts.items():
        setattr(fresh, name, value)
    fresh.sort_key = sort_key(fresh.name)
    try:
        with transaction.atomic():
            save_next(fresh)
    except IntegrityError as error:
        raise NameTaken from error
    audit.record(action="obstacles.structural.saved", subject=fresh, by=by)
    return fresh
