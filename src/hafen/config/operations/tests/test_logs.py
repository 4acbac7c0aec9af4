import json
import logging
import sys

import pytest

from hafen.config.operations import logs
from hafen.config.operations.reports import ReportHandler


def line(record):
    return json.loads(logs.JsonFormatter().format(record))


def record(message="mail %s sent", *args, name="hafen.mail", **extra):
    made = logging.LogRecord(name, logging.INFO, "file", 1, message, args, None)
    made.__dict__.update(extra)
    return made


@pytest.fixture
def failed():
    """A record of an error whose words quote what somebody wrote."""
    try:
        message = "Key (email)=(amira@example.org) already exists"
        raise ValueError(message)
    except ValueError:
        found = record("page failed", reference="abc")
        found.exc_info = sys.exc_info()
        found.levelno = logging.ERROR
        return found


def test_a_line_is_json_with_ids():
    token = logs.request_id.set("req1")
    found = line(record("mail %s sent", "7", municipality="m1", status=200))
    logs.request_id.reset(token)

    assert found["event"] == "mail 7 sent"
    assert (found["request"], found["municipality"], found["status"]) == (
        "req1",
        "m1",
        200,
    )


def test_what_django_quotes_stays_out():
    found = line(record("Not Found: %s", "/account/token/", name="django.request"))

    assert "token" not in json.dumps(found)


def test_the_words_of_an_error_stay_out(failed):
    found = line(failed)

    assert found["error"] == "builtins.ValueError"
    assert found["frames"][-1].startswith("test_logs.py:")
    assert "amira" not in json.dumps(found)


def test_an_error_leaves_a_report_without_contents(failed, tmp_path, monkeypatch):
    monkeypatch.delenv("HAFEN_SENTRY_DSN", raising=False)
    ReportHandler(folder=str(tmp_path / "errors")).handle(failed)

    [file] = (tmp_path / "errors").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert "ValueError" in file.read_text()
    assert "amira" not in file.read_text()


def test_the_folder_of_reports_does_not_grow_without_end(failed, tmp_path, monkeypatch):
    monkeypatch.setattr("hafen.config.operations.reports.KEEP_FILES", 3)
    handler = ReportHandler(folder=str(tmp_path))

    for _ in range(6):
        handler.handle(failed)

    assert len(list(tmp_path.iterdir())) == 3


def test_the_log_is_readable_to_us_only(tmp_path):
    handler = logs.LazyFileHandler(str(tmp_path / "log" / "hafen.log"))
    handler.setFormatter(logs.JsonFormatter())
    handler.handle(record())
    handler.close()

    path = tmp_path / "log" / "hafen.log"
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text())["event"]
