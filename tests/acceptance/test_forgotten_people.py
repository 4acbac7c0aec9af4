"""Whoever asks gets all that is theirs, and leaves nothing when they are erased.

One person of each kind that the house knows, with a row in every table that can be
theirs and a word in every column (`tests/planting.py`).
"""

import argparse
import io
import json
import re
import shutil
import zipfile
from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.test import override_settings
from django.utils import timezone
from psycopg import conninfo

from conftest import ADMIN, clone_template, drop, use
from hafen.config import environment as env
from hafen.config.database import Server
from hafen.config.maintenance import backup, restore
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.encryption import encrypted_fields
from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import OnErasure, declared
from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy import commands, export, requests, retention, rights
from tests.demo import demo_template
from tests.hostile.painting import fill, fill_by_hand
from tests.hostile.seeing import as_case_worker
from tests.planted import Person
from tests.planting import leave_traces, plant, roots

NOW = timezone.now()
TODAY = timezone.localdate()
AT_LAST = NOW + timedelta(days=13 * 366)
WORD = re.compile(r"z[ab][0-9a-f]{8}z")
IN_BYTES = re.compile(r"7a6[12](?:3[0-9]|6[1-6]){8}7a")
KEY = re.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")

NOBODYS = {
    "audit.Event": "the trail holds keys, and is told of by itself",
    "inquiries.Mailbox": "the account of the office at its mail server",
}
NOT_IN_A_COPY = {
    "sort_key": "made from the name, for sorting",
    "version": "counts changes",
    "came_as": "key of a mail, which may be the other side's",
    "carried_as": "key of a mail",
    "password": "opens a door",
    "secret_hash": "opens a door",
    "link_hash": "opens a door",
    "seed": "opens a door",
    "link_seed": "opens a door",
    "session_key": "opens a door",
    "OwnAccess.code": "opens a door",
    "SecretNote.text": "§ 203 StGB: whoever was told it tells it",
}
# In the trail with their values, since they say nothing of the person.
OF_THE_OFFICE = {
    "board.Post.category": "code",
    "cases.Consent.edition": "edition of our own text",
    "casetable.Item.number": "counts",
    "casetable.Measure.number": "counts",
    "casetable.Release.party": "of an organisation",
    "casetable.Seat.party": "of an organisation",
    "childprotection.Procedure.ground": "code",
    "childprotection.Procedure.number": "counts",
    "consultations.DeskHour.room": "number of a room",
    "desk.SavedView.page": "address of a page",
    "directory.Proposal.before": "of an offer",
    "directory.Proposal.content": "of an offer",
    "feedback.FeedbackEntry.page": "address of a page",
    "files.StoredFile.sha256": "checksum",
    "imports.Import.columns": "heads of a list",
    "imports.Import.options": "how a list is read",
    "interpreting.Appointment.alternatives": "times",
    "interpreting.Appointment.dialect": "of an appointment",
    "interpreting.Institution.address": "of an organisation",
    "interpreting.Institution.invoice_address": "of an organisation",
    "interpreting.Institution.leitweg_id": "of an organisation",
    "interpreting.Institution.name": "of an organisation",
    "interpreting.PlannedJob.why": "codes of the plan",
    "interpreting.Provider.conditions": "of an organisation",
    "interpreting.Provider.name": "of an organisation",
    "interpreting.Voucher.leitweg_id": "of an organisation",
    "allowances.Claim.lines": "codes and amounts",
    "knowledge.ConceptDraft.label": "edition of a paper",
    "knowledge.ConceptDraft.outline": "of a paper",
    "knowledge.ConceptDraft.parts": "of a paper",
    "mail.OutgoingMail.message_id": "our own key",
    "organisations.Agreement.payment": "of an organisation",
    "organisations.Agreement.subject": "of an organisation",
    "organisations.Agreement.terms": "of an organisation",
    "organisations.PublicationConsent.text_version": "edition of our own text",
    "pool.PlannedPair.missing_rule": "code",
    "privacy.Confirmation.note": "of a decision of the office",
    "reports.Release.shaped": "figures",
}
# Not in columns that are read: as files of the copy.
IN_FILES = {"content", "traces", "source", "pdf", "xml"}
# What stays of a person of whom something must be kept.
NAME_ALONE = {
    "accounts.User.name", "pool.Helper.name", "pool.Helper.name_key",
    "pool.Helper.sort_key",
}  # fmt: skip
# The decisions of the office stand as long as they hold.
FOR_GOOD = {"privacy.Confirmation"}
# By keys alone: who did what, whom a request and a procedure was about.
WITH_KEYS = {
    "audit_event.subject_id",
    "audit_event.values",
    "childprotection_procedure.client_key",
    "privacy_rightsrequest.roots",
}


