"""The worker on real transactions; it connects by itself, as in service."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hafen.core.db.identifiers import uuid7
from hafen.core.db.work import Job
from hafen.core.jobs import queries
from hafen.core.jobs import services as jobs
from hafen.core.jobs.models import FinishedJob
from hafen.core.places.models import Municipality

pytestmark = pytest.mark.usefixtures("own_database")

runs = []
meeting = threading.Barrier(2, timeout=5)


@jobs.task("jobs.test.worked")
def worked(*, row):
    runs.append(row)


@jobs.task("jobs.test.stubborn", attempts=3)
def stubborn(*, row):
    runs.append(row)
    message = "not today"
    raise RuntimeError(message)


@pytest.fixture
def town(monkeypatch):
    # The threads of a worker end with it here; their connections must as well.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    runs.clear()
    return Municipality.objects.create(
        slug=f"worker-{uuid7().hex}", name="Workerstadt", languages=["de"]
    )


def defer(town, name, *, key):
    jobs.defer(name, municipality=town.pk, actor=None, key=key, row=1)


def test_the_worker_does_what_was_deferred_and_forgets_it(town, work_off):
    defer(town, "jobs.test.worked", key="work:1")

    work_off()

    assert runs == [1]
    assert FinishedJob.objects.filter(municipality=town, key="work:1").count() == 1
    assert not ProcrastinateJob.objects.filter(task_name="jobs.test.worked").exists()


def test_the_queue_is_counted_and_the_worker_leaves_a_sign_of_life(town):
    defer(town, "jobs.test.stubborn", key="stubborn:2")

    assert queries.queue() == queries.Queue(waiting=1, running=0, failed=0)
    assert queries.last_heartbeat() is None


def test_a_job_that_fails_waits_and_then_is_tried_again(town, work_off):
    defer(town, "jobs.test.stubborn", key="stubborn:1")

    work_off()

    job = ProcrastinateJob.objects.get(task_name="jobs.test.stubborn")
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at > timezone.now()


def test_a_job_whose_worker_was_killed_is_taken_up_again(town, work_off):
    defer(town, "jobs.test.worked", key="killed:1")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (%s) RETURNING id",
            [timezone.now() - timedelta(minutes=5)],
        )
        [worker] = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker]
        )
    app.configure_task("jobs.rescue").defer(timestamp=0)

    work_off()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    work_off()

    assert runs == [1]


def test_two_workers_with_one_key_at_the_same_moment_take_effect_once(town):
    job = Job(municipality=town.pk, actor=None, key="race:1", ids={"row": 1})

    def race():
        meeting.wait()
        jobs.run_once("jobs.test.worked", job)
        connection.close()

    threads = [threading.Thread(target=race) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert runs == [1]


def test_a_periodic_task_strikes_once_for_each_municipality(town):
    at = timezone.now()

    jobs.strike("jobs.test.worked", at=at)

    keys = ProcrastinateJob.objects.values_list("args__key", "args__municipality")
    towns = Municipality.objects.count()
    assert len(set(keys)) == towns
