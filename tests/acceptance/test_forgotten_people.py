"""Whoever asks gets all that is theirs, and leaves nothing when they are erased.

One person of each kind that the house knows, with a row in every table that can be
theirs and a word in every column (`tests/planting.py`).
"""

import argparse
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connections

from conftest import ADMIN
from hafen.config.database import Server
from hafen.config.maintenance import backup, restore
from hafen.core.db.personal_data import OnErasure, declared
from hafen.mechanisms.privacy import commands, requests, retention, rights
from tests.planted import Person
from tests.planting import plant, roots
from tests.releasing import released_by_two
from tests.worlds import NOW, WORD, connected_by, opened

AT_LAST = NOW + timedelta(days=13 * 366)

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
# Not in columns that are read: as files of the copy.
IN_FILES = {"content", "copy", "traces", "source", "pdf", "xml"}
# What stays of a person of whom something must be kept.
NAME_ALONE = {
    "accounts.User.name", "pool.Helper.name", "pool.Helper.name_key",
    "pool.Helper.sort_key",
}  # fmt: skip
# Who is told that data was erased (Art. 19 DSGVO), by a number and without the person.
OF_RECIPIENTS = {
    "cases.GridShare.office": {"privacy_recipientnotice.name"},
    "cases.GridShare.email": {"privacy_recipientnotice.email"},
    "casetable.Release.office": {"privacy_recipientnotice.name"},
    "referrals.Referral.recipient": {"privacy_recipientnotice.name"},
    "referrals.Referral.email": {"privacy_recipientnotice.email"},
}
# The decisions of the office stand as long as they hold.
FOR_GOOD = {"privacy.Confirmation", "privacy.KeepingPeriod"}
# By keys alone: who did what, whom a request and a procedure was about.
WITH_KEYS = {
    "audit_event.subject_id",
    "audit_event.values",
    "childprotection_procedure.client_key",
    "privacy_deletionrun.roots",
    "privacy_hold.roots",
    "privacy_recipientnotice.reference",
    "privacy_rightsrequest.roots",
}


def everybody(town):
    """Plant one person of each kind, and their neighbours, who must stay."""
    others = Person(town, "b")
    for root in roots():
        other = plant(town, root, initial="b")
        others.words += other.words
        others.rows = other.rows | others.rows
    return [
        plant(town, root, initial="a", neighbour=others) for root in roots()
    ], others


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with opened(everybody, django_db_blocker, tmp_path_factory) as found:
        yield found


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
                if name in IN_FILES or is_left_out(f"{label}.{name}"):
                    continue
                if name not in found or found[name] != as_json:
                    yield f"{label}.{name}"


def test_a_copy_holds_every_column_of_every_row_and_of_nobody_else(world):
    missing, strange = set(), set()
    for person in world.people:
        texts = world.copy(person)
        with world.acting(world.officer), rights.opened(world.officer):
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
        released_by_two(world.town, now=AT_LAST)
        retention.sweep(now=AT_LAST)
        requests.finish(now=AT_LAST)
    assert {each for each in world.left() if not is_of_the_office(each)} == set()


def may_stay(line):
    """Return whether something stays until its period has ended, or is nobody's."""
    label, _in, where = line.partition(" in ")
    found = declared(apps.get_model(label.rpartition(".")[0]))
    is_kept = found.on_erasure is not OnErasure.DELETE
    return label in NAME_ALONE or is_kept or where in OF_RECIPIENTS.get(label, ())


def is_of_the_office(line):
    label = line.partition(" ")[0].rpartition(".")[0]
    kept = declared(apps.get_model(label)).on_erasure is OnErasure.DETACH
    return kept or label in FOR_GOOD
