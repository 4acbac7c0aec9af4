"""Backup, empty machine, restore: everything is as it was."""

import fcntl
import shutil

import psycopg
import pytest

from hafen.config.maintenance import archive, backup, inventory, restore, vault
from hafen.config.maintenance.serving_lock import StillServing
from hafen.config.maintenance.tests.conftest import NOW


def taken(server):
    with psycopg.connect(server.dsn("owner")) as connection:
        return inventory.take(connection)


def emptied(folder):
    """Make the data folder that of an empty machine; the secrets came by hand."""
    shutil.rmtree(folder / "files")
    return folder


@pytest.fixture
def copy(installation, tmp_path):
    target = tmp_path / "copies" / "hafen.backup"
    backup.make(installation, target=target, key=None, now=NOW)
    return target


def test_a_backup_holds_every_row_though_row_security_is_forced(installation, copy):
    with archive.opened(copy, key=None) as contents:
        tables = contents.manifest["inventory"]["tables"]

    assert tables["accounts_user"]["rows"] == 1
    assert tables["places_municipality"]["rows"] == 1
    assert copy.stat().st_mode & 0o077 == 0


def test_a_backup_holds_no_keys(installation, copy, var):
    data = copy.read_bytes()

    for secret in ("secrets.json", "keys.json"):
        assert secret.encode() not in data


def test_core7_restored_on_an_empty_machine_all_is_equal(
    installation, copy, var, empty
):
    before = taken(installation)
    emptied(var)

    done = restore.from_file(empty, copy, key=None, replace=False)

    assert before.differences(taken(empty)) == []
    assert (var / "files" / "ab" / "ab12").read_bytes() == b"a certificate" * 1000
    assert (done.tables, done.files) == (len(before.tables), 1)
    with psycopg.connect(empty.dsn("web")) as stranger:
        found = stranger.execute("SELECT count(*) FROM accounts_user").fetchone()
    assert found == (0,)


def test_core7_restored_on_an_external_server_all_is_equal(
    installation, copy, var, external
):
    before = taken(installation)
    emptied(var)

    restore.from_file(external, copy, key=None, replace=False)

    assert before.differences(taken(external)) == []
    with psycopg.connect(external.dsn("owner")) as connection:
        [owner] = connection.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    assert owner == "hafen_owner"


def test_an_encrypted_backup_needs_its_key(installation, var, empty, tmp_path):
    key = vault.make_key_file(tmp_path / "backup.key")
    target = tmp_path / "sealed.backup"
    backup.make(installation, target=target, key=key, now=NOW)
    assert b"Sicherstadt" not in target.read_bytes()

    with pytest.raises(archive.NoBackup, match="--key-file"):
        restore.from_file(empty, target, key=None, replace=False)
    with pytest.raises(vault.WrongKey):
        restore.from_file(empty, target, key=bytes(32), replace=False)
    restore.from_file(empty, target, key=key, replace=False)

    assert taken(installation).differences(taken(empty)) == []


def test_data_is_replaced_only_when_asked(installation, copy, var):
    with pytest.raises(restore.NotEmpty, match="--replace"):
        restore.from_file(installation, copy, key=None, replace=False)

    with psycopg.connect(installation.dsn("owner")) as connection:
        connection.execute("UPDATE places_municipality SET name = 'Anders'")
    restore.from_file(installation, copy, key=None, replace=True)

    with psycopg.connect(installation.dsn("owner")) as connection:
        [name] = connection.execute("SELECT name FROM places_municipality").fetchone()
    assert name == "Sicherstadt"


def test_a_backup_that_is_cut_off_changes_nothing(installation, copy, var, tmp_path):
    half = tmp_path / "half.backup"
    half.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    before = taken(installation)

    with pytest.raises(archive.NoBackup):
        restore.from_file(installation, half, key=None, replace=True)

    assert before.differences(taken(installation)) == []
    assert (var / "files" / "ab" / "ab12").exists()


def test_something_else_is_no_backup(installation, var, tmp_path):
    other = tmp_path / "photo.jpg"
    other.write_bytes(b"\xff\xd8\xff" * 1000)

    with pytest.raises(archive.NoBackup):
        restore.from_file(installation, other, key=None, replace=True)


def test_a_backup_overwrites_nothing(installation, copy):
    with pytest.raises(backup.TargetExists):
        backup.make(installation, target=copy, key=None, now=NOW)


def test_an_empty_database_is_no_backup(var, empty, tmp_path):
    with pytest.raises(backup.NothingToBackUp):
        backup.make(empty, target=tmp_path / "a.backup", key=None, now=NOW)

    assert not (tmp_path / "a.backup").exists()


def test_nothing_is_restored_while_hafen_runs(installation, copy, var):
    lock = var / "run" / "serve.lock"
    lock.parent.mkdir()
    with lock.open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write('{"pid": 1, "port": 8000}')
        held.flush()

        with pytest.raises(StillServing, match="8000"):
            restore.from_file(installation, copy, key=None, replace=True)


def test_a_difference_is_named(installation):
    before = taken(installation)
    with psycopg.connect(installation.dsn("owner")) as connection:
        connection.execute("UPDATE places_municipality SET name = 'Anders'")
        connection.execute("DROP POLICY users ON accounts_user")

    found = before.differences(taken(installation))

    assert "rows of places_municipality" in found
    assert any(line.startswith("policies: accounts_user:users") for line in found)
