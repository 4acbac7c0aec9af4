"""What must be done before anything else can: each step only when needed."""

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import django

from hafen.config import database
from hafen.config import environment as env
from hafen.config.database import Server
from hafen.core.db.commands import Outcome

SOURCE = env.ROOT / "src" / "hafen"


def say(sentence: str) -> None:
    """Tell the person what is going on; standard output stays for answers."""
    print(f"→ {sentence}", file=sys.stderr, flush=True)


def make_ready(server: Server, *, with_tables: bool = True) -> None:
    """Make roles, database, catalogues and (if wanted) tables current."""
    database.prepare(server)
    compile_messages()
    if with_tables and not database.is_migrated(server):
        say("Bringing the tables up to date …")
        database.migrate(server)


def compile_messages() -> None:
    """Compile the message catalogues that are newer than their compiled form."""
    if importable("hafen.core.ui.messages"):
        from hafen.core.ui import messages  # noqa: PLC0415

        messages.compile_catalogues(SOURCE)


def importable(module: str) -> bool:
    return (SOURCE.parent / Path(*module.split("."))).with_suffix(".py").exists()


@contextmanager
def collecting_static(server: Server) -> Iterator[None]:
    """Collect the static files while the block does what takes longer."""
    with ThreadPoolExecutor(1) as beside:
        collecting = beside.submit(collect_static, server)
        yield
        collecting.result()


def static_is_collected() -> bool:
    marker = _static_marker()
    return marker.exists() and marker.read_text() == _static_edition()


def _static_marker() -> Path:
    return env.var() / "run" / "static-collected"


def _static_edition() -> str:
    digest = hashlib.sha256()
    for file in sorted(SOURCE.glob("**/static/**/*")):
        state = file.stat()
        digest.update(f"{file} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()


def collect_static(server: Server) -> None:
    """Collect the static files when one of them changed."""
    if static_is_collected():
        return
    edition = _static_edition()
    say("Collecting the static files …")
    if run_django(server, "collectstatic", "--noinput", "--clear", "-v", "0"):
        message = "The static files could not be collected; see the lines above."
        raise SystemExit(message)
    _static_marker().write_text(edition)


def run_django(server: Server, *arguments: str) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        env=os.environ
        | server.environment("owner")
        | {"DJANGO_SETTINGS_MODULE": "hafen.config.settings"},
        check=False,
    )
    return done.returncode


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hafen.config.settings")
    django.setup()


def migrate(options: argparse.Namespace) -> Outcome:
    """`./hafen migrate`"""
    if database.is_migrated(options.server):
        return Outcome({"migrated": False}, ["The tables are up to date."])
    database.migrate(options.server)
    return Outcome({"migrated": True}, ["The tables are up to date now."])


def django_command(options: argparse.Namespace) -> Outcome:
    """`./hafen django …`"""
    return Outcome(None, code=run_django(options.server, *options.rest))
