"""What all services of places do with a row."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction

from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import MunicipalityRow, NamedRow
from hafen.core.places.services.content import content_changed

AnyRow = TypeVar("AnyRow", bound=MunicipalityRow)


@transaction.atomic
def put(row: AnyRow, values: Mapping[str, Any], *, expected: int | None) -> AnyRow:
    """Give a row its values and save it, as a new row or as the next version.

    :param row: a new row with its municipality, or one that was read
    :param expected: the version that the person read
    :raises LostUpdate: when somebody else saved it meanwhile
    """
    is_new = row.is_new
    current = row if is_new else locked(row, expected=expected)
    for name, value in values.items():
        setattr(current, name, value)
    if isinstance(current, NamedRow):
        current.sort_key = sort_key(current.name)
    if is_new:
        current.save(force_insert=True)
    else:
        save_next(current)
    content_changed(current.municipality_id)
    return current


@transaction.atomic
def remove(row: MunicipalityRow) -> None:
    """Delete a row of settings; rows that others refer to are protected."""
    row.delete()
    content_changed(row.municipality_id)
