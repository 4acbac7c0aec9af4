"""The counselling grid: its catalogue, and what of it is done in a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet

from hafen.casework.cases.models import Case, Goal, GridEntry, GridMeasure
from hafen.casework.cases.queries._needs import seen_by
from hafen.casework.cases.queries._plans import goals_of
from hafen.casework.cases.rules import MANAGE_PROGRAMMES, VIEW_CASES
from hafen.core.accounts.models import User


def measures_visible_to(user: User) -> QuerySet[GridMeasure]:
    if not (VIEW_CASES.held_by(user) or MANAGE_PROGRAMMES.held_by(user)):
        return GridMeasure.objects.none()
    rows = GridMeasure.objects.filter(municipality=user.municipality_id)
    return rows.order_by("domain", "sort_key", "id")


def entries_visible_to(user: User, *, today: date) -> QuerySet[GridEntry]:
    """Return measures in cases, each with whether it is planned in another one too.

    The other case of the household stays closed: no more than this is told of it.
    """
    beside = Func(
        F("case"),
        F("measure"),
        function="cases_planned_beside",
        output_field=BooleanField(),
    )
    rows = seen_by(GridEntry.objects.all(), user, today=today)
    return rows.select_related("measure", "goal", "case").annotate(is_beside=beside)


def is_planned_beside(entry: GridEntry, user: User, *, today: date) -> bool:
    rows: Any = entries_visible_to(user, today=today)
    return bool(rows.filter(pk=entry.pk, is_beside=True).exists())


@dataclass(frozen=True)
class GridLine:
    """A measure in a case, or a goal for which none is planned yet."""

    domain: Any
    goal: Goal | None
    entry: GridEntry | None


def grid_of(
    case: Case, domains: Iterable[Any], user: User, *, today: date
) -> list[GridLine]:
    """
    Return the measures of a case by area of life, and the goals without one.

    The goals are those of the plan; nothing of them is entered again.

    :param domains: labels of the needs domains, in their order
    """
    entries = list(
        entries_visible_to(user, today=today)
        .filter(case=case)
        .order_by("ended_on", "planned_on", "id")
    )
    served = {entry.goal_id for entry in entries}
    goals = [
        goal
        for goal in goals_of(case, user, today=today).prefetch_related(None)
        if goal.is_open and goal.pk not in served
    ]
    lines = []
    for label in domains:
        lines += [
            GridLine(label, entry.goal, entry)
            for entry in entries
            if entry.domain == label.code
        ]
        lines += [
            GridLine(label, goal, None) for goal in goals if goal.domain == label.code
        ]
    return lines
