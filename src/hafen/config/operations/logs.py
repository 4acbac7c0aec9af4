"""Logs: one JSON object a line, with ids, and without what people wrote.

What could carry contents stays out: query strings, paths (their parts may be
tokens; the route of the address stands instead), the words of an error (those
of the database quote values), and what Django fills into its own messages.
"""

import json
import logging
import logging.handlers
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

# What a record may carry beside its message, by `extra=`.
FIELDS = (
    "method",
    "route",
    "status",
    "milliseconds",
    "municipality",
    "actor",
    "reference",
)
_QUOTING = ("django.", "allauth.", "granian")


def frames(error: BaseException) -> list[str]:
    """Return where an error passed, innermost last: file, line and function."""
    return [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def error_name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        if request := request_id.get():
            entry["request"] = request
        for name in FIELDS:
            if (value := getattr(record, name, None)) is not None:
                entry[name] = value
        if record.exc_info and record.exc_info[1]:
            entry["error"] = error_name(record.exc_info[1])
            entry["frames"] = frames(record.exc_info[1])
        return json.dumps(entry, ensure_ascii=False, default=str)


def _event(record: logging.LogRecord) -> str:
    """Return the message; a library's one unfilled, as it quotes addresses."""
    if record.msg == "%s: %s" and isinstance(record.args, tuple):
        return str(record.args[0])  # "Not Found", without what was not found
    if record.name.startswith(_QUOTING):
        return str(record.msg)
    return record.getMessage()


def configuration(*, folder: Path, target: str) -> dict[str, Any]:
    """
    Return Django's LOGGING.

    :param target: "file": below the folder; "stream": to the standard output,
        for those who collect it there
    """
    if target == "stream":
        lines: dict[str, Any] = {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
        }
    else:
        lines = {
            # Looks anew when the file was moved away, so logrotate may do that.
            "class": "hafen.config.operations.logs.LazyFileHandler",
            "filename": str(folder / "hafen.log"),
        }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "hafen.config.operations.logs.JsonFormatter"}},
        "handlers": {
            "lines": {**lines, "formatter": "json"},
            "errors": {
                "class": "hafen.config.operations.reports.ReportHandler",
                "level": "ERROR",
                "folder": str(folder / "errors"),
            },
        },
        "root": {"handlers": ["lines", "errors"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
            "procrastinate": {"level": "WARNING"},
            "fontTools": {"level": "ERROR"},
            # Their lines name pages and drafts.
            "wagtail": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
        },
    }


class LazyFileHandler(logging.handlers.WatchedFileHandler):
    """Makes its folder and opens its file at the first line, readable to us only."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename, encoding="utf-8", delay=True)

    def _open(self) -> Any:
        path = Path(self.baseFilename)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        return super()._open()
