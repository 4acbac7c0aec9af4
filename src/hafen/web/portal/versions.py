"""The content versions of the published municipalities, as they were just now."""

import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connection

SECONDS = 1.0


def read_versions() -> dict[str, int]:
    """Return the content version of each published municipality by its short name.

    :raises DatabaseError: when the database does not answer
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT slug, content_version FROM places_municipality"
                " WHERE is_published"
            )
            return dict(cursor.fetchall())
    except DatabaseError:
        # Outside of a request nobody else closes a connection that broke.
        connection.close()
        raise


class Versions:
    """Versions that are read again once a second at most, by one thread.

    When the database does not answer, the last ones stand.
    """

    def __init__(
        self,
        read: Callable[[], dict[str, int]] = read_versions,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, int] = {}
        self._next = float("-inf")

    def of(self, municipality: str) -> int | None:
        if self._clock() >= self._next:
            self._refresh()
        return self._known.get(municipality)

    def all(self) -> dict[str, int]:
        if self._clock() >= self._next:
            self._refresh()
        return self._known

    def _refresh(self) -> None:
        if not self._lock.acquire(blocking=False):
            return  # another thread reads; what is known is a second old
        try:
            self._known = self._read()
        except DatabaseError:
            pass
        finally:
            self._next = self._clock() + SECONDS
            self._lock.release()
