"""Home visits: planned, announced, recorded, repeated."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from hafen.casework.outreach.errors import AlreadyEnded, NotYet
from hafen.casework.outreach.models import (
    Arrival,
    HomeVisit,
    SheetGiven,
    VisitNote,
)
from hafen.casework.outreach.services._arrivals import approached, open_arrival
from hafen.casework.outreach.services._interpreters import (
    ask_anew,
    call_off_interpreter,
)
from hafen.casework.outreach.services._sheets import give_sheet
from hafen.casework.outreach.services._travel import record_trip
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next

_Result = HomeVisit.Result


@transaction.atomic
def plan_visit(
    *,
    arrival: Arrival,
    visitor: User,
    on: date,
    at: time | None,
    announced: str,
    interpreter: str,
    by: User,
) -> HomeVisit:
    """
    Plan a visit, and say how it is announced.

    :raises AlreadyEnded: when nobody goes there any more
    """
    row = HomeVisit.objects.create(
        municipality_id=arrival.municipality_id,
        arrival=open_arrival(arrival),
        visitor=visitor,
        on=on,
        at=at,
        announced=announced,
        interpreter=interpreter,
    )
    audit.record(action="outreach.visit.planned", subject=row, by=by)
    return row


@transaction.atomic
def record_visit(
    *,
    visit: HomeVisit,
    facts: Mapping[str, Any],
    today: date,
    now: datetime,
    by: User,
) -> HomeVisit:
    """
    Write down what came of a visit.

    :param facts: `result`, `on`, and as far as known `persons_met`, `note`,
        `paper` with its `language`, `again_on` for a repeat, and the way there
    :raises AlreadyEnded: when it is recorded already, or nobody goes there any more
    :raises NotYet: for a day that lies ahead
    :raises NoSite: when no site could pay for the way
    """
    row = locked(visit, expected=None)
    if not row.is_planned:
        raise AlreadyEnded
    arrival = open_arrival(row.arrival)
    if facts["on"] > today:
        raise NotYet
    row.result, row.on = facts["result"], facts["on"]
    row.persons_met = (
        (facts.get("persons_met") or arrival.persons) if row.is_met else None
    )
    save_next(row)
    if row.result == _Result.CANCELLED:
        call_off_interpreter(row, now=now, by=by)
    if note := facts.get("note"):
        VisitNote.objects.create(
            municipality_id=row.municipality_id, visit=row, text=note, author=by
        )
    _approached(arrival, row, today, now, by)
    if paper := facts.get("paper"):
        give_sheet(
            municipality=row.municipality,
            paper=paper,
            language=facts["language"],
            occasion=SheetGiven.Occasion.VISIT,
            arrival=arrival,
            on=row.on,
            by=by,
        )
    if facts.get("means"):
        record_trip(visit=row, facts=facts)
    if again := facts.get("again_on"):
        _again(row, again, now, by)
    audit.record(action="outreach.visit.recorded", subject=row, by=by)
    return row


def _approached(
    arrival: Arrival, visit: HomeVisit, today: date, now: datetime, by: User
) -> None:
    if visit.result == _Result.CANCELLED:
        return
    met = visit.result in {_Result.MET, _Result.REFUSED}
    how = Arrival.Approach.WORKER if met else Arrival.Approach.NOBODY
    approached(arrival, how, visit.on, today=today, now=now, by=by)
    save_next(arrival)


def _again(visit: HomeVisit, on: date, now: datetime, by: User) -> None:
    row = plan_visit(
        arrival=visit.arrival,
        visitor=visit.visitor,
        on=on,
        at=visit.at,
        announced=visit.announced,
        interpreter=visit.interpreter,
        by=by,
    )
    if visit.interpreting is not None:
        ask_anew(row, visit.interpreting, now=now, by=by)
        save_next(row)


@transaction.atomic
def record_day(
    *,
    lines: Mapping[HomeVisit, Mapping[str, Any]],
    today: date,
    now: datetime,
    by: User,
) -> int:
    """
    Write down a whole day from its paper sheet: all of it, or nothing.

    :raises AlreadyEnded: when one of the visits is recorded already
    :raises NotYet: for a day that lies ahead
    """
    for visit, facts in lines.items():
        record_visit(visit=visit, facts=facts, today=today, now=now, by=by)
    return len(lines)
