"""Reports of our own mistakes: to a file, and to a Sentry-compatible address.

A report says where the error passed and by which route it came, never what
the person or the database said.
"""

import json
import logging
import os
import platform
import queue
import threading
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from hafen.config.operations import logs

TIMEOUT_SECONDS = 5
KEEP_FILES = 200
_WAITING = 50


class ReportHandler(logging.Handler):
    """Writes each error with a traceback into a file of its own.

    :param folder: where the files go; the newest `KEEP_FILES` stay
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = Path(folder)

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return
        try:
            found = report(record, error)
            self._keep(found)
            if address := os.environ.get("HAFEN_SENTRY_DSN", "").strip():
                sender.put(address, found)
        except Exception:  # noqa: BLE001 - a report must not become a second error
            self.handleError(record)

    def _keep(self, found: dict[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp = found["at"].replace(":", "").replace("-", "")[:15]
        path = self.folder / f"{stamp}-{found['reference']}.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(found, indent=2), encoding="utf-8")
        for old in sorted(self.folder.glob("*.json"))[:-KEEP_FILES]:
            old.unlink(missing_ok=True)


def report(record: logging.LogRecord, error: BaseException) -> dict[str, Any]:
    """Return what is told about an error."""
    request: Any = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    return {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
        "reference": logs.request_id.get() or uuid4().hex[:10],
        "logger": record.name,
        "error": logs.error_name(error),
        "caused_by": logs.error_name(error.__cause__) if error.__cause__ else None,
        "frames": logs.frames(error),
        "method": getattr(request, "method", None),
        "route": getattr(match, "route", None),
        "python": platform.python_version(),
    }


@dataclass
class Sender:
    """Sends reports from a thread of its own; what does not fit is let go."""

    reports: "queue.Queue[tuple[str, dict[str, Any]]]"
    thread: threading.Thread | None = None

    def put(self, address: str, found: dict[str, Any]) -> None:
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self._work, daemon=True)
            self.thread.start()
        try:
            self.reports.put_nowait((address, found))
        except queue.Full:
            return

    def _work(self) -> None:
        while True:
            address, found = self.reports.get()
            try:
                send(address, found)
            except OSError:
                continue
            finally:
                self.reports.task_done()


sender = Sender(reports=queue.Queue(maxsize=_WAITING))


def send(address: str, found: dict[str, Any]) -> None:
    """
    Send one report in the envelope format that Sentry and GlitchTip take.

    :param address: the DSN, `https://KEY@host/PROJECT`
    :raises OSError: if it was not taken
    """
    parts = urlsplit(address)
    project = parts.path.strip("/").rsplit("/", 1)[-1]
    url = f"{parts.scheme}://{parts.netloc.rsplit('@', 1)[-1]}/api/{project}/envelope/"
    if parts.scheme not in {"http", "https"}:
        return
    event_id = uuid4().hex
    lines = ({"event_id": event_id}, {"type": "event"}, _event(event_id, found))
    body = "\n".join(json.dumps(line) for line in lines)
    request = urllib.request.Request(
        url,
        data=body.encode(),
        headers={
            "Content-Type": "application/x-sentry-envelope",
            "X-Sentry-Auth": (
                f"Sentry sentry_version=7, sentry_client=hafen,"
                f" sentry_key={parts.username or ''}"
            ),
        },
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):
        return


def _event(event_id: str, found: dict[str, Any]) -> dict[str, Any]:
    places = [frame.rsplit(" ", 1) for frame in found["frames"]]
    return {
        "event_id": event_id,
        "timestamp": found["at"],
        "platform": "python",
        "level": "error",
        "logger": found["logger"],
        "transaction": found["route"],
        "tags": {"reference": found["reference"]},
        "exception": {
            "values": [
                {
                    "type": found["error"],
                    "stacktrace": {
                        "frames": [
                            {
                                "filename": place.rsplit(":", 1)[0],
                                "lineno": int(place.rsplit(":", 1)[1]),
                                "function": function,
                            }
                            for place, function in places
                        ]
                    },
                }
            ]
        },
    }
