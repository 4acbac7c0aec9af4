"""The demo municipality in a database of its own, loaded once for a test process."""

import os
import secrets
import subprocess
import sys
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections, transaction

from conftest import ADMIN, clone_template, drop, use
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.places.models import Municipality


def demo_template():
    """Return a database with the demo municipality, which is loaded once in a run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    name = f"hafen_test_demo_{run[:12]}"
    with psycopg.connect(ADMIN, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(4714)")
        found = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(found, [name]).fetchone() is None:
            made = clone_template()
            load_demo(made)
            connection.execute(f"ALTER DATABASE {made} RENAME TO {name}")
    return name


def load_demo(database):
    load = "import django; django.setup(); from hafen.config import demo_loading as d;"
    subprocess.run(
        [sys.executable, "-c", load + "d.load(None)"],
        env=os.environ
        | {"HAFEN_DEMO": "1", "HAFEN_DB_NAME": database, "HAFEN_DB_ROLE": "worker"},
        check=True,
    )


@pytest.fixture(scope="session")
def demo_database():
    """The name of a copy; whoever writes into it rolls back."""
    name = clone_template(demo_template())
    yield name
    drop(name)


@contextmanager
def opened(database, blocker):
    """Give the municipality of a database, in a transaction that is rolled back."""
    shared = connections["default"].settings_dict["NAME"]
    with blocker.unblock():
        use(database)
        with transaction.atomic():
            # What a test before kept of its own content is not this one's.
            Municipality.objects.update(content_version=secrets.randbelow(10**9))
            town = Municipality.objects.get()
            context.enter(Context(municipality=town.pk))
            yield town
            transaction.set_rollback(True)
        use(shared)


@pytest.fixture
def musterhafen(demo_database, django_db_setup, django_db_blocker, settings):
    """The demo municipality, in a transaction that is rolled back."""
    settings.DEMO = True  # elsewhere its people cannot sign in
    with opened(demo_database, django_db_blocker) as town:
        yield town
