"""People come: announced, approached, taken into a file, or gone."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from hafen.casework.cases import services as cases
from hafen.casework.cases.models import Household
from hafen.casework.outreach.errors import AlreadyEnded, NoTeam, NotYet
from hafen.casework.outreach.models import Arrival, SheetGiven
from hafen.casework.outreach.queries import team_for
from hafen.casework.outreach.services._sheets import give_sheet
from hafen.core.accounts.models import Team, User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.information.knowledge.models import Paper
from hafen.mechanisms.todos import services as todos

APPROACH = "outreach.first_approach"
APPROACH_TITLE = gettext_noop("First approach to people who have arrived")
# Days from the arrival until somebody has gone there, where nobody says another.
SOON = timedelta(days=7)
_OCCASIONS: dict[str, str] = {
    Arrival.Kind.ASSIGNMENT: SheetGiven.Occasion.ASSIGNMENT,
    Arrival.Kind.REGISTRATION: SheetGiven.Occasion.REGISTRATION,
}
Facts = Mapping[str, Any]


@transaction.atomic
def announce(
    *,
    municipality: Municipality,
    facts: Facts,
    team: Team | None,
    today: date,
    by: User,
    household: Household | None = None,
    sheet: tuple[Paper, str] | None = None,
) -> Arrival:
    """
    Write down that people come; the team of the district shall approach them.

    :param team: None: the one that works at a site of the district
    :param household: their file, where there is one already
    :param sheet: what they got with the notice, and in which language
    :raises NoTeam: where there is none, and nobody named one
    :raises NotReleased: where there is no edition of the sheet in this language
    """
    row = Arrival(municipality=municipality, author=by, household=household, **facts)
    found = team or team_for(municipality, row.district)
    if found is None:
        raise NoTeam
    row.team, row.sort_key = found, sort_key(row.name)
    row.due_on = row.due_on or max(row.on, today) + SOON
    row.save()
    if household is not None and household.address != row.address:
        _move(household, row, today, by)
    todos.create_todo(
        municipality=municipality,
        kind=APPROACH,
        title=APPROACH_TITLE,
        today=today,
        team=found,
        subject_type="outreach.arrival",
        subject_id=row.pk,
        due_on=row.due_on,
        by=by,
    )
    if sheet is not None:
        paper, language = sheet
        give_sheet(
            municipality=municipality,
            paper=paper,
            language=language,
            occasion=_OCCASIONS.get(row.kind, "MOVE"),
            arrival=row,
            on=today,
            by=by,
        )
    audit.record(action="outreach.arrival.announced", subject=row, by=by)
    return row


def _move(household: Household, row: Arrival, today: date, by: User) -> None:
    facts = {"address": row.address, "district": row.district}
    cases.save_household(
        household=household, facts=facts, expected=None, today=today, by=by
    )


@transaction.atomic
def save_arrival(
    *, arrival: Arrival, facts: Facts, expected: int | None, by: User
) -> Arrival:
    """
    Change what is known of people who come.

    :raises AlreadyEnded: when nobody goes there any more
    :raises LostUpdate: when somebody else changed it meanwhile
    """
    row = open_arrival(arrival, expected)
    for name, value in facts.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    save_next(row)
    audit.record(action="outreach.arrival.changed", subject=row, by=by)
    return row


def open_arrival(arrival: Arrival, expected: int | None = None) -> Arrival:
    row = locked(arrival, expected=expected)
    if not row.is_open:
        raise AlreadyEnded
    return row


@transaction.atomic
def approach(
    *, arrival: Arrival, how: str, on: date, today: date, now: datetime, by: User
) -> Arrival:
    """
    Write down who approached people first, or that nobody could be reached.

    :raises AlreadyEnded: when nobody goes there any more
    :raises NotYet: for a day that lies ahead
    """
    row = open_arrival(arrival)
    approached(row, how, on, today=today, now=now, by=by)
    save_next(row)
    audit.record(action="outreach.arrival.approached", subject=row, by=by)
    return row


def approached(
    row: Arrival, how: str, on: date, *, today: date, now: datetime, by: User
) -> None:
    """Note a first approach with a row that is saved by whoever calls."""
    if on > today:
        raise NotYet
    # Once somebody was met, an attempt in vain does not undo it.
    if row.reached_on is None:
        row.approached, row.approached_on = how, on
        if how != Arrival.Approach.NOBODY:
            row.reached_on = on
    todos.finish_about(
        kind=APPROACH,
        subject_id=row.pk,
        municipality=row.municipality,
        by=by,
        now=now,
    )


@transaction.atomic
def take_in(
    *,
    arrival: Arrival,
    household: Facts,
    person: Facts,
    today: date,
    by: User,
) -> Household:
    """
    Begin the file of people who were approached, with the first of them.

    :raises AlreadyEnded: when nobody goes there any more, or there is a file
    :raises NeedsOwner: when it is restricted and names nobody
    :raises NotOfTheTeam: when its owner does not belong to the team
    """
    row = open_arrival(arrival)
    if row.household_id is not None:
        raise AlreadyEnded
    file = cases.take_in(
        municipality=row.municipality,
        household=household,
        person=person,
        on=min(row.on, today),
        today=today,
        by=by,
    )
    row.household = file
    save_next(row)
    audit.record(action="outreach.arrival.taken_in", subject=row, by=by)
    return file


@transaction.atomic
def recognise(
    *, arrival: Arrival, household: Household, today: date, by: User
) -> Arrival:
    """
    Note that the people have a file already; it gets the new address.

    :raises AlreadyEnded: when nobody goes there any more, or there is a file
    """
    row = open_arrival(arrival)
    if row.household_id is not None:
        raise AlreadyEnded
    row.household = household
    save_next(row)
    _move(household, row, today, by)
    audit.record(action="outreach.arrival.recognised", subject=row, by=by)
    return row


@transaction.atomic
def end_arrival(
    *, arrival: Arrival, ending: str, on: date, now: datetime, by: User
) -> Arrival:
    """
    Note that nobody goes there any more, and why.

    :raises AlreadyEnded: when it is noted already
    """
    row = open_arrival(arrival)
    row.ending, row.ended_on = ending, on
    row.helper = row.helper_since = row.helper_until = None
    save_next(row)
    todos.finish_about(
        kind=APPROACH,
        subject_id=row.pk,
        municipality=row.municipality,
        by=by,
        now=now,
    )
    audit.record(action="outreach.arrival.ended", subject=row, by=by)
    return row
