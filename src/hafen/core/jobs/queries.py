from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker


@dataclass(frozen=True)
class Queue:
    """How many jobs wait, run and have failed for good."""

    waiting: int
    running: int
    failed: int


def queue() -> Queue:
    counted = dict(
        ProcrastinateJob.objects.values_list("status").annotate(number=Count("id"))
    )
    return Queue(
        waiting=counted.get("todo", 0),
        running=counted.get("doing", 0),
        failed=counted.get("failed", 0) + counted.get("aborted", 0),
    )


def is_under_way(key: str) -> bool:
    """Return whether a job with this key waits or runs, and has not failed for good."""
    alive = ProcrastinateJob.objects.filter(status__in=["todo", "doing"])
    return alive.filter(args__key=key).exists()


def last_heartbeat() -> datetime | None:
    """Return when a worker was last alive; None if none ever reported."""
    found: datetime | None = ProcrastinateWorker.objects.aggregate(
        last=Max("last_heartbeat")
    )["last"]
    return found
