"""Applications to authorities are prepared, handed in, asked back and decided."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hafen.casework.cases.errors import AlreadyClosed, NotNamed
from hafen.casework.cases.models import Application, ApplicationPaper, Case
from hafen.casework.cases.queries import is_named
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next

_State = Application.State
_DAYS = {_State.HANDED_IN: "handed_in_on", _State.ASKED: "asked_on"}


@transaction.atomic
def save_application(
    *,
    case: Case,
    row: Application | None,
    facts: Mapping[str, Any],
    papers: Collection[str],
    is_special: bool,
    expected: int | None,
    today: date,
    by: User,
) -> Application:
    """
    Begin an application in a case, or change one that has not ended.

    :param facts: person, area of life, authority, form, deadline, letter, interpreter
    :param papers: what it needs; a paper that is named again keeps its day
    :raises AlreadyClosed: when the case is closed, or the application has ended
    :raises LostUpdate: when somebody else changed it meanwhile
    :raises NotNamed: for a special category, by who neither owns it nor stands in
    """
    of = locked(case, expected=None)
    fresh = locked(row, expected=expected) if row else Application(since=today)
    if not of.is_open or not fresh.is_living:
        raise AlreadyClosed
    if is_special and not is_named(by, of, today=today):
        raise NotNamed
    fresh.municipality_id, fresh.case = of.municipality_id, of
    fresh.is_special = is_special
    for name, value in facts.items():
        setattr(fresh, name, value)
    save_next(fresh)
    _name_papers(fresh, papers)
    audit.record(action="cases.application.saved", subject=of, by=by)
    return fresh


def _name_papers(row: Application, names: Iterable[str]) -> None:
    wanted = dict.fromkeys(names)
    rows = ApplicationPaper.objects.filter(application=row)
    rows.exclude(name__in=wanted).delete()
    # What is there already keeps its day.
    rows.bulk_create(
        (
            ApplicationPaper(
                municipality_id=row.municipality_id, application=row, name=name
            )
            for name in wanted
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def tick_papers(
    *,
    application: Application,
    there: Collection[UUID],
    expected: int | None,
    today: date,
    by: User,
) -> None:
    """
    Say which papers are there; the others are missing.

    :raises AlreadyClosed: when the application has ended
    :raises LostUpdate: when somebody else changed it meanwhile
    """
    fresh = _living(application, expected)
    rows = ApplicationPaper.objects.filter(application=fresh)
    rows.filter(pk__in=there, got_on__isnull=True).update(got_on=today)
    rows.exclude(pk__in=there).update(got_on=None)
    save_next(fresh)
    audit.record(action="cases.application.papers", subject=fresh.case, by=by)


@transaction.atomic
def move_application(
    *, application: Application, state: str, on: date, due_on: date | None, by: User
) -> Application:
    """
    Say where an application stands now.

    :param due_on: another deadline, such as that of a question; None: as it was
    :raises AlreadyClosed: when it has ended
    """
    fresh = _living(application, None)
    fresh.state, on = state, max(on, fresh.since)
    if day := _DAYS.get(_State(state)):
        setattr(fresh, day, on)
    if state not in Application.LIVING:
        fresh.ended_on = on
    fresh.due_on = due_on or fresh.due_on
    save_next(fresh)
    audit.record(
        action="cases.application.moved",
        subject=fresh.case,
        by=by,
        details={"state": state},
    )
    return fresh


def _living(application: Application, expected: int | None) -> Application:
    fresh = locked(application, expected=expected)
    if not fresh.is_living or not fresh.case.is_open:
        raise AlreadyClosed
    return fresh
