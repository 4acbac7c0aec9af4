"""Relations between rows of one municipality.

PostgreSQL checks foreign keys past row-level security, so a plain one would
accept the key of another municipality's row. The database holds a composite
one instead, on (municipality, key); `hafen.core.db.guards` lays it after each
migrate.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models

Given = TypeVar("Given")
Got = TypeVar("Got")
Deconstructed = tuple[str, str, Sequence[Any], dict[str, Any]]


class LocalForeignKey(models.ForeignKey[Given, Got]):
    """A relation to a row of the same municipality."""

    def __init__(self, to: Any, on_delete: Any, **options: Any) -> None:
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> Deconstructed:
        return _without_constraint(super().deconstruct())


class LocalOneToOneField(models.OneToOneField[Given, Got]):
    """As `LocalForeignKey`, with at most one row on this side."""

    def __init__(self, to: Any, on_delete: Any, **options: Any) -> None:
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> Deconstructed:
        return _without_constraint(super().deconstruct())


def _without_constraint(parts: Deconstructed) -> Deconstructed:
    name, path, arguments, options = parts
    options.pop("db_constraint", None)
    return name, path, arguments, options
