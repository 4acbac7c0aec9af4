import os
import shutil
import socket
import sys
import time

import psycopg
import pytest

from hafen.config import demo_loading, serving
from hafen.config.maintenance import database_checks, doctor, machine_checks
from hafen.config.maintenance.findings import good, trouble, warning
from hafen.core.places.models import Municipality


def states(findings):
    return {finding.check: finding.state for finding in findings}


def test_a_finding_says_what_is_wrong_and_what_to_do():
    outcome = doctor.outcome(
        [
            good("python", "Python 3.11"),
            warning("mail", "No mail server.", "Name one."),
            trouble("disk", "The disk is full.", "Make room."),
        ]
    )

    assert outcome.code == 1
    assert "✗ The disk is full." in outcome.lines
    assert "    → Make room." in outcome.lines
    assert outcome.lines[-1] == "1 troubles, 1 warnings."
    assert outcome.data["healthy"] is False
    assert outcome.data["findings"][1]["check"] == "mail"


def test_warnings_alone_are_no_failure():
    assert doctor.outcome([warning("mail", "No mail server.", "Name one.")]).code == 0


def test_a_check_that_breaks_down_does_not_stop_the_others():
    def broken():
        raise ZeroDivisionError
        yield

    found = list(doctor.examine([broken, machine_checks.python]))

    assert states(found) == {"broken": "trouble", "python": "good"}


