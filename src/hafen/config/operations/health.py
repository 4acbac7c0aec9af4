"""Whether this installation lives and can answer: for monitors and balancers."""

import os
import resource
import shutil
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.config.operations import watch
from hafen.core.db.permissions import public
from hafen.core.jobs import queries as jobs

FREE_BYTES = 200_000_000
HEARTBEAT = timedelta(seconds=90)
LOOPBACK = frozenset({"127.0.0.1", "::1"})

_STARTED = time.time()
_migrated: list[bool] = []


@require_safe
@public
def live(_request: HttpRequest, /) -> HttpResponse:
    """Answer that this process takes requests; it asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@public
def ready(_request: HttpRequest, /) -> JsonResponse:
    """Answer whether pages can be served: 200, or 503.

    A worker that is away delays mails and reminders and stops no page: it is
    named and does not take the installation off the net.
    """
    found = checks()
    is_ready = found["database"] and found["migrations"] and found["disk"]
    state = "ready" if all(found.values()) else "degraded" if is_ready else "not ready"
    response = JsonResponse({"state": state, "checks": found})
    response.status_code = 200 if is_ready else 503
    response.headers["Cache-Control"] = "no-store"
    return response


def checks() -> dict[str, bool]:
    found = {"database": False, "migrations": False, "worker": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        found["database"] = True
        found["migrations"] = _is_migrated()
        last = jobs.last_heartbeat()
        found["worker"] = last is not None and timezone.now() - last < HEARTBEAT
    except DatabaseError:
        connection.close()
    return {**found, "disk": free_bytes() > FREE_BYTES}


def _is_migrated() -> bool:
    """Return whether all migrations ran; once true, true for this process."""
    if not _migrated:
        executor = MigrationExecutor(connection)
        targets = executor.loader.graph.leaf_nodes()
        if executor.migration_plan(targets):
            return False
        _migrated.append(True)
    return True


def free_bytes() -> int:
    settings.VAR.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(settings.VAR).free


@require_safe
@public
def metrics(request: HttpRequest, /) -> HttpResponse:
    """Give figures in the text format of Prometheus, on this machine only.

    :raises Http404: for anybody else; a proxy names whom it asks for
    """
    is_forwarded = "HTTP_X_FORWARDED_FOR" in request.META or (
        "HTTP_FORWARDED" in request.META
    )
    if is_forwarded or request.META.get("REMOTE_ADDR") not in LOOPBACK:
        raise Http404
    return HttpResponse(
        "\n".join(_figures()) + "\n", content_type="text/plain; version=0.0.4"
    )


def _figures() -> list[str]:
    process = f'process="{os.getpid()}"'
    lines = ["# TYPE hafen_requests_total counter"]
    for kind, number in sorted(watch.counted.items()):
        labels = f'{process},status="{kind}"'
        lines += [
            f"hafen_requests_total{{{labels}}} {number}",
            f"hafen_request_seconds_total{{{labels}}} {watch.seconds[kind]:.3f}",
        ]
    usage = resource.getrusage(resource.RUSAGE_SELF)
    lines += [
        f"hafen_up_seconds{{{process}}} {time.time() - _STARTED:.0f}",
        f"hafen_memory_peak_bytes{{{process}}} {usage.ru_maxrss * 1024}",
        f"hafen_disk_free_bytes {free_bytes()}",
    ]
    try:
        queue = jobs.queue()
    except DatabaseError:
        return [*lines, "hafen_database_up 0"]
    return [
        *lines,
        "hafen_database_up 1",
        f"hafen_jobs_waiting {queue.waiting}",
        f"hafen_jobs_running {queue.running}",
        f"hafen_jobs_failed {queue.failed}",
    ]
