"""Work that is done after the answer: deferred with the change, done once.

Every room may declare tasks in its `tasks.py`, which Django's start imports:

    @work.task("mail.send")
    def send(*, mail: UUID) -> None: ...

and a service defers by name, in the transaction of its change:

    work.defer("mail.send", municipality=…, actor=…, key=f"mail:{pk}", mail=pk)

What a job is stands here, on the lowest floor; how it is kept and taken up is
the business of `jobs`. Contents never travel in a job: its arguments lie in
plain sight of whoever reads the queue, and outlive the row they came from.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from hafen.core.db.context import Context
from hafen.core.db.errors import NoContext
from hafen.core.db.registry import Registry

ATTEMPTS = 10
# Where a job is started by the house itself: a date, a sweep, a command.
HOUSE = "house"

_KEY = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,199}")
_RESERVED = frozenset({"municipality", "actor", "key"})

Work = Callable[..., None]
Sweep = Callable[[datetime], None]
AnyWork = TypeVar("AnyWork", bound=Work)
AnySweep = TypeVar("AnySweep", bound=Sweep)


class NotAnIdentifier(TypeError):
    """An argument of a job is something else than the key of a row."""


class UnknownTask(LookupError):
    """A job was deferred for a task that no room declares."""


@dataclass(frozen=True)
class Job:
    """One job, as it stands in the queue.

    :param actor: who caused it; None: the house itself
    :param key: two jobs with one key in one municipality take effect once
    """

    municipality: UUID
    actor: UUID | None
    key: str
    ids: dict[str, UUID | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """
        Refuse what must not enter the queue.

        :raises NotAnIdentifier: if an argument is no UUID and no whole number
        :raises NoContext: if the key is none
        """
        if not _KEY.fullmatch(self.key):
            message = "an idempotency key has small letters, digits and . : _ - only"
            raise NoContext(message)
        for name, value in self.ids.items():
            if isinstance(value, bool) or not isinstance(value, UUID | int):
                message = f"{name} is a {type(value).__name__}; jobs carry ids only"
                raise NotAnIdentifier(message)

    def write(self) -> dict[str, str | int]:
        return {
            **{
                name: value if isinstance(value, int) else str(value)
                for name, value in self.ids.items()
            },
            "municipality": str(self.municipality),
            "actor": str(self.actor) if self.actor else HOUSE,
            "key": self.key,
        }

    def context(self, *, request_id: str) -> Context:
        return Context(
            municipality=self.municipality,
            actor=self.actor,
            channel="job",
            request_id=request_id,
        )


def read(arguments: dict[str, str | int]) -> Job:
    """
    Return the job that these arguments mean.

    :raises NoContext: if it says not for whom, by whom, or has no key
    """
    missing = sorted(name for name in _RESERVED if not arguments.get(name))
    if missing:
        message = f"the job lacks {', '.join(missing)}"
        raise NoContext(message)
    actor = str(arguments["actor"])
    return Job(
        municipality=UUID(str(arguments["municipality"])),
        actor=None if actor == HOUSE else UUID(actor),
        key=str(arguments["key"]),
        ids={
            name: value if isinstance(value, int) else UUID(value)
            for name, value in arguments.items()
            if name not in _RESERVED
        },
    )


@dataclass(frozen=True)
class Task:
    """What a room can do later.

    :param run: takes keys of rows by name; runs in one transaction in the
        context of its job, which ends undone when it raises
    :param attempts: how often it is tried, with growing pauses
    """

    name: str
    run: Work
    attempts: int = ATTEMPTS


@dataclass(frozen=True)
class Schedule:
    """A declared task that runs by the clock, once for each municipality.

    :param cron: five fields, in UTC
    """

    task: str
    cron: str


@dataclass(frozen=True)
class Housekeeping:
    """Something of the installation itself, by the clock; sees no personal rows."""

    name: str
    cron: str
    run: Sweep


class Queue(Protocol):
    """Where jobs are kept."""

    def put(self, name: str, job: Job, *, at: datetime | None) -> None:
        """Keep a job, in the transaction that is open."""


tasks: Registry[Task] = Registry(key=lambda task: task.name)
schedules: Registry[Schedule] = Registry(key=lambda schedule: schedule.task)
housekeepings: Registry[Housekeeping] = Registry(key=lambda chore: chore.name)
_queues: list[Queue] = []


def task(name: str, *, attempts: int = ATTEMPTS) -> Callable[[AnyWork], AnyWork]:
    """Declare a task; its arguments are keyword-only keys of rows."""

    def declare(run: AnyWork) -> AnyWork:
        tasks.register(Task(name=name, run=run, attempts=attempts))
        return run

    return declare


def every(cron: str) -> Callable[[AnyWork], AnyWork]:
    """Run a declared task at these times (UTC), once for each municipality."""

    def schedule(run: AnyWork) -> AnyWork:
        name = next(declared.name for declared in tasks if declared.run is run)
        schedules.register(Schedule(task=name, cron=cron))
        return run

    return schedule


def housekeeping(cron: str, name: str) -> Callable[[AnySweep], AnySweep]:
    """Run something of the installation itself at these times (UTC)."""

    def declare(run: AnySweep) -> AnySweep:
        housekeepings.register(Housekeeping(name=name, cron=cron, run=run))
        return run

    return declare


def keep_jobs_in(queue: Queue) -> None:
    """Say where jobs are kept; `jobs` does, when it is ready."""
    _queues[:] = [queue]


def defer(
    name: str,
    *,
    municipality: UUID,
    actor: UUID | None,
    key: str,
    at: datetime | None = None,
    **ids: UUID | int,
) -> None:
    """
    Put a job into the queue, in the transaction that is open.

    It exists when that transaction ends well, and not before.

    :param actor: who caused it; None: the house itself
    :param key: jobs with the same key in one municipality take effect once
    :param at: not before this instant
    :raises UnknownTask: if no room declares the task
    :raises NotAnIdentifier: if an argument is not the key of a row
    """
    if name not in tasks:
        raise UnknownTask(name)
    job = Job(municipality=municipality, actor=actor, key=key, ids=ids)
    [queue] = _queues
    queue.put(name, job, at=at)


def stamped(name: str, moment: datetime) -> str:
    """Return the key of the run of a periodic task at its minute."""
    return f"{name}:{moment:%Y%m%dt%H%M}"
