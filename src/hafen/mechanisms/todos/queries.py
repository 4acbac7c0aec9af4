from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.translation import gettext

from hafen.core.accounts.models import Team, User
from hafen.core.accounts.queries import (
    represented_by,
    represented_through,
    teams_of,
)
from hafen.mechanisms.todos.models import Todo, TodoQuerySet
from hafen.mechanisms.todos.registries import Waiting, kinds, leads

SHOWN = 25
MOST_SHOWN = 500


def todos_visible_to(user: User, *, today: date) -> TodoQuerySet:
    """Return what a person has to do or to see to today.

    Their own, those of their teams, and those of people whose work is theirs
    today: as deputy, or because an absence sends it to them or their team.
    """
    teams = teams_of(user, today)
    return Todo.objects.filter(
        Q(owner_id=user.pk)
        | Q(owner__in=represented_by(user, today).values("pk"))
        | Q(owner__in=represented_through(user, today).values("pk"))
        | Q(team__in=teams.values("pk")),
        municipality=user.municipality_id,
    )


def todos_about(subject_id: UUID, *, user: User) -> TodoQuerySet:
    """Return what is open about one thing; whoever sees the thing sees these."""
    return (
        Todo.objects.filter(municipality=user.municipality_id, subject_id=subject_id)
        .open()
        .select_related("owner", "team")
        .by_urgency()
    )


def receivers_for(user: User) -> tuple[QuerySet[User], QuerySet[Team]]:
    """Return the people and teams to whom work can be handed over."""
    people = User.objects.filter(municipality=user.municipality_id, is_active=True)
    teams = Team.objects.filter(municipality=user.municipality_id, is_archived=False)
    return people.order_by("name", "id"), teams.order_by("name", "id")


@dataclass(frozen=True)
class Line:
    """A todo as it is shown: in the reader's language, with its way there."""

    todo: Todo
    title: str
    kind: str
    icon: str
    address: str | None
    is_late: bool
    is_mine: bool


@dataclass(frozen=True)
class LeadLine:
    """A heap of work with the list where it is done."""

    label: str
    icon: str
    count: int
    address: str


@dataclass(frozen=True)
class Day:
    """What stands on Today.

    :param counts: by part (late, due, soon, waiting), also of what is not shown
    """

    late: list[Line] = field(default_factory=list)
    due: list[Line] = field(default_factory=list)
    soon: list[Line] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    leads: list[LeadLine] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values()) and not self.leads


def today_of(user: User, *, today: date, shown: int = SHOWN) -> Day:
    """Return what is late, due, coming and waiting, the first of each part.

    Three queries, and one more per kind of todo, at any size.
    """
    rows = todos_visible_to(user, today=today).open().annotate(part=_part(today))
    counts = dict.fromkeys(_PARTS, 0) | dict(
        rows.values_list("part").annotate(number=Count("pk")).order_by()
    )
    place = Window(
        RowNumber(),
        partition_by=F("part"),
        order_by=[F("due_on").asc(nulls_last=True), F("id").asc()],
    )
    first = rows.annotate(number=place).filter(number__lte=shown)
    loaded = list(first.select_related("owner", "team").order_by("number"))
    shown_lines = lines(loaded, user=user, today=today)
    parts: dict[str, list[Line]] = {part: [] for part in _PARTS}
    for todo, line in zip(loaded, shown_lines, strict=True):
        parts[getattr(todo, "part")].append(line)  # noqa: B009  annotated above
    return Day(**parts, counts=counts, leads=_leads(user, today))


_PARTS = ("late", "due", "soon", "waiting")


def _part(today: date) -> Case:
    """Return in which part of Today an open todo stands."""
    return Case(
        When(state=Todo.State.WAITING, then=Value("waiting")),
        When(due_on__lt=today, then=Value("late")),
        When(due_on=today, then=Value("due")),
        default=Value("soon"),
    )


def _leads(user: User, today: date) -> list[LeadLine]:
    found = {lead.name: lead.find(user, today) for lead in leads}
    numbers = _numbers(user, {name: rows for name, (rows, _) in found.items()})
    return [
        LeadLine(str(lead.label), lead.icon, numbers[lead.name], found[lead.name][1])
        for lead in leads
        if numbers[lead.name]
    ]


class _Number(Subquery):
    """How many rows a query finds, as a column of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS found)"
    output_field = IntegerField()


def _numbers(user: User, waiting: dict[str, Waiting]) -> dict[str, int]:
    """Count what all rooms found, in one query however many there are."""
    rows = {name: each for name, each in waiting.items() if isinstance(each, QuerySet)}
    columns = [_Number(each.order_by().values("pk")) for each in rows.values()]
    (counted,) = User.objects.filter(pk=user.pk).values_list(*columns)
    numbers = {name: each for name, each in waiting.items() if isinstance(each, int)}
    return numbers | dict(zip(rows, counted, strict=True))


def lines(todos: Iterable[Todo], *, user: User, today: date) -> list[Line]:
    """Return todos as they are shown; one query per kind for the ways there."""
    rows = list(todos)
    subjects: defaultdict[str, set[UUID]] = defaultdict(set)
    for todo in rows:
        if todo.subject_id is not None:
            subjects[todo.kind].add(todo.subject_id)
    addresses: dict[tuple[str, UUID | None], str] = {
        (name, subject): address
        for name, keys in subjects.items()
        if name in kinds
        for subject, address in kinds[name].addresses(keys, user).items()
    }
    return [
        Line(
            todo=todo,
            title=title_of(todo),
            kind=str(kinds[todo.kind].label) if todo.kind in kinds else "",
            icon=kinds[todo.kind].icon if todo.kind in kinds else "check",
            address=addresses.get((todo.kind, todo.subject_id)),
            is_late=todo.is_late(today),
            is_mine=todo.owner_id == user.pk,
        )
        for todo in rows
    ]


def title_of(todo: Todo) -> str:
    """Return the title in the active language, with its parameters."""
    return gettext(todo.title) % todo.params if todo.params else gettext(todo.title)


def open_count(user: User, *, today: date) -> int:
    """Return how much is late or due, for the number beside the navigation."""
    rows = todos_visible_to(user, today=today)
    return rows.filter(state=Todo.State.OPEN, due_on__lte=today).count()
