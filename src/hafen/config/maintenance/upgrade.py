"""`./hafen upgrade`: backup, migrate, check, and a way back if one of it fails."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from hafen.config import database, setup, version
from hafen.config import environment as env
from hafen.config.database import Server
from hafen.config.maintenance import (
    backup,
    database_checks,
    restore,
    serving_lock,
)
from hafen.config.maintenance.findings import Finding
from hafen.core.db.commands import Outcome
from hafen.core.db.errors import DomainError


class UpgradeFailed(DomainError):
    """The tables are as before; the message says what failed."""


def upgrade(options: argparse.Namespace) -> Outcome:
    """`./hafen upgrade`"""
    serving_lock.refuse_while_serving()
    server: Server = options.server
    if database.is_migrated(server):
        return Outcome(
            {"upgraded": False, "version": version.current()},
            [f"The data is that of version {version.current()} already."],
        )
    now = datetime.now(UTC)  # noqa: TID251 - a command is an edge
    target = env.var() / "backups" / f"before-upgrade-{now:%Y%m%d-%H%M%S}.backup"
    is_first = not _has_tables(server, target, now)
    try:
        database.migrate(server)
        wrong = [each for each in _check() if each.state == "trouble"]
    except (SystemExit, DomainError) as fault:
        _go_back(server, target, str(fault), is_first=is_first)
    if wrong:
        _go_back(server, target, wrong[0].says, is_first=is_first)
    return Outcome(
        {
            "upgraded": True,
            "version": version.current(),
            "backup": None if is_first else str(target),
        },
        [
            f"The data is that of version {version.current()} now.",
            f"The way back: {target}" if not is_first else "There was no data before.",
        ],
    )


def _has_tables(server: Server, target: Path, now: datetime) -> bool:
    """Make the backup; return whether there was anything to back up."""
    try:
        backup.make(server, target=target, key=None, now=now)
    except backup.NothingToBackUp:
        return False
    return True


def _check() -> list[Finding]:
    setup.say("Checking …")
    return list(database_checks.everything())


def _go_back(server: Server, target: Path, reason: str, *, is_first: bool) -> None:
    """
    Put back what was before.

    :raises UpgradeFailed: always
    """
    if is_first:
        message = f"The tables could not be made: {reason}"
        raise UpgradeFailed(message)
    setup.say("Going back to the backup …")
    restore.from_file(server, target, key=None, replace=True)
    message = (
        f"The upgrade failed and the data is as before: {reason}\n"
        "Put the code of the version before back in place and start it."
    )
    raise UpgradeFailed(message)
