import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from hafen.config.operations import reports


@pytest.fixture
def collector():
    """A server that takes reports as Sentry does."""
    taken = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # the library's name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.path, self.headers["X-Sentry-Auth"], body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://public@127.0.0.1:{server.server_port}/42", taken
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_report_goes_to_a_sentry_compatible_address(collector):
    address, taken = collector
    found = {
        "at": "2026-11-21T08:00:00+00:00",
        "reference": "abc",
        "logger": "django.request",
        "error": "builtins.ValueError",
        "frames": ["views.py:12 show"],
        "route": "<slug:municipality>/desk/",
    }

    reports.send(address, found)

    [(path, auth, body)] = taken
    assert path == "/api/42/envelope/"
    assert "sentry_key=public" in auth
    event = json.loads(body.splitlines()[2])
    assert event["tags"] == {"reference": "abc"}
    [value] = event["exception"]["values"]
    assert value["stacktrace"]["frames"] == [
        {"filename": "views.py", "lineno": 12, "function": "show"}
    ]
    assert "value" not in value


def test_a_collector_that_is_away_is_no_second_error():
    sender = reports.Sender(reports=reports.queue.Queue(maxsize=1))

    sender.put(
        "http://public@127.0.0.1:9/42",
        {
            **dict.fromkeys(("at", "reference", "logger", "error", "route"), ""),
            "frames": [],
        },
    )

    sender.reports.join()
