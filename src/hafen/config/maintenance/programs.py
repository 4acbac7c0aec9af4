"""The programs of PostgreSQL that dump and load, run as the owner role."""

import os
import subprocess
from pathlib import Path

from psycopg import conninfo

from hafen.config import environment as env
from hafen.config import postgres
from hafen.config.database import Server
from hafen.core.db.errors import DomainError

# A newer pg_restore sets this, and a server before version 17 does not know it.
_UNKNOWN_TO_OLDER = b"SET transaction_timeout"


class ProgramFailed(DomainError):
    """A program of PostgreSQL gave up; the message holds its words."""


def folder() -> Path:
    """Return the folder of the programs; `HAFEN_PG_BIN` names another one."""
    if chosen := env.text("HAFEN_PG_BIN"):
        return Path(chosen)
    return postgres.package_folder() / "pginstall" / "bin"


def _as_owner(server: Server, database: str) -> tuple[str, dict[str, str]]:
    """Return address and environment; a password in an argument is seen by all."""
    parts = conninfo.conninfo_to_dict(server.dsn("owner", database))
    password = str(parts.pop("password", ""))
    address = conninfo.make_conninfo("", **parts)
    return address, {"PATH": os.environ.get("PATH", ""), "PGPASSWORD": password}


def dump(server: Server, *, snapshot: str, target: Path) -> None:
    """
    Write the database into a file, as it was at the snapshot.

    Row-level security is forced on the owner too; its policy shows all rows.

    :raises ProgramFailed: if pg_dump gives up
    """
    address, environment = _as_owner(server, server.name)
    options = "--format=custom --compress=6 --enable-row-security --no-comments"
    _run(
        "pg_dump",
        *options.split(),
        f"--snapshot={snapshot}",
        f"--file={target}",
        address,
        environment=environment,
    )


def load(server: Server, *, database: str, source: Path) -> None:
    """
    Load a dump into an empty database, in one transaction.

    :raises ProgramFailed: if a statement of it fails; the database stays empty
    """
    address, environment = _as_owner(server, database)
    script = source.with_suffix(".sql")
    try:
        _run("pg_restore", f"--file={script}", str(source), environment=environment)
        _leave_out_what_older_servers_do_not_know(script)
        options = "--no-psqlrc --quiet --single-transaction --set=ON_ERROR_STOP=1"
        _run(
            "psql",
            *options.split(),
            "--output=/dev/null",
            f"--file={script}",
            address,
            environment=environment,
        )
    finally:
        script.unlink(missing_ok=True)


def _leave_out_what_older_servers_do_not_know(script: Path) -> None:
    """Blank one setting at the head of the script, without moving a byte."""
    with script.open("r+b") as file:
        head = file.read(4096)
        start = head.find(_UNKNOWN_TO_OLDER)
        if start >= 0:
            end = head.index(b"\n", start)
            file.seek(start)
            file.write(b" " * (end - start))


def _run(program: str, *arguments: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [str(folder() / program), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        message = f"{program} failed: {done.stderr.strip()[-600:]}"
        raise ProgramFailed(message)
