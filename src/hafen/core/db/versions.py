"""Two people edit one row: the second is told, nothing is lost silently."""

from typing import TypeVar

from django.db.models import F

from hafen.core.db.errors import LostUpdate
from hafen.core.db.models import Row

AnyRow = TypeVar("AnyRow", bound=Row)


def locked(row: AnyRow, *, expected: int | None) -> AnyRow:
    """Return the row as it is now, locked until the transaction ends.

    :param expected: the version that the person read; None where the caller
        decides on what it reads now
    :raises LostUpdate: when the row has another version by now
    """
    fresh = type(row)._base_manager.select_for_update().get(pk=row.pk)
    if expected is not None and fresh.version != expected:
        raise LostUpdate
    return fresh


def save_next(row: Row) -> None:
    """Save the row as its next version; call it on a row that is `locked`."""
    row.version += 1
    row.save()


def bump(row: Row) -> None:
    """Count a version without saving anything else, for changes of its parts."""
    type(row)._base_manager.filter(pk=row.pk).update(version=F("version") + 1)
