"""kill -9 while contacts are recorded and imported: all of it is there, or nothing.

One process has everything loaded and forks for each piece of work, so that a kill
costs what the work costs.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest
from django.db import connection

from conftest import make_town
from hafen.config import environment as env
from hafen.core.audit.models import Event
from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.mechanisms.imports.models import Import
from hafen.network.contacts.models import Contact

ROUNDS = 70 if os.environ.get("HAFEN_LONG") else 2
ROWS = 15
# Each piece of work has a number, which stands as minutes in all that it writes.
NURSERY = """
import os, sys, django
django.setup()
from uuid import UUID
from django.utils import timezone
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.mechanisms.imports import services as imports
from hafen.mechanisms.imports.registry import importers
from hafen.mechanisms.imports.tables import Row, Table
from hafen.network.contacts import services as contacts

town, user, rows = UUID(sys.argv[1]), UUID(sys.argv[2]), int(sys.argv[3])

def acts():
    return acting(Context(municipality=town, actor=user))

def record(number):
    facts = {"held_on": timezone.localdate(), "group": "b", "channel": "PERSONAL"}
    with acts():
        by = User.objects.get(pk=user)
        contacts.record_contact(
            municipality=by.municipality, data=facts | {"minutes": number}, by=by
        )

def bring_in(number):
    cells = {"Datum": "04.10.2025", "Zielgruppe": "Akteure", "Minuten": str(number)}
    table = Table(tuple(cells), tuple(Row(n, cells) for n in range(2, rows + 2)))
    with acts():
        by = User.objects.get(pk=user)
        run = imports.load(
            table, importer=importers["contacts"], municipality=by.municipality,
            file_name=f"{number}.csv", by=by,
        )
        imports.plan(run, columns=None, now=timezone.now())
    with acts():
        imports.apply(run, by=by, now=timezone.now())

for line in sys.stdin:
    what, number = line.split()
    if child := os.fork():
        os.waitpid(child, 0)
        os.write(1, b"over\\n")
        continue
    os.write(1, f"{os.getpid()}\\n".encode())
    {"record": record, "bring_in": bring_in}[what](int(number))
    os.write(1, b"done\\n")
    os._exit(0)
"""


@dataclass
class Nursery:
    """Does work in processes that may be killed."""

    process: subprocess.Popen

    def work(self, what, number, *, dies_after=None):
        """Return whether the work was acknowledged, and how long it took."""
        self.process.stdin.write(f"{what} {number}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        begin = time.monotonic()
        if dies_after is not None:
            time.sleep(dies_after)
            with contextlib.suppress(ProcessLookupError):  # it was faster
                os.kill(child, signal.SIGKILL)
        told = self.process.stdout.readline()
        took = time.monotonic() - begin
        if told == "done\n":
            assert self.process.stdout.readline() == "over\n"
        return told == "done\n", took


@pytest.fixture
def town(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield make_town("hier")
        connection.close()


@pytest.fixture
def nursery(own_database, town, person):
    user = person(town, Role.VOLUNTEER_COORDINATOR)
    process = subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(town.pk), str(user.pk), str(ROWS)],
        env=os.environ
        | {
            "HAFEN_DB_NAME": own_database,
            "HAFEN_DB_ROLE": "web",
            "PYTHONPATH": str(env.ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "hafen.config.settings",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield Nursery(process)
    process.communicate()  # closes what it wrote to


def written(town, number):
    """Return how many contacts a piece of work left, as rows and in the trail."""
    with acting(Context(municipality=town.pk)):
        keys = [
            str(key)
            for key in Contact.objects.filter(minutes=number).values_list(
                "pk", flat=True
            )
        ]
        told = Event.objects.filter(
            subject_table="contacts_contact", action="insert", subject_id__in=keys
        )
        return len(keys), told.count()


@pytest.mark.parametrize(("what", "whole"), [("record", 1), ("bring_in", ROWS)])
def test_what_was_acknowledged_is_there_and_nothing_half(nursery, town, what, whole):
    dice = random.Random(4711)  # noqa: S311 - moments, no secrets
    is_told, took = nursery.work(what, 1)
    assert is_told
    assert written(town, 1) == (whole, whole)

    for number in range(2, ROUNDS + 2):
        # The first one dies in the middle for sure, the others wherever.
        share = 0.4 if number == 2 else dice.uniform(0, 1.2)
        is_told, _took = nursery.work(what, number, dies_after=share * took)
        time.sleep(0.05)  # until the database has noticed
        rows, in_trail = written(town, number)
        assert rows == in_trail
        assert rows in ({whole} if is_told else {0, whole})

    with acting(Context(municipality=town.pk)):
        for run in Import.objects.exclude(state=Import.State.APPLIED):
            assert written(town, int(run.file_name.partition(".")[0])) == (0, 0)