def test_an_old_python_is_trouble(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    assert states(machine_checks.python()) == {"python": "trouble"}


def test_an_environment_out_of_date_is_named(monkeypatch, tmp_path):
    (tmp_path / "requirements").mkdir()
    for name in ("run", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("django==5.2")
    monkeypatch.setattr(machine_checks.env, "ROOT", tmp_path)

    [found] = machine_checks.environment()

    assert found.state == "warning"
    assert ".venv" in found.remedy


def test_secrets_that_others_read_are_trouble(var):
    (var / "secrets.json").chmod(0o644)

    assert states(machine_checks.data_folder())["secrets"] == "trouble"


def test_a_missing_data_folder_is_named(var, monkeypatch):
    monkeypatch.setenv("HAFEN_VAR", str(var / "nowhere"))

    assert states(machine_checks.data_folder()) == {"var": "warning"}


@pytest.mark.parametrize(
    ("free", "state"),
    [(50_000_000, "trouble"), (500_000_000, "warning"), (5_000_000_000, "good")],
)
def test_a_disk_that_fills_up_is_named(var, monkeypatch, free, state):
    usage = shutil.disk_usage(var)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    assert states(machine_checks.disk()) == {"disk": state}


def test_a_clock_behind_the_data_is_trouble(var):
    assert states(machine_checks.clock()) == {"clock": "good"}
    tomorrow = time.time() + 86400
    os.utime(var / "secrets.json", (tomorrow, tomorrow))

    assert states(machine_checks.clock()) == {"clock": "trouble"}


def test_a_taken_port_is_trouble(var, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("HAFEN_PORT", str(other.getsockname()[1]))

        [found] = machine_checks.port()

    assert found.state == "trouble"
    assert "HAFEN_PORT" in found.remedy


@pytest.mark.parametrize(
    ("settings", "check", "state"),
    [
        ({"HAFEN_PUBLIC_URL": ""}, "address", "warning"),
        ({"HAFEN_PUBLIC_URL": "http://hafen.example"}, "address", "trouble"),
        ({"HAFEN_PUBLIC_URL": "https://hafen.example"}, "address", "good"),
        (
            {"HAFEN_PUBLIC_URL": "https://hafen.example", "HAFEN_DEMO": "1"},
            "demo",
            "trouble",
        ),
    ],
)
def test_a_weak_configuration_is_named(var, monkeypatch, settings, check, state):
    monkeypatch.delenv("HAFEN_DEMO", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    assert states(machine_checks.configuration())[check] == state


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("", "warning"),
        ("file:/somewhere", "good"),
        ("smtp://127.0.0.1:9", "trouble"),
    ],
)
def test_a_mail_server_that_is_away_is_named(monkeypatch, address, state):
    monkeypatch.delenv("HAFEN_DEMO", raising=False)
    monkeypatch.setenv("HAFEN_MAIL_URL", address)

    assert states(machine_checks.mail()) == {"mail": state}


def test_old_backups_are_named(var):
    assert states(machine_checks.backups()) == {"backup": "warning"}
    path = var / "backups" / "hafen.backup"
    path.parent.mkdir()
    path.touch()
    assert states(machine_checks.backups()) == {"backup": "good"}
    os.utime(path, (0, time.time() - 20 * 86400))
    assert states(machine_checks.backups()) == {"backup": "warning"}


def test_a_database_in_order_has_nothing_to_say(installation):
    found = list(database_checks.examine(installation))

    assert {finding.state for finding in found} == {"good"}
    assert {"database", "roles", "migrations", "row_security", "worker"} <= set(
        states(found)
    )


def test_a_role_that_is_too_mighty_is_trouble(external):
    with psycopg.connect(external.admin) as connection:
        assert states(database_checks.check_roles(connection)) == {"roles": "good"}
    with psycopg.connect(_superuser(external), autocommit=True) as connection:
        connection.execute("ALTER ROLE hafen_web BYPASSRLS")
        [found] = database_checks.check_roles(connection)
        connection.execute("ALTER ROLE hafen_web NOBYPASSRLS")

    assert found.state == "trouble"
    assert "NOBYPASSRLS" in found.remedy


def test_a_missing_role_is_trouble(external):
    with psycopg.connect(_superuser(external), autocommit=True) as connection:
        connection.execute("ALTER ROLE hafen_worker RENAME TO somebody")
        [found] = database_checks.check_roles(connection)

    assert found.says == "The role hafen_worker is missing."


def test_row_security_that_is_off_is_trouble(installation):
    with psycopg.connect(installation.dsn("owner")) as connection:
        connection.execute("ALTER TABLE accounts_user NO FORCE ROW LEVEL SECURITY")
        [found] = database_checks.check_security(connection)

    assert found.state == "trouble"
    assert "accounts_user" in found.says


def test_invented_people_in_a_real_installation_are_trouble(installation, monkeypatch):
    monkeypatch.delenv("HAFEN_DEMO", raising=False)

    def look():
        with psycopg.connect(installation.dsn("owner")) as connection:
            return list(database_checks.check_demo(connection))

    assert look() == []
    with psycopg.connect(installation.dsn("owner")) as connection:
        connection.execute("UPDATE places_municipality SET is_demo = true")
    [alone] = look()
    assert alone.state == "warning"
    assert "./hafen demo lock" in alone.remedy

    Municipality.objects.create(slug="echtstadt", name="Echtstadt", languages=["de"])
    [beside] = look()
    assert beside.state == "trouble"
    assert "1 invented accounts of Sicherstadt" in beside.says

    monkeypatch.setenv("HAFEN_DEMO", "1")
    assert look() == []
    monkeypatch.delenv("HAFEN_DEMO")
    demo_loading.lock(None)
    [locked] = look()
    assert locked.state == "good"


def test_serving_says_loudly_that_there_are_invented_people(
    installation, monkeypatch, capsys
):
    monkeypatch.delenv("HAFEN_DEMO", raising=False)
    Municipality.objects.create(slug="echtstadt", name="Echtstadt", languages=["de"])
    Municipality.objects.filter(slug="sicherstadt").update(is_demo=True)

    serving._warn(installation)

    said = capsys.readouterr().err
    assert "!!!!" in said
    assert "./hafen demo lock" in said


def test_tables_of_another_version_are_trouble(installation):
    with psycopg.connect(installation.dsn("owner")) as connection:
        connection.execute("UPDATE hafen_setup SET fingerprint = 'old'")

    assert states(database_checks.examine(installation))["migrations"] == "trouble"


def test_a_database_that_is_down_is_trouble(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/hafen")

    [found] = database_checks.everything()

    assert found.state == "trouble"
    assert "DATABASE_URL" in found.remedy


def _superuser(external):
    return external.superuser
