"""The counselling grid: its catalogue, and measures planned and ended in cases."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from hafen.casework.cases.errors import (
    AlreadyClosed,
    AlreadyPlanned,
    NameTaken,
    NotNamed,
    PlannedAlike,
)
from hafen.casework.cases.models import Case, Goal, GridEntry, GridMeasure
from hafen.casework.cases.queries import is_named, planned_alike
from hafen.casework.cases.services._needs import note_offer
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality


@transaction.atomic
def save_measure(
    *,
    municipality: Municipality,
    measure: GridMeasure | None,
    facts: Mapping[str, Any],
    expected: int | None,
    by: User,
) -> GridMeasure:
    """
    Write down what an office does in an area of life.

    :raises LostUpdate: when somebody else changed it meanwhile
    :raises NameTaken: when the office has a measure of this name there
    """
    row = locked(measure, expected=expected) if measure else GridMeasure()
    row.municipality = municipality
    for name, value in facts.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    try:
        with transaction.atomic():
            save_next(row)
    except IntegrityError as error:
        raise NameTaken from error
    audit.record(action="cases.measure.saved", subject=row, by=by)
    return row


@transaction.atomic
def plan_measure(
    *,
    case: Case,
    measure: GridMeasure,
    goal: Goal | None,
    due_on: date | None,
    is_special: bool,
    today: date,
    by: User | None,
    is_sure: bool = True,
) -> GridEntry:
    """
    Plan a measure of the grid in a case.

    :param by: None: an office that takes part, by its link
    :param is_sure: whether something alike of another office does not matter
    :raises AlreadyClosed: when the case is closed
    :raises AlreadyPlanned: when it is planned or runs in this case
    :raises NotNamed: for a special category, by who neither owns it nor stands in
    :raises PlannedAlike: when another office does or plans something alike
    """
    fresh = locked(case, expected=None)
    if not fresh.is_open:
        raise AlreadyClosed
    if is_special and not (by and is_named(by, fresh, today=today)):
        raise NotNamed
    # The case is locked: of two who plan at once the second is asked.
    if not is_sure and (rows := planned_alike(fresh, measure)):
        raise PlannedAlike(rows)
    try:
        with transaction.atomic():
            row = GridEntry.objects.create(
                municipality_id=fresh.municipality_id,
                case=fresh,
                domain=measure.domain,
                is_special=is_special,
                measure=measure,
                goal=goal,
                planned_on=today,
                due_on=due_on,
            )
    except IntegrityError as error:
        raise AlreadyPlanned from error
    audit.record(action="cases.measure.planned", subject=fresh, by=by)
    return row


@transaction.atomic
def move_measure(
    *, entry: GridEntry, state: str, on: date, by: User | None
) -> GridEntry:
    """
    Say that a measure runs, is done, or was dropped.

    :raises AlreadyClosed: when it has ended
    """
    fresh = locked(entry, expected=None)
    if not fresh.is_living:
        raise AlreadyClosed
    fresh.state = state
    if state in {GridEntry.State.RUNNING, GridEntry.State.DONE}:
        note_offer(
            case=fresh.case,
            domain=fresh.domain,
            offer=fresh.measure.name,
            on=on,
            by=by,
        )
    if state not in GridEntry.LIVING:
        fresh.ended_on = max(on, fresh.planned_on)
    save_next(fresh)
    audit.record(
        action="cases.measure.moved",
        subject=fresh.case,
        by=by,
        details={"state": state},
    )
    return fresh
