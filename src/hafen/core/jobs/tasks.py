from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from hafen.core.db import work
from hafen.core.jobs.models import FinishedJob
from hafen.core.jobs.retry import pause

# Longer than any back-off: until then a job with the key may still arrive.
_KEEP_KEYS = timedelta(days=90)
_KEEP_FAILED_HOURS = 30 * 24
# A job that has taken its worker down so often is not tried again.
_DEADLY = 5


@app.periodic(cron="* * * * *", periodic_id="jobs.rescue")
@app.task(
    name="jobs.rescue", pass_context=True, queueing_lock="jobs.rescue", queue="rescue"
)
async def rescue(context: JobContext, /, timestamp: int) -> None:
    """Take up the jobs of workers that died."""
    del timestamp  # every periodic task is told its minute
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        if job.attempts + 1 >= _DEADLY:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job, retry_at=timezone.now() + pause(job.attempts))


@app.periodic(cron="17 2 * * *", periodic_id="jobs.forget_failed")
@app.task(name="jobs.forget_failed", pass_context=True)
async def forget_failed(context: JobContext, /, timestamp: int) -> None:
    """Drop the jobs that failed for good a month ago."""
    del timestamp
    await context.app.job_manager.delete_old_jobs(
        nb_hours=_KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True
    )


@work.housekeeping("27 2 * * *", "jobs.forget_keys")
def forget_keys(now: datetime) -> None:
    FinishedJob.objects.filter(created_at__lt=now - _KEEP_KEYS).delete()
