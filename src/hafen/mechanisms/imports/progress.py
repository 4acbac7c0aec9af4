"""Telling how far an import is, while its one transaction is still open."""

from contextlib import suppress
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import DatabaseError, connection

from hafen.core.db.identifiers import uuid7

_WRITE = """
INSERT INTO imports_importprogress
  (id, municipality_id, run, done, total, created_at, updated_at, version)
VALUES (%s, %s, %s, %s, %s, now(), now(), 1)
ON CONFLICT (run) DO UPDATE
  SET done = excluded.done, total = excluded.total, updated_at = now()
"""


class Progress:
    """Writes through a connection of its own, at most once for each hundredth."""

    def __init__(self, *, municipality: UUID, run: UUID) -> None:
        self._municipality = municipality
        self._run = run
        self._told = -1
        self._connection = connection.copy()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def __call__(self, done: int, total: int) -> None:
        hundredth = done * 100 // max(total, 1)
        if hundredth == self._told:
            return
        self._told = hundredth
        values = (uuid7(), self._municipality, self._run, done, total)
        # The import matters, the bar does not.
        with suppress(DatabaseError), self._connection.cursor() as cursor:
            cursor.execute(_WRITE, values)