@contextmanager
def connected_by(dsn):
    """Be somebody else at the database: whom no policy binds, or the worker."""
    connection = connections["default"]
    usual = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    told = conninfo.conninfo_to_dict(dsn)
    connection.close()
    connection.settings_dict.update(
        USER=str(told["user"]), PASSWORD=str(told.get("password", ""))
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(usual)


class World:
    """The demo municipality with people of all kinds, each in every table."""

    def __init__(self, database, folder):
        self.database, self.folder = database, folder
        self.town = Municipality.objects.get()
        with connected_by(ADMIN), self.acting(), as_case_worker():
            fill(self.town)
            fill_by_hand(self.town)
            self.others = Person(self.town, "b")
            for root in roots():
                other = plant(self.town, root, initial="b")
                self.others.words += other.words
                self.others.rows = other.rows | self.others.rows
            self.people = [
                plant(self.town, root, initial="a", neighbour=self.others)
                for root in roots()
            ]
            for person in self.people:
                leave_traces(person)
            self.officer, self.second = (
                User.objects.get(email=f"{name}@example.org")
                for name in ("datenschutz", "verwaltung")
            )
        everybody = (*self.people, self.others)
        self.words = {word.text: word for who in everybody for word in who.words}

    @contextmanager
    def acting(self, user=None):
        with acting(Context(self.town.pk, user.pk if user else None)):
            yield

    def rows(self):
        """Return every row of every table of every schema, by column."""
        with psycopg.connect(ADMIN, dbname=self.database) as connection:
            tables = connection.execute(
                "SELECT format('%I.%I', table_schema, table_name)"
                " FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
                " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
            for (table,) in tables:
                for (row,) in connection.execute(
                    f"SELECT to_jsonb(t) FROM {table} AS t"
                ):
                    yield table.removeprefix("public."), row

    def told(self):
        """Return each text that stands anywhere, with the place."""
        for table, row in self.rows():
            for column, value in row.items():
                text = value if isinstance(value, str) else json.dumps(value)
                yield f"{table}.{column}", text
                for found in IN_BYTES.findall(text):
                    yield f"{table}.{column}", bytes.fromhex(found).decode()
        yield from self.sealed()
        for path in (self.folder / "files").rglob("*"):
            if path.is_file():
                yield "files", path.read_bytes().decode("utf-8", "replace")

    def sealed(self):
        with connected_by(ADMIN):
            for model in our_models():
                names = [each.name for each in encrypted_fields(model)]
                for row in model._base_manager.all() if names else ():
                    for name in names:
                        yield f"{model._meta.label}.{name}", getattr(row, name) or ""

    def places(self):
        """Return where words stand."""
        found = defaultdict(set)
        for place, text in self.told():
            for word in WORD.findall(text):
                found[word].add(place)
        return found

    def left(self):
        """Return what stands of those who were erased and should not."""
        return {
            f"{word.label} in {place}"
            for text, places in self.places().items()
            if (word := self.words[text]) and text[1] == "a"
            for place in places
            if not (place == "audit_event.values" and word.label in OF_THE_OFFICE)
        }

    def keys_left(self):
        """Give each column in which the key of a row stands that has gone."""
        gone = {
            str(row.pk)
            for person in self.people
            for model, rows in person.rows.items()
            for row in rows
        }
        gone -= {row.get("id") for _table, row in self.rows()}
        for table, row in self.rows():
            for column, value in row.items():
                if gone.intersection(KEY.findall(json.dumps(value))):
                    yield f"{table}.{column}"

    def erase(self, person):
        key = rights.key_of(person.root)
        with self.acting(self.officer):
            asked = requests.receive(
                kind="ERASURE", roots=[key], received_on=TODAY, by=self.officer
            )
        with self.acting(self.second):
            requests.carry_out(asked=asked, blacken=(), by=self.second, now=NOW)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    shared = connections["default"].settings_dict["NAME"]
    folder = tmp_path_factory.mktemp("var")
    for name in ("secrets.json", "keys.json"):
        shutil.copy(env.var() / name, folder)
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(folder / "files")},
    }
    with (
        django_db_blocker.unblock(),
        override_settings(
            AUDIT_HEADS=str(folder / "heads"),
            STORAGES=settings.STORAGES | {"default": storage},
        ),
    ):
        name = clone_template(demo_template())
        use(name)
        yield World(name, folder)
        use(shared)
        drop(name)


