"""Deletes rows, with all that hangs on them by a relation or by their key alone."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import models, router
from django.db.models import ProtectedError
from django.db.models.deletion import Collector

from hafen.core.db import leftovers
from hafen.mechanisms.privacy.queries import held_keys


def delete(
    rows: models.QuerySet[Any], *, municipality: UUID, kept: Collection[Any] = ()
) -> None:
    """
    Delete rows and what cascades from them; nothing in any room points there then.

    :param kept: keys of rows on hold
    :raises ProtectedError: if rows of others need one of them, one is on hold, or its
        processing is restricted
    """
    collector = Collector(using=router.db_for_write(rows.model), origin=rows)
    collector.collect(rows)
    keys = _keys(collector)
    if keys.intersection(kept) or keys.intersection(held_keys(municipality)):
        reason = "something below is on hold, or its processing is restricted"
        raise ProtectedError(reason, set())
    collector.delete()
    leftovers.forget(municipality, keys)


def _keys(collector: Collector) -> set[UUID]:
    found = {row.pk for rows in collector.data.values() for row in rows}
    for quick in collector.fast_deletes:
        found |= set(quick.values_list("pk", flat=True))
    return {key for key in found if isinstance(key, UUID)}


def municipality_of(row: models.Model) -> UUID:
    return row.municipality_id  # type: ignore[attr-defined,no-any-return]
