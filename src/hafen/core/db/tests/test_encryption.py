import argparse
import os

import psycopg
import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from psycopg import conninfo

from hafen.core.db import encryption, rotation
from hafen.core.db.encryption import (
    EncryptedTextField,
    NotSearchable,
    SavedPastItsRow,
    Sealed,
)
from hafen.core.db.identifiers import uuid7
from hafen.core.db.keyring import Forged, KeyRing
from hafen.core.places.models import Municipality

with isolate_apps("hafen.core.db"):

    class Note(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid7)
        municipality = models.UUIDField()
        text = EncryptedTextField(null=True)

        class Meta:
            app_label = "db"
            managed = False
            db_table = "test_note"

        def __str__(self):
            return str(self.pk)


@pytest.fixture(autouse=True)
def ring(tmp_path, monkeypatch):
    made = KeyRing(tmp_path / "keys.json")
    monkeypatch.setattr(encryption, "ring", lambda: made)
    monkeypatch.setattr(rotation, "ring", lambda: made)
    return made


@pytest.fixture
def town(own_database):
    admin = conninfo.make_conninfo(os.environ["HAFEN_TEST_ADMIN"], dbname=own_database)
    with psycopg.connect(admin) as superuser:
        superuser.execute(
            "CREATE TABLE test_note"
            " (id uuid PRIMARY KEY, municipality uuid, text bytea)"
        )
        superuser.execute("GRANT ALL ON test_note TO hafen_web")
    return Municipality.objects.create(slug="notiz", name="Notiz", languages=["de"])


def stored(note):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM test_note WHERE id = %s", [note.pk])
        [data] = cursor.fetchone()
    return bytes(data)


def test_the_database_holds_the_text_sealed_and_python_reads_it(town):
    note = Note.objects.create(municipality=town.pk, text="Asthma")

    assert b"Asthma" not in stored(note)
    assert Note.objects.get(pk=note.pk).text == "Asthma"
    assert note.text == "Asthma"


def test_a_row_that_is_saved_unread_keeps_its_text(town):
    note = Note.objects.create(municipality=town.pk, text="Asthma")

    Note.objects.get(pk=note.pk).save()
    Note.objects.defer("text").get(pk=note.pk).save()

    assert Note.objects.get(pk=note.pk).text == "Asthma"


def test_no_text_is_no_text(town):
    note = Note.objects.create(municipality=town.pk)

    assert Note.objects.get(pk=note.pk).text is None
    assert Note.objects.filter(text__isnull=True).exists()


def test_a_text_moved_to_another_row_cannot_be_read_there(town):
    note = Note.objects.create(municipality=town.pk, text="Asthma")
    other = Note.objects.create(municipality=town.pk, text="Heuschnupfen")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE test_note SET text = %s WHERE id = %s", [stored(note), other.pk]
        )

    moved = Note.objects.get(pk=other.pk)
    with pytest.raises(Forged):
        _ = moved.text


def test_lists_of_values_show_nothing(town):
    Note.objects.create(municipality=town.pk, text="Asthma")

    [value] = Note.objects.values_list("text", flat=True)

    assert isinstance(value, Sealed)
    assert repr(value) == "<sealed>"


def test_sealed_texts_cannot_be_searched(town):
    with pytest.raises(NotSearchable):
        Note.objects.filter(text="Asthma")


def test_a_text_is_not_written_past_its_row(town):
    note = Note.objects.create(municipality=town.pk, text="Asthma")

    with pytest.raises(SavedPastItsRow):
        Note.objects.update(text="Heuschnupfen")

    assert Note.objects.get(pk=note.pk).text == "Asthma"


def test_a_rotation_seals_every_text_with_the_new_key(town, ring, monkeypatch):
    monkeypatch.setattr(rotation, "sealed_models", lambda: [Note])
    monkeypatch.setattr(rotation, "_BATCH", 2)
    notes = [
        Note.objects.create(municipality=town.pk, text=f"Befund {number}")
        for number in range(5)
    ]
    first = ring.current

    outcome = rotation.rotate(argparse.Namespace(forget_old=True))

    assert outcome.data["sealed"]["test_note"] == 5
    assert ring.names() == {outcome.data["key"]}
    assert first not in ring.names()
    for number, note in enumerate(notes):
        assert Note.objects.get(pk=note.pk).text == f"Befund {number}"
