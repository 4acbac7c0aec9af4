"""What all tests share: a database of their own, and a small town with people.

Tests connect as the web role, so row-level security holds in them as it does
in production. A test that takes `db` (or the mark) runs in one transaction
that is rolled back; one that takes `own_database` gets a clone of its own with
real transactions. Nothing truncates.
"""

import os
import secrets
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg import sql

TEMPLATE = os.environ.get("HAFEN_TEST_TEMPLATE", "")
ADMIN = os.environ.get("HAFEN_TEST_ADMIN", "")


def clone_template() -> str:
    """Return the name of a fresh copy of the migrated database."""
    if not TEMPLATE:
        pytest.exit("Run the tests with `make test` or `./hafen test PATH`.", 2)
    name = f"hafen_test_{secrets.token_hex(6)}"
    with psycopg.connect(ADMIN, autocommit=True) as connection:
        # Two processes cannot copy one template at the same moment.
        connection.execute("SELECT pg_advisory_lock(4713)")
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER hafen_owner TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE)
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


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real data; without it the test is skipped, loudly."""
    default = Path(__file__).parent.parent / "shared" / "data"
    folder = Path(os.environ.get("HAFEN_TEST_DATA", default))
    if not folder.is_dir():
        pytest.skip(f"NO TEST DATA in {folder}: set HAFEN_TEST_DATA")
    return folder
