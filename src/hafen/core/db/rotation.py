"""`./hafen keys rotate`: a new key, and every sealed text sealed with it."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from hafen.core.db.commands import Outcome
from hafen.core.db.context import Context, acting
from hafen.core.db.encryption import encrypted_fields, place, ring
from hafen.core.db.registry import Registry

_BATCH = 500


@dataclass(frozen=True)
class Resealing:
    """Sealed texts outside of our own fields, such as those of a library.

    :param run: seals all of them with the current key, returns how many
    """

    name: str
    run: Callable[[], int]


resealings: Registry[Resealing] = Registry(key=lambda resealing: resealing.name)


def rotate(options: argparse.Namespace) -> Outcome:
    """`./hafen keys rotate [--forget-old]`"""
    name = ring().add()
    done = {model._meta.db_table: _seal_anew(model) for model in sealed_models()}
    done |= {resealing.name: resealing.run() for resealing in resealings}
    sealed = sum(done.values())
    lines = [f"New key {name}; {sealed} texts were sealed with it."]
    old = ring().names() - {name}
    if options.forget_old:
        ring().forget(old)
        lines.append("Old keys were forgotten. Older backups need their own keys.json.")
    elif old:
        lines.append(
            f"The old keys stay in {ring().path} for older backups:"
            f" {', '.join(sorted(old))}. Forget them with --forget-old."
        )
    lines.append(f"Put a fresh copy of {ring().path} into the safe.")
    return Outcome({"key": name, "sealed": done, "old": sorted(old)}, lines)


def show(_options: argparse.Namespace) -> Outcome:
    """`./hafen keys list`"""
    current = ring().current
    names = sorted(ring().names())
    lines = [
        f"{name}{'  (seals new texts)' if name == current else ''}" for name in names
    ]
    return Outcome({"current": current, "keys": names}, lines)


def sealed_models() -> Iterator[type[models.Model]]:
    """Return the models that have sealed fields."""
    return (model for model in apps.get_models() if encrypted_fields(model))


def _seal_anew(model: type[models.Model]) -> int:
    """Seal the texts of one table with the current key, batch by batch.

    Every batch is a transaction of its own; a run that is cut off goes on
    with the next command. A text that was changed meanwhile is left alone: it
    is sealed with the current key already.
    """
    return sum(
        _seal_field(model, field.attname, municipality)
        for municipality in _municipalities()
        for field in encrypted_fields(model)
    )


def _municipalities() -> Iterable[UUID]:
    found: Iterable[UUID] = (
        apps.get_model("places", "Municipality")
        ._default_manager.values_list("pk", flat=True)
        .order_by("pk")
    )
    return list(found)


def _seal_field(model: type[models.Model], field: str, municipality: UUID) -> int:
    sealed, last = 0, UUID(int=0)
    while True:
        with acting(Context(municipality=municipality, channel="command")):
            rows = list(
                model._base_manager.filter(
                    municipality=municipality,
                    pk__gt=last,
                    **{f"{field}__isnull": False},
                )
                .order_by("pk")
                .values_list("pk", field)[:_BATCH]
            )
            for pk, found in rows:
                if found.key_name != ring().current:
                    sealed += _replace(model, field, pk, found.data)
        if len(rows) < _BATCH:
            return sealed
        last = rows[-1][0]


def _replace(model: type[models.Model], field: str, pk: UUID, old: bytes) -> int:
    where = place(model, pk, field)
    fresh = ring().seal(ring().open(old, place=where), place=where)
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(model._meta.db_table)} SET {quote(field)} = %s"  # noqa: S608 - names of our own models
            f" WHERE id = %s AND {quote(field)} = %s",
            [fresh, pk, old],
        )
        return int(cursor.rowcount)
