import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from hafen.core.db.context import current
from hafen.core.db.identifiers import uuid7
from hafen.core.db.work import Job, NotAnIdentifier
from hafen.core.jobs import services as jobs
from hafen.core.jobs.models import FinishedJob
from hafen.core.places.models import Municipality

pytestmark = pytest.mark.django_db

seen = []


@jobs.task("jobs.test.note")
def note(*, row):
    seen.append((row, current()))


@jobs.task("jobs.test.break")
def break_down(*, row):
    Municipality.objects.filter(pk=row).update(name="never seen")
    message = "half way"
    raise RuntimeError(message)


@pytest.fixture
def town():
    seen.clear()
    return Municipality.objects.create(
        slug="jobstadt", name="Jobstadt", languages=["de"]
    )


def test_a_job_comes_with_the_change_that_defers_it(town):
    jobs.defer(
        "jobs.test.note", municipality=town.pk, actor=None, key="note:1", row=town.pk
    )

    job = ProcrastinateJob.objects.get(task_name="jobs.test.note")
    assert job.args == {
        "row": str(town.pk),
        "municipality": str(town.pk),
        "actor": "house",
        "key": "note:1",
    }


def test_a_change_undone_takes_its_job_along(town):
    with transaction.atomic():
        jobs.defer(
            "jobs.test.note", municipality=town.pk, actor=None, key="note:1", row=1
        )
        transaction.set_rollback(True)

    assert not ProcrastinateJob.objects.exists()


def test_a_job_for_no_task_is_refused(town):
    with pytest.raises(jobs.UnknownTask):
        jobs.defer("jobs.test.none", municipality=town.pk, actor=None, key="a")


def test_a_job_with_contents_is_refused(town):
    with pytest.raises(NotAnIdentifier):
        jobs.defer(
            "jobs.test.note", municipality=town.pk, actor=None, key="a", row="Amira"
        )


def test_a_job_works_for_its_municipality_and_its_actor(town):
    actor = uuid7()
    job = Job(municipality=town.pk, actor=actor, key="note:1", ids={"row": 4})

    jobs.run_once("jobs.test.note", job, request_id="job 7")

    [(row, context)] = seen
    assert row == 4
    assert (context.municipality, context.actor) == (town.pk, actor)
    assert (context.channel, context.request_id) == ("job", "job 7")


def test_two_jobs_with_one_key_take_effect_once(town):
    job = Job(municipality=town.pk, actor=None, key="note:1", ids={"row": 4})

    jobs.run_once("jobs.test.note", job)
    jobs.run_once("jobs.test.note", job)

    assert len(seen) == 1


def test_a_job_that_breaks_down_leaves_nothing_and_may_come_again(town):
    job = Job(municipality=town.pk, actor=None, key="break:1", ids={"row": town.pk})

    with pytest.raises(RuntimeError):
        jobs.run_once("jobs.test.break", job)

    town.refresh_from_db()
    assert town.name == "Jobstadt"
    assert not FinishedJob.objects.exists()
