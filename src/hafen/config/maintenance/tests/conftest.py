import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from hafen.config import database
from hafen.config import environment as env
from hafen.config.database import Server
from hafen.config.postgres import Cluster
from hafen.core.db.context import Context, acting
from hafen.core.places.models import Municipality

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ADMIN = os.environ.get("HAFEN_TEST_ADMIN", "")


@pytest.fixture
def var(tmp_path, monkeypatch):
    """The data folder of an installation; its passwords are those of the server."""
    folder = tmp_path / "var"
    folder.mkdir()
    shutil.copy(env.var() / "secrets.json", folder)
    monkeypatch.setenv("HAFEN_VAR", str(folder))
    return folder


@pytest.fixture
def installation(var, own_database):
    """A small installation: a municipality, a file, rows under row security."""
    from hafen.core.accounts.models import User  # noqa: PLC0415  # needs the apps

    town = Municipality.objects.create(
        slug="sicherstadt", name="Sicherstadt", languages=["de"]
    )
    with acting(Context(municipality=town.pk)):
        User.objects.create(municipality=town, name="Amira", email="a@example.org")
    path = var / "files" / "ab" / "ab12"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a certificate" * 1000)
    return Server(admin=ADMIN, name=own_database)


@pytest.fixture
def empty(var):
    """An empty database on the same server."""
    server = Server(admin=ADMIN, name=f"hafen_test_{secrets.token_hex(6)}")
    database.prepare(server)
    yield server
    drop(server)


@dataclass(frozen=True)
class External(Server):
    superuser: str = ""


@pytest.fixture
def external(var, tmp_path_factory):
    """Another server, reached as an administrator who is no superuser.

    `HAFEN_TEST_EXTERNAL` names one by the address of its superuser, such as a
    PostgreSQL 15; else it is one of our own.
    """
    if named := os.environ.get("HAFEN_TEST_EXTERNAL"):
        yield from _named(named)
        return
    cluster = Cluster(Path(tmp_path_factory.mktemp("external")), durable=False)
    cluster.enter()
    with psycopg.connect(cluster.admin_dsn(), autocommit=True) as connection:
        connection.execute(
            "CREATE ROLE stadt_dba LOGIN CREATEDB CREATEROLE PASSWORD 'dba'"
        )
        connection.execute("CREATE DATABASE stadt OWNER stadt_dba")
    admin = conninfo.make_conninfo(
        cluster.admin_dsn(), user="stadt_dba", password="dba", dbname="stadt"
    )
    server = External(admin=admin, name="stadt", superuser=cluster.admin_dsn("stadt"))
    database.prepare(server)
    yield server
    cluster.leave()
    shutil.rmtree(cluster.home)


def _named(superuser):
    """Give an administrator and a database of a server that somebody runs."""
    name = f"stadt_{secrets.token_hex(6)}"
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(
            f"CREATE ROLE {name} LOGIN CREATEDB CREATEROLE PASSWORD 'dba'"
        )
        for role in ("hafen_owner", "hafen_web", "hafen_worker"):
            present = connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [role]
            ).fetchone()
            if present:
                connection.execute(f"GRANT {role} TO {name} WITH ADMIN OPTION")
        connection.execute(f"CREATE DATABASE {name} OWNER {name}")
    admin = conninfo.make_conninfo(superuser, user=name, password="dba", dbname=name)
    server = External(
        admin=admin,
        name=name,
        superuser=conninfo.make_conninfo(superuser, dbname=name),
    )
    try:
        database.prepare(server)
        yield server
    finally:
        with psycopg.connect(superuser, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"DROP OWNED BY {name}")
            connection.execute(f"DROP ROLE IF EXISTS {name}")


def drop(server):
    with psycopg.connect(ADMIN, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{server.name}" WITH (FORCE)')
