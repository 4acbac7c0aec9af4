"""How often pages were read, in the memory of a web process for a minute.

Nothing of a reader is kept: a count has a municipality and a path. Counts of a
process that is killed, and those beyond `MOST` paths, are lost; that is
accepted, since no page may wait for its count.
"""

import logging
import re
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from multiprocessing.util import Finalize
from typing import Any

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

EVERY = 60.0
MOST = 5_000

Counts = Mapping[tuple[str, str], int]
# What says of itself that it is a program. Robots that pretend to be people
# are counted with them.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|archiver|preview|monitor|uptime|headless"
    r"|lighthouse|facebookexternalhit|whatsapp|curl|wget|python|java/|go-http"
    r"|okhttp|axios|node-fetch|libwww|scrapy|httpclient|feed",
    re.IGNORECASE,
)


@lru_cache(maxsize=1_000)
def is_robot(agent: str) -> bool:
    """Return whether a browser's name is none; browsers all give one."""
    return not agent or _ROBOT.search(agent) is not None


def is_reading(environ: dict[str, Any]) -> bool:
    """Return whether a person reads: no HEAD, no robot, nothing fetched ahead."""
    if environ["REQUEST_METHOD"] != "GET":
        return False
    ahead = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or ""
    if "prefetch" in ahead or "prerender" in ahead or "HTTP_X_MOZ" in environ:
        return False
    return not is_robot(environ.get("HTTP_USER_AGENT", ""))


class Tally:
    """Counts, and the thread that writes them down once a minute.

    :param write: adds counts by municipality and path to the stored ones
    """

    def __init__(
        self, write: Callable[[Counts], object], *, every: float = EVERY
    ) -> None:
        self._write = write
        self._every = every
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str], int] = {}
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, municipality: str, path: str, environ: dict[str, Any]) -> None:
        """Count a page that was sent, if a person reads it."""
        if is_reading(environ):
            self._add({(municipality, path): 1})
            if self._thread is None:
                self._start()

    def write(self) -> None:
        """Write down what was counted; kept for the next time if that fails."""
        with self._lock:
            counts, self._counts = self._counts, {}
        if not counts:
            return
        try:
            self._write(counts)
        except DatabaseError as trouble:
            logger.warning("readings wait", extra={"why": type(trouble).__name__})
            self._add(counts)

    def _add(self, counts: Counts) -> None:
        with self._lock:
            for key, times in counts.items():
                if key in self._counts or len(self._counts) < MOST:
                    self._counts[key] = self._counts.get(key, 0) + times

    def _start(self) -> None:
        """Begin to write; only here, in the process that answers."""
        with self._lock:
            if self._thread is not None:
                return
            self._thread = threading.Thread(
                target=self._run, name="readings", daemon=True
            )
            self._thread.start()
        # Runs at the end of workers too, where `atexit` does not.
        Finalize(None, self._stop, exitpriority=10)

    def _run(self) -> None:
        while not self._end.wait(self._every):
            self._write_and_part()

    def _stop(self) -> None:
        self._end.set()
        self._write_and_part()

    def _write_and_part(self) -> None:
        """Hold no connection for the minute in which nothing is written."""
        try:
            self.write()
        except Exception:  # a count is never worth a thread
            logger.exception("readings were not written")
        finally:
            connection.close()
