"""Work that is done after the answer: deferred with the change, done once.

A room declares its tasks in `tasks.py`, which Django's start imports:

    @jobs.task("mail.send")
    def send(*, mail: UUID) -> None: ...

and a service defers by name, in the transaction of its change:

    jobs.defer("mail.send", municipality=…, actor=…, key=f"mail:{pk}", mail=pk)
"""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from hafen.core.db.context import acting
from hafen.core.db.identifiers import uuid7
from hafen.core.jobs.envelope import Envelope, read, stamped
from hafen.core.jobs.retry import BackOff
from hafen.core.places.models import Municipality

ATTEMPTS = 10

Work = Callable[..., None]


class UnknownTask(LookupError):
    """A job was deferred for a task that no room declares."""


_tasks: dict[str, Work] = {}


def task(name: str, *, attempts: int = ATTEMPTS) -> Callable[[Work], Work]:
    """Declare a task; its arguments are keyword-only keys of rows.

    It runs in one transaction, in the context of the job. What it raises
    undoes the transaction, and it is tried again with growing pauses.
    """

    def declare(work: Work) -> Work:
        def run(job: JobContext, /, **arguments: str | int) -> None:
            run_once(name, read(arguments), request_id=f"job {job.job.id}")

        _tasks[name] = work
        app.task(name=name, pass_context=True, retry=BackOff(attempts=attempts))(run)
        return work

    return declare


def run_once(name: str, job: Envelope, *, request_id: str = "") -> None:
    """Do the work of a job, unless one with its key has taken effect already."""
    with acting(job.context(request_id=request_id)):
        if _claim(job):
            _tasks[name](**job.ids)


def _claim(job: Envelope) -> bool:
    """Enter the key; a second job with it waits here for the end of the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_finishedjob"
            " (id, municipality_id, key, created_at, updated_at, version)"
            " VALUES (%s, %s, %s, now(), now(), 1)"
            " ON CONFLICT (municipality_id, key) DO NOTHING",
            [uuid7(), job.municipality, job.key],
        )
        return bool(cursor.rowcount)


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

    It exists when that transaction ends well, and not before. The manager is
    made here, upon Django's connection: a worker's own one would write the
    job past the transaction.

    :param actor: who caused it; None: the house itself
    :param key: jobs with the same key in one municipality take effect once
    :param at: not before this instant
    :raises UnknownTask: if no room declares the task
    :raises NotAnIdentifier: if an argument is not the key of a row
    """
    if name not in _tasks:
        raise UnknownTask(name)
    job = Envelope(municipality=municipality, actor=actor, key=key, ids=ids)
    configure_task(
        name=name, job_manager=JobManager(DjangoConnector()), schedule_at=at
    ).defer(**job.write())


def every(cron: str) -> Callable[[Work], Work]:
    """Run a declared task at these times (UTC), once for each municipality."""

    def schedule(work: Work) -> Work:
        name = next(name for name, known in _tasks.items() if known is work)

        def clock(timestamp: int) -> None:
            strike(name, at=datetime.fromtimestamp(timestamp, UTC))

        declared = app.task(name=f"{name}.clock", retry=BackOff(attempts=3))(clock)
        app.periodic(cron=cron, periodic_id=name)(declared)
        return work

    return schedule


def strike(name: str, *, at: datetime) -> None:
    """Defer the run of a periodic task for every municipality."""
    for municipality in Municipality.objects.values_list("pk", flat=True):
        defer(name, municipality=municipality, actor=None, key=stamped(name, at))


def housekeeping(cron: str, name: str) -> Callable[[Callable[[datetime], None]], None]:
    """Run something of the installation itself; it sees no personal rows."""

    def schedule(work: Callable[[datetime], None]) -> None:
        def clock(timestamp: int) -> None:
            work(datetime.fromtimestamp(timestamp, UTC))

        declared = app.task(name=name, retry=BackOff(attempts=3))(clock)
        app.periodic(cron=cron, periodic_id=name)(declared)

    return schedule
