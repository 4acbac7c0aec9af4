"""kill -9 during an import: afterwards all of it is there, or nothing of it."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from hafen.config import environment as env
from hafen.config.postgres import Cluster

ROUNDS = 50 if os.environ.get("HAFEN_LONG") else 2
OFFERS = 15
OURS = ("HAFEN_DB_", "HAFEN_TEST_", "PGHOST", "DATABASE_URL")


class Installation:
    """An installation of its own, whose processes may be killed."""

    def __init__(self, var: Path) -> None:
        self.var = var

    def list_of(self, name: str) -> str:
        """Return a file of offers that no other list holds."""
        path = self.var / f"{name}.json"
        path.write_text(json.dumps([offer(name, number) for number in range(OFFERS)]))
        return str(path)

    def start(self, *arguments: str) -> subprocess.Popen:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        return subprocess.Popen(
            [sys.executable, "-m", "hafen.config.command", *arguments],
            env={
                **kept,
                "HAFEN_VAR": str(self.var),
                "PYTHONPATH": str(env.ROOT / "src"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def answer(self, *arguments: str):
        process = self.start(*arguments, "--json")
        out, err = process.communicate(timeout=240)
        assert process.returncode == 0, err.decode()
        return json.loads(out)

    def kill(self, command: subprocess.Popen, *, database_first: bool) -> None:
        victims = [command.pid, self.postmaster()]
        for victim in reversed(victims) if database_first else victims:
            if victim is not None:
                try:
                    os.kill(victim, signal.SIGKILL)
                except ProcessLookupError:
                    continue
        command.communicate()

    def postmaster(self) -> int | None:
        try:
            file = Cluster(self.var).data / "postmaster.pid"
            return int(file.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def remove(self) -> None:
        home = Cluster(self.var).home
        shutil.rmtree(self.var, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


def offer(name, number):
    return {
        "Name": f"Sprachcafé {name} {number}",
        "Adresse": f"Am Kai {number}, 12345 Hafen",
        "Thema": "Sprache",
        "Telefon": f"0251 4920{number:02}",
    }


@pytest.fixture
def installation():
    var = Path(tempfile.mkdtemp(prefix="hafen-killed-"))
    var.chmod(0o755)
    installed = Installation(var)
    yield installed
    installed.remove()


def test_a_killed_import_is_there_as_a_whole_or_not_at_all(installation):
    installation.answer(
        "municipality", "create", "hier", "--name", "Hier", "--languages", "de"
    )
    here = ("--municipality", "hier")
    begin = time.monotonic()
    installation.answer("import", "services", installation.list_of("Anfang"), *here)
    whole = time.monotonic() - begin

    found = []
    dice = random.Random(4711)  # noqa: S311 - moments, no secrets
    for number in range(ROUNDS):
        offers = installation.list_of(f"Runde {number}")
        command = installation.start("import", "services", offers, *here)
        # The first round dies in the middle for sure, the others wherever.
        time.sleep(whole * (0.7 if number == 0 else dice.uniform(0.3, 1.05)))
        installation.kill(command, database_first=bool(number % 2))

        after = installation.answer("import", "services", offers, *here, "--dry-run")
        found.append((after["created"], after["unchanged"]))

    nothing, all_of_it = (OFFERS, 0), (0, OFFERS)
    assert set(found) <= {nothing, all_of_it}
    assert nothing in found
    listed = installation.answer("imports", "list")
    assert len(listed) == 1 + found.count(all_of_it)
