"""What all tests share: a database of their own, and a small town with people.

Tests connect as the web role, so row-level security holds in them as it does
in production. A test that takes `db` (or the mark) runs in one transaction
that is rolled back; one that takes `own_database` gets a clone of its own with
real transactions. Nothing truncates.
"""

import os
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from psycopg import sql

from hafen.core.accounts.models import (
    ConfidentialityUndertaking,
    RoleAssignment,
    UndertakingText,
    User,
)
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.jobs.worker import run_worker
from hafen.core.places.models import Municipality

pytest_plugins = ["tests.visits", "tests.demo", "tests.racing"]


def pytest_collection_modifyitems(config, items):
    """Leave what is marked `long` to `make test-long`."""
    if os.environ.get("HAFEN_LONG"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in set(long)]


TEMPLATE = os.environ.get("HAFEN_TEST_TEMPLATE", "")
ADMIN = os.environ.get("HAFEN_TEST_ADMIN", "")


def clone_template(template: str = TEMPLATE) -> str:
    """Return the name of a fresh copy of the migrated database."""
    if not TEMPLATE:
        pytest.exit("Run the tests with `make test` or `./hafen test PATH`.", 2)
    name = f"hafen_test_{secrets.token_hex(6)}"
    with psycopg.connect(ADMIN, autocommit=True) as connection:
        # Two processes cannot copy one template at the same moment.
        connection.execute("SELECT pg_advisory_lock(4713)")
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER hafen_owner TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET synchronous_commit TO off").format(
                sql.Identifier(name)
            )
        )
    return name


def drop(name: str) -> None:
    with psycopg.connect(ADMIN, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(name)
            )
        )


def use(name: str) -> None:
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """One clone per test process, instead of Django's own test database."""
    with django_db_blocker.unblock():
        name = clone_template()
        use(name)
        yield
        connections["default"].close()
        drop(name)


@pytest.fixture
def own_database(django_db_setup, django_db_blocker):
    """A clone for this test alone: commits are real, other processes see them."""
    shared = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        name = clone_template()
        use(name)
        yield name
        use(shared)
        drop(name)


@pytest.fixture
def work_off():
    """Do what waits in the queue of a database of one's own, as the worker does.

    In a thread of its own: where a browser was before, its event loop still runs
    in this one.
    """

    def work():
        with ThreadPoolExecutor(1) as beside:
            beside.submit(run_worker, wait=False).result()

    return work


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real data; without it the test is skipped, loudly."""
    default = Path(__file__).parent.parent / "shared" / "data"
    folder = Path(os.environ.get("HAFEN_TEST_DATA", default))
    if not folder.is_dir():
        pytest.skip(f"NO TEST DATA in {folder}: set HAFEN_TEST_DATA")
    return folder


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Let a password cost little here: hundreds are set, and none is guessed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2PasswordHasher, "memory_cost", 64)
        patch.setattr(Argon2PasswordHasher, "parallelism", 1)
        yield


@pytest.fixture(autouse=True)
def no_language():
    """Let no test hear the language in which another one asked for a page."""
    yield
    translation.deactivate()


@pytest.fixture
def town(db):
    """Hier, a published municipality that speaks German, English and Arabic."""
    return make_town("hier")


@pytest.fixture
def other_town(db):
    """Dort, whose people are strangers in Hier."""
    return make_town("dort")


def make_town(slug):
    return Municipality.objects.create(
        slug=slug,
        name=slug.title(),
        languages=["de", "en", "ar"],
        is_published=True,
    )


@pytest.fixture
def person():
    """A maker of people: `person(town, Role.EDITOR)` gives a user who may sign in."""

    def make(municipality, *roles, name="Demo Person"):
        with context.acting(Context(municipality=municipality.pk)):
            user = User.objects.create(
                municipality=municipality,
                email=f"{secrets.token_hex(6)}@example.org",
                name=name,
            )
            for role in roles:
                RoleAssignment.objects.create(
                    municipality=municipality,
                    user=user,
                    role=role,
                    valid_from=timezone.localdate(),
                )
            if roles:
                sign_undertaking(user)
        return user

    return make


def sign_undertaking(user):
    """Some roles begin only after a signature; our people have signed."""
    text, _ = UndertakingText.objects.get_or_create(
        municipality_id=user.municipality_id,
        edition="1",
        language="de",
        defaults={"text": "…", "valid_from": timezone.localdate()},
    )
    ConfidentialityUndertaking.objects.create(
        municipality_id=user.municipality_id,
        user=user,
        text=text,
        signed_on=timezone.localdate(),
    )


@pytest.fixture
def acting():
    """Let the test itself see what a municipality's people see."""

    def enter(municipality, user=None):
        context.enter(
            Context(municipality=municipality.pk, actor=user.pk if user else None)
        )

    return enter


@pytest.fixture
def sign_in(client):
    """Sign somebody in at the test client, second factor included."""

    def enter(user):
        context.enter(Context(municipality=user.municipality_id, actor=user.pk))
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "email": user.email},
            {"method": "mfa", "at": time.time(), "type": "totp"},
        ]
        session.save()
        return client

    return enter


# What frames every request, whatever it shows.
FRAME = (
    "BEGIN",
    "COMMIT",
    "RELEASE",
    "SAVEPOINT",
    "SELECT set_config",
    'UPDATE "django_session"',
)


@pytest.fixture
def questions():
    """What a page asks of the database: `questions(client, address)`, as SQL."""

    def ask(client, address):
        with CaptureQueriesContext(connections["default"]) as captured:
            assert client.get(address).status_code == 200
        return [
            query["sql"]
            for query in captured.captured_queries
            if not query["sql"].startswith(FRAME)
        ]

    return ask
