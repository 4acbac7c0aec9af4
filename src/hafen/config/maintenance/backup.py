"""`./hafen backup`: everything but the keys, in one file.

The keys (`secrets.json`, `keys.json`) stay out on purpose: whoever finds a
backup must not find with it what opens it. They belong into a safe.
"""

import argparse
import hashlib
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from hafen.config import database, setup, version
from hafen.config import environment as env
from hafen.config.database import Server
from hafen.config.maintenance import archive, inventory, programs, vault
from hafen.core.db import keyring
from hafen.core.db.commands import Outcome
from hafen.core.db.errors import DomainError


class TargetExists(DomainError):
    """A file of that name is there already; backups overwrite nothing."""


class NothingToBackUp(DomainError):
    """The database has no tables yet."""


def backup(options: argparse.Namespace) -> Outcome:
    """`./hafen backup [FILE]`"""
    now = datetime.now(UTC)  # noqa: TID251 - a command is an edge
    target = Path(options.file) if options.file else default_target(now)
    key_file = Path(options.key_file) if options.key_file else None
    is_new_key = key_file is not None and not key_file.exists()
    manifest = make(
        options.server,
        target=target,
        key=vault.make_key_file(key_file) if key_file else None,
        now=now,
    )
    rows = sum(table["rows"] for table in manifest["inventory"]["tables"].values())
    size = target.stat().st_size
    lines = [f"Backup written: {target} ({size / 1e6:.1f} MB, {rows} rows)"]
    if is_new_key:
        lines.append(
            f"New key: {key_file}. Without it nobody can restore: keep it apart."
        )
    lines.append(
        "The keys are not in it. Keep copies of secrets.json and keys.json"
        f" from {env.var()} in a safe place."
    )
    return Outcome(
        {
            "file": str(target),
            "bytes": size,
            "tables": len(manifest["inventory"]["tables"]),
            "rows": rows,
            "files": len(manifest["files"]),
            "encrypted": key_file is not None,
        },
        lines,
    )


def default_target(now: datetime) -> Path:
    return env.var() / "backups" / f"hafen-{now:%Y%m%d-%H%M%S}.backup"


def make(
    server: Server, *, target: Path, key: bytes | None, now: datetime
) -> dict[str, Any]:
    """
    Write a backup and return its manifest; Hafen may go on working meanwhile.

    :raises TargetExists: if the file is there already
    :raises NothingToBackUp: if the database is empty
    :raises ProgramFailed: if pg_dump gives up
    """
    if target.exists():
        message = f"{target} exists already; nothing was overwritten."
        raise TargetExists(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".backup-", dir=target.parent))
    try:
        dump = work / "database.dump"
        found = _dump(server, dump)
        files = stored_files()
        manifest = {
            "format": archive.FORMAT,
            "hafen": version.current(),
            "fingerprint": database.fingerprint(),
            "made_at": now.isoformat(),
            "postgres": found["postgres"],
            "inventory": found["inventory"],
            "files": {name: checksum(path) for name, path in files.items()},
            "keys": key_names(),
        }
        with archive.written(target, key=key) as tar:
            archive.add_manifest(tar, manifest)
            archive.add_file(tar, archive.DUMP, dump)
            for name in manifest["files"]:
                archive.add_file(tar, archive.FILES + name, files[name])
    finally:
        shutil.rmtree(work)
    return manifest


def _dump(server: Server, target: Path) -> dict[str, Any]:
    """Dump and count in one snapshot: both show the same moment."""
    with psycopg.connect(server.dsn("owner")) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        [snapshot] = connection.execute("SELECT pg_export_snapshot()").fetchone() or [
            ""
        ]
        setup.say("Counting and checking the rows …")
        found = inventory.take(connection)
        if not found.tables:
            message = "The database is empty; there is nothing to back up."
            raise NothingToBackUp(message)
        setup.say("Dumping the database …")
        programs.dump(server, snapshot=snapshot, target=target)
        server_version = connection.info.server_version
    return {"inventory": found.as_dict(), "postgres": server_version}


def files_folder() -> Path:
    return env.var() / "files"


def stored_files() -> dict[str, Path]:
    """Return the stored files by name; those in an S3 storage are kept there."""
    folder = files_folder()
    return {
        str(path.relative_to(folder)): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def checksum(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def key_names() -> list[str]:
    """Return the names of the field keys, by which a restore asks for them."""
    return sorted(keyring.names(env.var() / "keys.json"))
