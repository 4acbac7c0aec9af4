"""What the doctor looks at in the database."""

import time
from collections.abc import Iterator
from typing import Any

import psycopg

from hafen.config import database, postgres
from hafen.config import environment as env
from hafen.config.database import Server
from hafen.config.maintenance import serving_lock
from hafen.config.maintenance.findings import Finding, good, trouble, warning

OLDEST_POSTGRES = 150000
SKEW_SECONDS = 5
HEARTBEAT_SECONDS = 90


def everything() -> Iterator[Finding]:
    """Yield the findings, starting the own database for it when it stands still."""
    if not env.text("DATABASE_URL") and not postgres.Cluster(env.var()).data.exists():
        yield warning(
            "database", "There is no database yet.", "Start Hafen once: make run"
        )
        return
    try:
        with database.running() as server:
            yield from examine(server)
    except (psycopg.Error, postgres.DatabaseTrouble, OSError) as fault:
        words = str(fault).strip().splitlines() or ["no answer"]
        yield trouble(
            "database",
            f"The database cannot be used: {words[-1]}",
            "Check DATABASE_URL and whether the server runs."
            if env.text("DATABASE_URL")
            else f"Look into {env.var() / 'log' / 'postgres.log'}.",
        )


def examine(server: Server) -> Iterator[Finding]:
    """Yield the findings on a server that can be reached."""
    with psycopg.connect(server.admin, connect_timeout=5) as connection:
        yield from check_version(connection)
        yield from check_clock(connection)
        found = list(check_roles(connection))
        yield from found
    if any(finding.state == "trouble" for finding in found):
        return
    with psycopg.connect(server.dsn("owner"), connect_timeout=5) as connection:
        yield from check_tables(server)
        yield from check_security(connection)
        yield from check_demo(connection)
        yield from check_worker(connection)


def check_version(connection: psycopg.Connection) -> Iterator[Finding]:
    number = connection.info.server_version
    shown = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number < OLDEST_POSTGRES:
        yield trouble("database", f"{shown} is too old.", "Hafen needs 15 or newer.")
    else:
        yield good("database", f"{shown} answers.")


def check_clock(connection: psycopg.Connection) -> Iterator[Finding]:
    skew = _value(
        connection,
        "SELECT abs(extract(epoch FROM clock_timestamp()) - %s)::float",
        [time.time()],
    )
    if skew > SKEW_SECONDS:
        yield trouble(
            "clock",
            f"The clocks of this machine and of the database differ by {skew:.0f} s.",
            "Let both be kept: timedatectl set-ntp true",
        )


def check_roles(connection: psycopg.Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles"
        " WHERE rolname LIKE 'hafen\\_%'"
    ).fetchall()
    mighty = {name: is_super or bypasses for name, is_super, bypasses in rows}
    for role in (f"hafen_{role}" for role in database.ROLES):
        if role not in mighty:
            yield trouble(
                "roles", f"The role {role} is missing.", "Run ./hafen migrate."
            )
        elif mighty[role]:
            yield trouble(
                "roles",
                f"The role {role} is too mighty: row-level security does not bind it.",
                f"Run as administrator: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS",
            )
    if all(not mighty.get(f"hafen_{role}", True) for role in database.ROLES):
        yield good("roles", "The three roles are there, and none is too mighty.")


def check_tables(server: Server) -> Iterator[Finding]:
    if database.is_migrated(server):
        yield good("migrations", "The tables are those of this version.")
    else:
        yield trouble(
            "migrations",
            "The tables are not those of this version.",
            "Run ./hafen upgrade (it makes a backup first).",
        )


def check_security(connection: psycopg.Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT DISTINCT c.relname FROM pg_policy p"
        " JOIN pg_class c ON c.oid = p.polrelid"
        " WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    ).fetchall()
    if rows:
        names = ", ".join(sorted(name for (name,) in rows))
        yield trouble(
            "row_security",
            f"Row-level security is not forced on: {names}.",
            "Run ./hafen migrate; it lays the guards anew.",
        )
    else:
        yield good("row_security", "Row-level security is forced where it has to be.")


def check_demo(connection: psycopg.Connection) -> Iterator[Finding]:
    """Look for invented people, whose password everybody knows."""
    towns = connection.execute(
        "SELECT id, name, is_demo FROM places_municipality ORDER BY slug"
    ).fetchall()
    is_shown = env.flag("HAFEN_DEMO") or (serving_lock.serving() or {}).get("demo")
    has_real_ones = not all(is_demo for _key, _name, is_demo in towns)
    for key, name, is_demo in towns:
        if not is_demo or is_shown:
            continue
        open_accounts = _open_accounts(connection, key)
        if not open_accounts:
            yield good(
                "demo", f"The invented people of {name} are locked out for good."
            )
            continue
        yield (trouble if has_real_ones else warning)(
            "demo",
            f"There are {open_accounts} invented accounts of {name} here. Their"
            " password is public, so outside of the demo nobody can sign in with them.",
            "To close them for good: ./hafen demo lock. To try the demo: make run.",
        )


def _open_accounts(connection: psycopg.Connection, town: Any) -> int:
    """Count the accounts of a town that some way could open."""
    with connection.transaction():
        connection.execute(
            "SELECT set_config('hafen.municipality', %s, true)", [str(town)]
        )
        return int(
            _value(connection, "SELECT count(*) FROM accounts_user WHERE is_active")
        )


def check_worker(connection: psycopg.Connection) -> Iterator[Finding]:
    if not _value(connection, "SELECT to_regclass('procrastinate_jobs') IS NOT NULL"):
        return
    age = _value(
        connection,
        "SELECT extract(epoch FROM now() - max(last_heartbeat))::float"
        " FROM procrastinate_workers",
    )
    if serving_lock.serving() is None:
        yield good("worker", "The worker is stopped, as Hafen is.")
    elif age is None or age > HEARTBEAT_SECONDS:
        yield trouble(
            "worker",
            "The worker shows no sign of life: mails and reminders stand still.",
            "Stop and start Hafen; if it stays so, look into the log folder.",
        )
    else:
        yield good("worker", "The worker is alive.")
    failed = _value(
        connection, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"
    )
    if failed:
        yield warning(
            "jobs",
            f"{failed} jobs have failed for good.",
            "The reports in the folder log/errors say why.",
        )


def _value(
    connection: psycopg.Connection, query: Any, values: list[Any] | None = None
) -> Any:
    row = connection.execute(query, values or []).fetchone()
    return row[0] if row else None
