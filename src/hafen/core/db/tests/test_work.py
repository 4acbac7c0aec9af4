from datetime import UTC, datetime
from uuid import UUID

import pytest

from hafen.core.db.errors import NoContext
from hafen.core.db.work import Job, NotAnIdentifier, read, stamped

TOWN = UUID("01990000-0000-7000-8000-000000000001")
AMIRA = UUID("01990000-0000-7000-8000-0000000000a1")


def test_a_job_is_read_as_it_was_written():
    job = Job(municipality=TOWN, actor=AMIRA, key="mail:1", ids={"mail": TOWN})

    assert read(job.write()) == job


def test_the_house_itself_is_an_actor_that_has_to_be_said():
    job = Job(municipality=TOWN, actor=None, key="sweep", ids={"row": 7})

    assert job.write()["actor"] == "house"
    assert read(job.write()) == job


@pytest.mark.parametrize("missing", ["municipality", "actor", "key"])
def test_a_job_without_context_is_refused(missing):
    arguments = Job(municipality=TOWN, actor=AMIRA, key="mail:1").write()
    del arguments[missing]

    with pytest.raises(NoContext, match=missing):
        read(arguments)


@pytest.mark.parametrize(
    "content", ["amira@example.org", {"name": "Amira"}, b"", None, True, 1.5]
)
def test_arguments_are_ids_only(content):
    with pytest.raises(NotAnIdentifier):
        Job(municipality=TOWN, actor=AMIRA, key="mail", ids={"mail": content})


@pytest.mark.parametrize("key", ["", "amira@example.org", "Amira B", "x" * 201])
def test_a_key_holds_no_contents(key):
    with pytest.raises(NoContext):
        Job(municipality=TOWN, actor=AMIRA, key=key)


def test_a_periodic_run_has_one_key_a_minute():
    at = datetime(2026, 11, 21, 7, 5, 59, tzinfo=UTC)

    assert stamped("mail.sweep", at) == "mail.sweep:20261121t0705"