def test_each_table_that_can_be_somebodys_is_planted(world):
    planted = {model for person in world.people for model in person.rows}
    missing = {
        model._meta.label
        for model, _declaration in rights.personal_models()
        if model not in planted
    }

    assert missing == set(NOBODYS)
    assert [line for person in world.people for line in person.refused] == []
    assert sum(len(person.words) for person in world.people) > 900


def is_left_out(label):
    _room, table, column = label.split(".")
    return bool(NOT_IN_A_COPY.keys() & {column, f"{table}.{column}"})


def untold(person, data):
    """Give each declared column of each row that a copy does not have as it is."""
    for model, rows in person.rows.items():
        label = model._meta.label
        told = {row["id"]: row for row in data.get(label.lower(), [])}
        for row in rows:
            fresh = model._base_manager.get(pk=row.pk)
            for name in declared(model).fields:
                value = model._meta.get_field(name).value_from_object(fresh)
                as_json = json.loads(json.dumps(value, default=str))
                found = told.get(str(row.pk), {})
                if isinstance(value, bytes | memoryview) or is_left_out(
                    f"{label}.{name}"
                ):
                    continue
                if name not in found or found[name] != as_json:
                    yield f"{label}.{name}"


def test_a_copy_holds_every_column_of_every_row_and_of_nobody_else(world):
    missing, strange = set(), set()
    for person in world.people:
        with world.acting(world.officer), rights.opened(world.officer):
            content = export.archive(world.officer, [person.root], world.town, now=NOW)
            copy = zipfile.ZipFile(io.BytesIO(content))
            texts = {
                name: copy.read(name).decode("utf-8", "replace")
                for name in copy.namelist()
            }
            missing |= set(untold(person, json.loads(texts["daten.json"])["data"]))
        page, whole = texts["auskunft.html"], "\n".join(texts.values())
        missing |= {
            word.label
            for word in person.words
            if word.text not in (whole if word.column in IN_FILES else page)
            and not is_left_out(word.label)
        }
        own = {word.text for word in person.words}
        strange |= {world.words[text].label for text in {*WORD.findall(whole)} - own}

    assert missing == set()
    assert strange == set()


def test_an_erasure_leaves_nothing_in_any_table_or_file_nor_by_a_backup(
    world, monkeypatch
):
    monkeypatch.setenv("HAFEN_VAR", str(world.folder))
    before = {text for text in world.places() if text[1] == "b"}
    server, copy = Server(admin=ADMIN, name=world.database), world.folder / "copy"
    connections["default"].close()
    backup.make(server, target=copy, key=None, now=NOW)

    for person in world.people:
        world.erase(person)
    assert {each for each in world.left() if not may_stay(each)} == set()
    assert before - world.places().keys() == set()  # of others nothing went
    assert set(world.keys_left()) - WITH_KEYS == set()

    connections["default"].close()
    restore.from_file(server, copy, key=None, replace=True)
    assert len(world.left()) > 400
    commands.replay(argparse.Namespace(municipality=""))
    assert {each for each in world.left() if not may_stay(each)} == set()

    with connected_by(server.dsn("worker")), world.acting():
        retention.sweep(now=AT_LAST)
        requests.finish(now=AT_LAST)
    assert {each for each in world.left() if not is_of_the_office(each)} == set()


def may_stay(line):
    """Return whether something stays until its period has ended, or is nobody's."""
    label = line.partition(" ")[0]
    found = declared(apps.get_model(label.rpartition(".")[0]))
    return label in NAME_ALONE or found.on_erasure is not OnErasure.DELETE


def is_of_the_office(line):
    label = line.partition(" ")[0].rpartition(".")[0]
    kept = declared(apps.get_model(label)).on_erasure is OnErasure.DETACH
    return kept or label in FOR_GOOD
