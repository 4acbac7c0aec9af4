"""`./hafen restore FILE`: onto an empty machine, or in place of what is there.

The backup is loaded into a new database and compared row by row with its
manifest. Only when all is equal does it take the place of the old one.
"""

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
from psycopg import conninfo, sql

from hafen.config import database, setup
from hafen.config import environment as env
from hafen.config.database import Server
from hafen.config.maintenance import archive, inventory, programs, serving_lock, vault
from hafen.config.maintenance.backup import checksum, files_folder, key_names
from hafen.core.db.commands import Outcome
from hafen.core.db.errors import DomainError

# Quoted differently by different versions of PostgreSQL, though they mean the same.
_WORDED = ("policies: ",)


class NotEmpty(DomainError):
    """The installation holds data; only `--replace` puts a backup in its place."""


class NotEqual(DomainError):
    """What was loaded is not what the backup says; nothing was changed."""


@dataclass
class Restored:
    """What came out of a backup."""

    manifest: dict[str, Any]
    tables: int
    rows: int
    files: int
    missing_keys: list[str]


def restore(options: argparse.Namespace) -> Outcome:
    """`./hafen restore FILE [--replace] [--key-file FILE]`"""
    key = vault.read_key_file(Path(options.key_file)) if options.key_file else None
    done = from_file(
        options.server, Path(options.file), key=key, replace=options.replace
    )
    as_of = done.manifest["made_at"][:16]
    lines = [
        f"Restored as of {as_of}: {done.rows} rows, {done.files} files.",
        "Rows, files, roles and policies are those of the backup.",
    ]
    if done.missing_keys:
        lines.append(
            "Encrypted fields cannot be read yet: put the keys.json of the old"
            f" installation into {env.var()} (keys {', '.join(done.missing_keys)})."
        )
    return Outcome(
        {
            "restored": True,
            "made_at": done.manifest["made_at"],
            "tables": done.tables,
            "rows": done.rows,
            "files": done.files,
            "missing_keys": done.missing_keys,
        },
        lines,
    )


def from_file(
    server: Server, path: Path, *, key: bytes | None, replace: bool
) -> Restored:
    """
    Restore a backup and compare it with its manifest.

    :raises NotEmpty: if there is data and `replace` is not set
    :raises NotEqual: if something differs; the installation is as before
    :raises StillServing: if Hafen is being served from this data
    """
    serving_lock.refuse_while_serving()
    if not replace:
        _refuse_data(server)
    fresh = f"{server.name}_restored"
    folder = files_folder().with_name("files.restored")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with archive.opened(path, key=key) as contents:
            _create(server, fresh)
            files = _take_parts(server, fresh, contents, folder)
        found = _compare(server, fresh, contents.manifest, folder)
        _put_in_place(server, fresh, folder)
    finally:
        _drop(server, fresh)
        shutil.rmtree(folder, ignore_errors=True)
    missing = sorted(set(contents.manifest["keys"]) - set(key_names()))
    return Restored(contents.manifest, len(found.tables), found.rows, files, missing)


def _refuse_data(server: Server) -> None:
    """
    Look whether there is anything to lose.

    :raises NotEmpty: if the database or the folder of files holds something
    """
    with psycopg.connect(server.dsn("owner")) as connection:
        [table] = connection.execute(
            "SELECT to_regclass('places_municipality')"
        ).fetchone() or [None]
        if (
            table
            and connection.execute(
                "SELECT 1 FROM places_municipality LIMIT 1"
            ).fetchone()
        ):
            message = (
                "This installation holds data. To put the backup in its place:"
                " ./hafen backup first, then ./hafen restore FILE --replace"
            )
            raise NotEmpty(message)


def _take_parts(
    server: Server, fresh: str, contents: archive.Contents, folder: Path
) -> int:
    files = 0
    for name, source in contents.parts:
        if name == archive.DUMP:
            setup.say("Loading the database …")
            _load(server, fresh, source)
        elif name.startswith(archive.FILES):
            _keep(folder, name.removeprefix(archive.FILES), source)
            files += 1
    return files


def _load(server: Server, fresh: str, source: BinaryIO) -> None:
    dump = env.var() / "restoring.dump"
    dump.parent.mkdir(parents=True, exist_ok=True)
    try:
        dump.touch(mode=0o600)
        with dump.open("wb") as target:
            shutil.copyfileobj(source, target)
        programs.load(server, database=fresh, source=dump)
    finally:
        dump.unlink(missing_ok=True)


def _keep(folder: Path, name: str, source: BinaryIO) -> None:
    """
    Write one file below the folder.

    :raises NoBackup: if its name leads out of it
    """
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        message = "The backup holds a file with a forged name."
        raise archive.NoBackup(message)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.touch(mode=0o600)
    with target.open("wb") as file:
        shutil.copyfileobj(source, file)


def _compare(
    server: Server, fresh: str, manifest: dict[str, Any], folder: Path
) -> inventory.Inventory:
    """
    Compare what was loaded with what the manifest says.

    :raises NotEqual: if something differs
    """
    setup.say("Comparing rows, files, roles and policies …")
    expected = inventory.Inventory.from_dict(manifest["inventory"])
    with psycopg.connect(server.dsn("owner", fresh)) as connection:
        found = inventory.take(connection)
        version = connection.info.server_version
    differing = expected.differences(found)
    if version // 10000 != manifest["postgres"] // 10000:
        differing = [line for line in differing if not line.startswith(_WORDED)]
    differing += [
        f"files: {name}"
        for name, expected_sum in manifest["files"].items()
        if not (folder / name).is_file() or checksum(folder / name) != expected_sum
    ]
    if differing:
        shown = "\n  ".join(differing[:20])
        message = f"Not restored, nothing was changed. These differ:\n  {shown}"
        raise NotEqual(message)
    return found


def _maintenance(server: Server) -> psycopg.Connection:
    """Connect beside our database, since nobody can rename the one he is in."""
    return psycopg.connect(
        conninfo.make_conninfo(server.admin, dbname="postgres"), autocommit=True
    )


def _create(server: Server, name: str) -> None:
    _drop(server, name)
    with _maintenance(server) as connection:
        database.create(connection, name)


def _drop(server: Server, name: str) -> None:
    with _maintenance(server) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(name)
            )
        )


def _put_in_place(server: Server, fresh: str, folder: Path) -> None:
    """Let the new database and the new files take the place of the old.

    Both names change in one transaction: a machine that loses its power here
    has the one or the other, never none.
    """
    before = f"{server.name}_before"
    _drop(server, before)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    names = [sql.Identifier(name) for name in (server.name, before, fresh)]
    with _maintenance(server) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [server.name],
        )
        with connection.transaction():
            connection.execute(rename.format(names[0], names[1]))
            connection.execute(rename.format(names[2], names[0]))
        database.create(connection, server.name)
    target, old = files_folder(), files_folder().with_name("files.before")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    if folder.exists():
        folder.rename(target)
    _drop(server, before)
    shutil.rmtree(old, ignore_errors=True)
