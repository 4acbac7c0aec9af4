from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from hafen.core.accounts.errors import PeriodRunsBackwards
from hafen.core.accounts.models import Position, PositionTask, Team, User
from hafen.core.accounts.registries import activities
from hafen.core.audit import services as audit
from hafen.core.db import versions

Counted = Mapping[str, Iterable[str]]


@transaction.atomic
def save_position(
    *,
    team: Team,
    title: str,
    share: Decimal,
    valid_from: date,
    valid_until: date | None = None,
    department: str = "",
    employer: str = "",
    funding: str = "",
    description: str = "",
    tasks: Iterable[str] = (),
    counted: Counted | None = None,
    position: Position | None = None,
    expected: int | None = None,
    by: User,
) -> Position:
    """Add a post to a team with the tasks of its job description, or change one.

    :param tasks: in their order; one that keeps its name keeps what it counts
    :param counted: by the name of a task, the names of what is counted for it
    :raises PeriodRunsBackwards: when the last day lies before the first
    :raises LostUpdate: when somebody changed it since version `expected`
    """
    if valid_until is not None and valid_until < valid_from:
        raise PeriodRunsBackwards
    fresh = (
        Position(municipality_id=team.municipality_id, team=team)
        if position is None
        else versions.locked(position, expected=expected)
    )
    fresh.title, fresh.share = title.strip(), share
    fresh.valid_from, fresh.valid_until = valid_from, valid_until
    fresh.department, fresh.employer = department.strip(), employer.strip()
    fresh.funding, fresh.description = funding.strip(), description
    if position is None:
        fresh.save()
    else:
        versions.save_next(fresh)
    _set_tasks(fresh, [task.strip() for task in tasks if task.strip()], counted or {})
    action = "created" if position is None else "changed"
    audit.record(action=f"accounts.position.{action}", subject=fresh, by=by)
    return fresh


def _set_tasks(position: Position, names: list[str], counted: Counted) -> None:
    """Let the post have these tasks, each once and in this order."""
    present = {task.name: task for task in position.tasks.all()}
    wanted = dict.fromkeys(names)
    position.tasks.exclude(name__in=wanted).delete()
    for place, name in enumerate(wanted):
        task = present.get(name) or PositionTask(
            municipality_id=position.municipality_id, position=position, name=name
        )
        task.place = place
        if name in counted:
            known = (what for what in counted[name] if what in activities)
            task.activities = list(dict.fromkeys(known))
        task.save()
