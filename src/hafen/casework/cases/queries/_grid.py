"""The counselling grid: its catalogue, and what of it is done in a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q, QuerySet

from hafen.casework.cases.models import (
    Case,
    Consent,
    Goal,
    GridEntry,
    GridMeasure,
    GridShare,
    Membership,
)
from hafen.casework.cases.queries._needs import seen_by
from hafen.casework.cases.queries._plans import goals_of
from hafen.casework.cases.queries._visible import cases_visible_to
from hafen.casework.cases.rules import MANAGE_PROGRAMMES, VIEW_CASES
from hafen.core.accounts.models import User
from hafen.network.organisations.models import Organisation


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


def planned_alike(case: Case, measure: GridMeasure) -> list[GridEntry]:
    """Return what other offices plan or do in this area of life, or by this name."""
    alike = Q(domain=measure.domain) | Q(measure__name__iexact=measure.name)
    rows = GridEntry.objects.filter(
        alike, case=case, ended_on__isnull=True, is_special=False
    )
    found = rows.exclude(measure__agency=measure.agency).select_related("measure")
    return list(found.order_by("planned_on", "id"))


def shares_visible_to(user: User, *, today: date) -> QuerySet[GridShare]:
    """Return which offices take part in the grids of the cases that somebody reads."""
    seen = cases_visible_to(user, today=today)
    rows = GridShare.objects.filter(case__in=seen.values("pk"), ended_on__isnull=True)
    return rows.order_by("office", "id")


def offices_agreed_to(case: Case, *, today: date) -> QuerySet[Organisation]:
    """Return the offices that somebody whom a case is about agreed to."""
    people = Membership.objects.valid(today).filter(household=case.household_id)
    if case.client_id:
        people = people.filter(client=case.client_id)
    given = Consent.objects.valid(today).filter(
        kind=Consent.Kind.GRID, client__in=people.values("client")
    )
    rows = Organisation.objects.filter(pk__in=given.values("organisation"))
    return rows.order_by("name")


def share_by_link(municipality: Any, pk: UUID) -> GridShare | None:
    rows = GridShare.objects.select_related("municipality")
    return rows.filter(municipality=municipality, pk=pk).first()


def shows_grid(share: GridShare) -> bool:
    """Return whether an office sees the grid today; its link is opened."""
    shown = Func(
        F("case"),
        template="%(expressions)s IN (SELECT cases_grids_shown())",
        output_field=BooleanField(),
    )
    rows = GridShare.objects.filter(pk=share.pk).annotate(is_shown=shown)
    return rows.filter(is_shown=True).exists()


def shown_entries(share: GridShare) -> QuerySet[GridEntry]:
    """Return what the office of an opened link sees, by area of life."""
    rows = GridEntry.objects.filter(case=share.case_id, is_special=False)
    return rows.select_related("measure").order_by("domain", "planned_on", "id")


def own_measures(share: GridShare, domains: Iterable[str]) -> QuerySet[GridMeasure]:
    """Return what an office can plan in its own field."""
    rows = GridMeasure.objects.filter(
        organisation=share.organisation_id, is_active=True, domain__in=domains
    )
    return rows.order_by("domain", "sort_key", "id")
