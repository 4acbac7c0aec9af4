import argparse

import psycopg
import pytest

from hafen.config import database
from hafen.config.maintenance import inventory, upgrade


@pytest.fixture
def options(installation, var):
    """An installation whose tables are those of an older version."""
    with psycopg.connect(installation.dsn("owner")) as connection:
        connection.execute("UPDATE hafen_setup SET fingerprint = 'older'")
    return argparse.Namespace(server=installation)


def taken(server):
    with psycopg.connect(server.dsn("owner")) as connection:
        return inventory.take(connection)


@pytest.fixture
def migrated(monkeypatch):
    """Let the migration do no more than say that it is done."""

    def migrate(server):
        with psycopg.connect(server.dsn("owner")) as connection:
            connection.execute(
                "UPDATE hafen_setup SET fingerprint = %s", [database.fingerprint()]
            )

    monkeypatch.setattr(database, "migrate", migrate)
    monkeypatch.setattr(upgrade, "_check", list)


def test_an_upgrade_leaves_a_backup_and_the_new_tables(options, migrated, var):
    outcome = upgrade.upgrade(options)

    assert outcome.data["upgraded"] is True
    [backup] = (var / "backups").iterdir()
    assert outcome.data["backup"] == str(backup)
    assert database.is_migrated(options.server)
    assert upgrade.upgrade(options).data["upgraded"] is False


def test_an_upgrade_that_fails_half_way_leaves_all_as_before(options, monkeypatch, var):
    before = taken(options.server)

    def break_down(server):
        with psycopg.connect(server.dsn("owner")) as connection:
            connection.execute("UPDATE places_municipality SET name = 'half way'")
            connection.execute("CREATE TABLE of_the_new_version (id int)")
        message = "The tables could not be brought up to date."
        raise SystemExit(message)

    monkeypatch.setattr(database, "migrate", break_down)

    with pytest.raises(upgrade.UpgradeFailed, match="as before"):
        upgrade.upgrade(options)

    assert before.differences(taken(options.server)) == []
