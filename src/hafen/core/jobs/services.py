"""Jobs kept in PostgreSQL: they come with the change, and take effect once.

`task`, `every`, `housekeeping` and `defer` are those of `hafen.core.db.work`;
rooms above this one may take them from here.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection
from procrastinate import App, JobContext
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from hafen.core.db import work
from hafen.core.db.context import acting
from hafen.core.db.identifiers import uuid7
from hafen.core.db.work import (
    NotAnIdentifier,
    UnknownTask,
    defer,
    every,
    housekeeping,
    task,
)
from hafen.core.jobs.retry import BackOff
from hafen.core.places.models import Municipality

__all__ = [
    "NotAnIdentifier",
    "UnknownTask",
    "defer",
    "every",
    "housekeeping",
    "task",
]

_CLOCK_ATTEMPTS = 3


class PostgresQueue:
    """Procrastinate's tables, written through Django's connection.

    A worker's own manager would write a job past the transaction of the
    change, so the manager is made here each time.
    """

    def put(self, name: str, job: work.Job, *, at: datetime | None) -> None:
        configure_task(
            name=name, job_manager=JobManager(DjangoConnector()), schedule_at=at
        ).defer(**job.write())


def run_once(name: str, job: work.Job, *, request_id: str = "") -> None:
    """Do the work of a job, unless one with its key has taken effect already."""
    with acting(job.context(request_id=request_id)):
        if _claim(job):
            work.tasks[name].run(**job.ids)


def _claim(job: work.Job) -> bool:
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


def strike(name: str, *, at: datetime) -> None:
    """Defer the run of a periodic task for every municipality."""
    for municipality in Municipality.objects.values_list("pk", flat=True):
        defer(name, municipality=municipality, actor=None, key=work.stamped(name, at))


def announce(app: App) -> None:
    """Tell a worker's app of all that the rooms have declared."""
    for declared in work.tasks:
        if declared.name not in app.tasks:
            _announce_task(app, declared)
    for schedule in work.schedules:
        _announce_clock(app, f"{schedule.task}.clock", schedule.cron, _strike(schedule))
    for chore in work.housekeepings:
        _announce_clock(app, chore.name, chore.cron, chore.run)


def _announce_task(app: App, declared: work.Task) -> None:
    def run(job: JobContext, /, **arguments: str | int) -> None:
        run_once(declared.name, work.read(arguments), request_id=f"job {job.job.id}")

    app.task(
        name=declared.name,
        pass_context=True,
        retry=BackOff(attempts=declared.attempts),
    )(run)


def _strike(schedule: work.Schedule) -> work.Sweep:
    return lambda at: strike(schedule.task, at=at)


def _announce_clock(
    app: App, name: str, cron: str, run: Callable[[datetime], None]
) -> None:
    if name in app.tasks:
        return

    def clock(timestamp: int) -> None:
        run(datetime.fromtimestamp(timestamp, UTC))

    declared = app.task(name=name, retry=BackOff(attempts=_CLOCK_ATTEMPTS))(clock)
    app.periodic(cron=cron, periodic_id=name)(declared)
