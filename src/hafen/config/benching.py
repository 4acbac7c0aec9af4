"""`./hafen bench`: the figures of this machine, from databases of their own."""

import argparse
import os
import subprocess
import sys

import psycopg

from hafen.config import database, setup
from hafen.config import environment as env
from hafen.config.database import Server
from hafen.core.db.commands import Outcome

NAME = "hafen_bench"
MATCHING = "hafen_bench_matching"


def bench(options: argparse.Namespace) -> Outcome:
    """Run `bench/web.py` on a database that is kept for the next time."""
    server: Server = options.server
    with psycopg.connect(server.admin, autocommit=True) as connection:
        database.create(connection, NAME)
    if not database.is_migrated(server, NAME):
        setup.say("Preparing the database of the benchmark …")
        database.migrate(server, NAME)
    setup.collect_static(server)
    setup.say("Making offers and documents, then measuring: some minutes …")
    done = subprocess.run(
        [sys.executable, str(env.ROOT / "bench" / "web.py"), *options.rest],
        cwd=env.ROOT,
        env=os.environ | server.environment("owner", NAME),
        check=False,
    )
    return Outcome(None, code=done.returncode)


def bench_matching(options: argparse.Namespace) -> Outcome:
    """Run `bench/matching/run.py`; its tables lie in a database of their own."""
    server: Server = options.server
    with psycopg.connect(server.admin, autocommit=True) as connection:
        database.create(connection, MATCHING)
    done = subprocess.run(
        [
            sys.executable,
            str(env.ROOT / "bench" / "matching" / "run.py"),
            *options.rest,
        ],
        cwd=env.ROOT,
        env=os.environ
        | {
            "HAFEN_BENCH_DSN": server.dsn("owner", MATCHING),
            "PYTHONPATH": str(env.ROOT / "src"),
        },
        check=False,
    )
    return Outcome(None, code=done.returncode)
