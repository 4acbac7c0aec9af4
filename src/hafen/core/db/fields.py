from typing import Any

from django.db import models


class LocalForeignKey(models.ForeignKey):
    """A relation between two rows of one municipality.

    PostgreSQL checks foreign keys past row-level security, so a plain one
    would accept the key of another municipality's row. The database holds a
    composite one instead, on (municipality, key); `hafen.core.db.guards` lays
    it after each migrate.
    """

    def __init__(self, to: Any, on_delete: Any, **options: Any) -> None:
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, options = super().deconstruct()
        options.pop("db_constraint", None)
        return name, path, args, options


class LocalOneToOneField(models.OneToOneField):
    """As `LocalForeignKey`, at most one row on this side."""

    def __init__(self, to: Any, on_delete: Any, **options: Any) -> None:
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, options = super().deconstruct()
        options.pop("db_constraint", None)
        return name, path, args, options
