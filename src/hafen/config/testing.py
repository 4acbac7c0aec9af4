"""`./hafen test` and `./hafen check`: everything that must be green."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from hafen.config import database, setup
from hafen.config import environment as env
from hafen.config.database import Server
from hafen.core.db.commands import Outcome

BIN = Path(sys.executable).parent
PREFIX = "hafen_test_"


def test(options: argparse.Namespace) -> Outcome:
    """Run pytest against clones of one migrated template database."""
    server: Server = options.server
    with setup.collecting_static(server):
        template = make_template(server)
    _tell_about_chromium()
    arguments = options.rest or ["-n", "2", "--dist", "worksteal"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=env.ROOT,
        env=os.environ
        | server.environment("web", template)
        | {
            "HAFEN_TEST_ADMIN": server.admin,
            "HAFEN_TEST_TEMPLATE": template,
            "DJANGO_SETTINGS_MODULE": "hafen.config.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        },
        check=False,
    )
    return Outcome(None, code=done.returncode)


def make_template(server: Server) -> str:
    """Return the name of a migrated database that nobody connects to."""
    name = f"{PREFIX}template_{database.fingerprint()[:12]}"
    with psycopg.connect(server.admin, autocommit=True) as connection:
        _drop_others(connection, keep=name)
        database.create(connection, name)
    if not database.is_migrated(server, name):
        setup.say("Preparing the test database …")
        database.migrate(server, name)
    return name


def _drop_others(connection: psycopg.Connection, *, keep: str) -> None:
    """Drop what earlier runs left, unless somebody is connected to it."""
    found = connection.execute(
        "SELECT datname FROM pg_database d WHERE starts_with(datname, %s)"
        " AND datname <> %s AND NOT EXISTS"
        " (SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname)",
        [PREFIX, keep],
    ).fetchall()
    for (name,) in found:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
        )


def _tell_about_chromium() -> None:
    if not chromium():
        setup.say("NO CHROMIUM FOUND: the browser tests are SKIPPED.")
        setup.say("On Debian: apt-get install chromium-headless-shell")


def chromium() -> str | None:
    """Return the browser of the distribution, None where there is none.

    The one without windows comes first: a context of it costs a quarter of the time.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next(filter(None, map(shutil.which, names)), None)


CHECKS = (
    ("Format", ["ruff", "format", "--check", "--quiet", "src", "tests", "scripts"]),
    ("Lint", ["ruff", "check", "--quiet", "src", "tests", "scripts"]),
    ("Floors", ["lint-imports", "--no-cache"]),
    ("Types", ["mypy", "src/hafen"]),
)


def check(_options: argparse.Namespace) -> Outcome:
    """Run the linters, the contracts and the types; name what is red."""
    red = []
    for name, command in CHECKS:
        setup.say(name)
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]], cwd=env.ROOT, check=False
        )
        if done.returncode:
            red.append(name)
    lines = [f"Red: {', '.join(red)}"] if red else ["All checks are green."]
    return Outcome({"red": red}, lines, int(bool(red)))
