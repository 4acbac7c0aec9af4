"""Which database this installation works with, ready for use.

Without `DATABASE_URL` it is Hafen's own PostgreSQL; with it any PostgreSQL
from version 15 on. Either way three roles work with it, none of them mighty:
the owner migrates and dumps, web and worker read and write under row-level
security.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

from hafen.config import environment as env
from hafen.config.postgres import Cluster

ROLES = ("owner", "web", "worker")


@dataclass(frozen=True)
class Server:
    """How to reach the server as its administrator, and our database on it."""

    admin: str
    name: str
    cluster: Cluster | None = None

    def dsn(self, role: str, database: str | None = None) -> str:
        """Return the address for one of our roles."""
        return conninfo.make_conninfo(
            self.admin,
            dbname=database or self.name,
            user=f"hafen_{role}",
            password=password(role),
        )

    def environment(self, role: str, database: str | None = None) -> dict[str, str]:
        """Return the variables that settings.py and PostgreSQL's library read."""
        parts = conninfo.conninfo_to_dict(self.admin)
        return {
            # What DATABASE_URL says of TLS holds for all roles.
            **{
                f"PG{name.upper()}": str(parts[name])
                for name in ("sslmode", "sslrootcert", "sslcert", "sslkey")
                if parts.get(name)
            },
            "HAFEN_DB_HOST": str(parts.get("host") or ""),
            "HAFEN_DB_PORT": str(parts.get("port") or ""),
            "HAFEN_DB_NAME": database or self.name,
            "HAFEN_DB_ROLE": role,
        }


def password(role: str) -> str:
    """Return a role's password: from the environment, else a generated one."""
    return env.text(f"HAFEN_DB_{role.upper()}_PASSWORD") or env.secrets()[f"db_{role}"]


@contextmanager
def running(*, for_tests: bool = False) -> Iterator[Server]:
    """Hold the database server for as long as the block runs.

    Tests get a cluster of their own, so they never touch the data.
    """
    if url := env.text("DATABASE_URL"):
        name = str(conninfo.conninfo_to_dict(url).get("dbname") or "hafen")
        yield Server(admin=conninfo.make_conninfo(url), name=name)
        return
    cluster = (
        Cluster(env.var(), name="postgres-test", durable=False)
        if for_tests
        else Cluster(env.var())
    )
    cluster.enter()
    try:
        yield Server(admin=cluster.admin_dsn(), name="hafen", cluster=cluster)
    finally:
        cluster.leave()


def prepare(server: Server) -> None:
    """Make roles and database where they are missing."""
    with psycopg.connect(server.admin, autocommit=True) as connection:
        # Two commands may start on one fresh server.
        connection.execute("SELECT pg_advisory_lock(4711)")
        for role in ROLES:
            _ensure_role(connection, role)
        create(connection, server.name)


def create(
    connection: psycopg.Connection, name: str, *, template: str | None = None
) -> None:
    """Create a database of ours, empty or as a clone, unless it exists."""
    exists = connection.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    if exists:
        _hand_over(connection, name)
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO hafen_web, hafen_worker").format(
                sql.Identifier(name)
            )
        )
        return
    # The administrator of an external server may create databases for a role
    # only when it is a member of that role.
    if not _is_superuser(connection):
        connection.execute("GRANT hafen_owner TO CURRENT_USER")
    connection.execute(
        sql.SQL(
            "CREATE DATABASE {} OWNER hafen_owner TEMPLATE {} ENCODING 'UTF8'"
        ).format(sql.Identifier(name), sql.Identifier(template or "template0"))
    )


def _hand_over(connection: psycopg.Connection, name: str) -> None:
    """Make the owner role the owner of a database that somebody else created."""
    [owner] = connection.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [name]
    ).fetchone() or [""]
    if owner == "hafen_owner":
        return
    if not _is_superuser(connection):
        connection.execute("GRANT hafen_owner TO CURRENT_USER")
    connection.execute(
        sql.SQL("ALTER DATABASE {} OWNER TO hafen_owner").format(sql.Identifier(name))
    )


def _is_superuser(connection: psycopg.Connection) -> bool:
    found = connection.execute(
        "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return bool(found and found[0])


def _ensure_role(connection: psycopg.Connection, role: str) -> None:
    name = f"hafen_{role}"
    if connection.execute(
        "SELECT 1 FROM pg_roles WHERE rolname = %s", [name]
    ).fetchone():
        return
    connection.execute(
        sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {}").format(
            sql.Identifier(name), sql.Literal(password(role))
        )
    )


def fingerprint() -> str:
    """Return what the state of the tables follows from: models, guards, data."""
    source = env.ROOT / "src" / "hafen"
    digest = hashlib.sha256()
    for pattern in (
        "**/migrations/*.py",
        "**/models.py",
        "**/models/*.py",
        "**/fences.py",
        "**/statements.py",
        "**/tallies.py",
        "core/**/data/**/*.*",
    ):
        for file in sorted(source.glob(pattern)):
            digest.update(str(file.relative_to(source)).encode() + file.read_bytes())
    digest.update((source / "core" / "db" / "guards.py").read_bytes())
    return digest.hexdigest()


def is_migrated(server: Server, database: str | None = None) -> bool:
    """Return whether the tables are those of this code."""
    with psycopg.connect(server.dsn("owner", database)) as connection:
        [table] = connection.execute(
            "SELECT to_regclass('hafen_setup')"
        ).fetchone() or [None]
        if table is None:
            return False
        found = connection.execute("SELECT fingerprint FROM hafen_setup").fetchone()
    return bool(found and found[0] == fingerprint())


def migrate(server: Server, database: str | None = None) -> None:
    """Bring the tables, guards and reference data to the state of this code."""
    done = subprocess.run(
        [sys.executable, "-m", "hafen.config.migrating"],
        env=os.environ | server.environment("owner", database),
        cwd=Path(env.ROOT),
        check=False,
    )
    if done.returncode:
        message = "The tables could not be brought up to date; see the lines above."
        raise SystemExit(message)
    with psycopg.connect(server.dsn("owner", database)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS hafen_setup (fingerprint text)")
        connection.execute("TRUNCATE hafen_setup")
        connection.execute("INSERT INTO hafen_setup VALUES (%s)", [fingerprint()])
