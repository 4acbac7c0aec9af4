from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hafen.core.accounts.models import Team, User
from hafen.core.accounts.queries import acting_owner, acting_team
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import kinds


class NobodyToDoIt(DomainError):
    """Neither a person nor a team would have it; nothing is without an owner."""


class AlreadyFinished(DomainError):
    """It was done or dropped meanwhile."""


class UnknownKind(DomainError):
    """No room has declared this kind of todo."""


@transaction.atomic
def create_todo(
    *,
    municipality: Municipality,
    kind: str,
    title: str,
    today: date,
    params: Mapping[str, str | int] | None = None,
    owner: User | None = None,
    team: Team | None = None,
    subject_type: str = "",
    subject_id: UUID | None = None,
    due_on: date | None = None,
    by: User | None = None,
) -> Todo:
    """
    Ask somebody to do something; about one subject each kind is asked once.

    New work of somebody who is away goes to whoever acts for them.

    :param title: a msgid among the kind's titles, free of personal data
    :return: the new todo, or the open one about the same thing
    :raises NobodyToDoIt: without a person and without a team
    :raises UnknownKind: when no room has declared the kind
    """
    if kind not in kinds:
        raise UnknownKind(kind)
    owner, team = _receiver(owner, team, today)
    present = _present(municipality, kind, subject_id)
    if present is not None:
        return present
    todo = Todo.objects.create(
        municipality=municipality,
        kind=kind,
        title=title,
        params=dict(params or {}),
        owner=owner,
        team=team,
        subject_type=subject_type,
        subject_id=subject_id,
        due_on=due_on,
    )
    audit.record(action="todos.todo.created", subject=todo, by=by)
    return todo


@transaction.atomic
def finish_todo(
    *, todo: Todo, by: User, now: datetime, expected: int | None = None
) -> Todo:
    """
    Tick a todo off.

    :raises AlreadyFinished: when it is not open any more
    """
    return _end(todo, Todo.State.DONE, by=by, now=now, expected=expected)


@transaction.atomic
def finish_about(
    *,
    kind: str,
    subject_id: UUID,
    municipality: Municipality,
    by: User | None,
    now: datetime,
) -> int:
    """Tick off what was asked about a subject, because it has been dealt with."""
    rows = Todo.objects.filter(
        municipality=municipality, kind=kind, subject_id=subject_id
    ).open()
    for todo in rows:
        _end(todo, Todo.State.DONE, by=by, now=now, expected=None)
    return len(rows)


def forget_about(municipality: UUID, subjects: Collection[UUID]) -> None:
    """Delete the todos about rows that have gone, done ones as well."""
    Todo.objects.filter(municipality_id=municipality, subject_id__in=subjects).delete()


@transaction.atomic
def drop_todo(
    *, todo: Todo, by: User, now: datetime, expected: int | None = None
) -> Todo:
    """
    Note that a todo is not needed any more.

    :raises AlreadyFinished: when it is not open any more
    """
    return _end(todo, Todo.State.DROPPED, by=by, now=now, expected=expected)


@transaction.atomic
def reopen_todo(*, todo: Todo, by: User, expected: int | None = None) -> Todo:
    """Take back that a todo was finished."""
    fresh = locked(todo, expected=expected)
    fresh.state = Todo.State.OPEN
    fresh.done_at = fresh.done_by = None
    save_next(fresh)
    audit.record(action="todos.todo.reopened", subject=fresh, by=by)
    return fresh


@transaction.atomic
def wait_for(
    *,
    todo: Todo,
    whom: str,
    until: date | None,
    by: User,
    expected: int | None = None,
) -> Todo:
    """
    Note that somebody else has to answer first.

    :param whom: what sort of body answers, never a name of a person
    :raises AlreadyFinished: when it is not open any more
    """
    fresh = _open(todo, expected)
    fresh.state = Todo.State.WAITING
    fresh.waiting_for = whom
    fresh.due_on = until or fresh.due_on
    save_next(fresh)
    audit.record(action="todos.todo.waiting", subject=fresh, by=by)
    return fresh


@transaction.atomic
def hand_over(
    *,
    todo: Todo,
    by: User,
    owner: User | None = None,
    team: Team | None = None,
    expected: int | None = None,
) -> Todo:
    """
    Give a todo to another person or a team.

    :raises NobodyToDoIt: without a person and without a team
    :raises AlreadyFinished: when it is not open any more
    """
    if owner is None and team is None:
        raise NobodyToDoIt
    fresh = _open(todo, expected)
    fresh.owner, fresh.team = owner, team
    save_next(fresh)
    audit.record(action="todos.todo.handed_over", subject=fresh, by=by)
    return fresh


@transaction.atomic
def reassign(
    *,
    todos: Iterable[Todo],
    by: User | None,
    owner: User | None = None,
    team: Team | None = None,
) -> int:
    """
    Give many todos to one person or team; finished ones stay where they are.

    :return: how many changed hands
    :raises NobodyToDoIt: without a person and without a team
    """
    if owner is None and team is None:
        raise NobodyToDoIt
    keys = [todo.pk for todo in todos]
    moved = 0
    for fresh in Todo.objects.select_for_update().filter(pk__in=keys).open():
        fresh.owner, fresh.team = owner, team
        save_next(fresh)
        moved += 1
    if moved:
        audit.record(action="todos.todos.reassigned", by=by, details={"count": moved})
    return moved


def _receiver(
    owner: User | None, team: Team | None, today: date
) -> tuple[User | None, Team | None]:
    """Return who really gets new work today."""
    if owner is None and team is None:
        raise NobodyToDoIt
    if owner is None:
        return None, team
    acting = acting_owner(owner, today)
    if acting is not None:
        return acting, team
    stands_in = acting_team(owner, today)
    return (None, stands_in) if stands_in is not None else (owner, team)


def _present(
    municipality: Municipality, kind: str, subject_id: UUID | None
) -> Todo | None:
    if subject_id is None:
        return None
    rows = Todo.objects.filter(
        municipality=municipality, kind=kind, subject_id=subject_id
    )
    return rows.open().first()


def _open(todo: Todo, expected: int | None) -> Todo:
    fresh = locked(todo, expected=expected)
    if not fresh.is_open:
        raise AlreadyFinished
    return fresh


def _end(
    todo: Todo,
    state: Todo.State,
    *,
    by: User | None,
    now: datetime,
    expected: int | None,
) -> Todo:
    fresh = _open(todo, expected)
    fresh.state = state
    fresh.done_at, fresh.done_by = now, by
    save_next(fresh)
    audit.record(action=f"todos.todo.{state.lower()}", subject=fresh, by=by)
    return fresh
