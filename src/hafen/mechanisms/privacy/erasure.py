"""Art. 17 DSGVO: what goes, what must stay and why, and what remembers it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db import leftovers
from hafen.core.db.errors import DomainError
from hafen.core.db.personal_data import declared
from hafen.core.files import services as files
from hafen.core.files.models import StoredFile
from hafen.core.places.services import content_changed
from hafen.mechanisms.privacy import rights
from hafen.mechanisms.privacy.deleting import delete
from hafen.mechanisms.privacy.rights import Part


class StillWorksHere(DomainError):
    """The person has an account in use; work is handed over first."""


class StillNeeded(DomainError):
    """Rows of others need a row of the person."""


def check(roots: Iterable[models.Model]) -> None:
    """Refuse while the person still works here.

    :raises StillWorksHere: what the person owns would belong to nobody
    """
    if any(isinstance(row, User) and row.left_on is None for row in roots):
        raise StillWorksHere


@transaction.atomic
def erase(
    roots: list[models.Model], *, municipality: UUID, now: datetime
) -> tuple[Counter[str], bool]:
    """
    Erase what belongs to the person alone, except what must be kept.

    What a kept row is about stays with its name alone, closed to all use.

    :return: how many rows went, by model; and whether something waits for the
        end of its period
    :raises StillNeeded: nothing was done
    """
    parts = rights.gather(roots, alone=True)
    kept = _needed_by_kept(parts, now)
    gone: Counter[str] = Counter()
    for part in parts:
        keys = part.keys - kept.get(part.model, set())
        if part.goes and keys:
            gone[part.model._meta.label] += _delete(part, keys, municipality)
    for model, needed in kept.items():
        for row in model._default_manager.filter(pk__in=needed):
            _restrict(row)
        leftovers.forget(municipality, needed)
    _end_sessions({row.pk for row in roots if isinstance(row, User)})
    content_changed(municipality)
    return gone, bool(kept)


def _needed_by_kept(
    parts: list[Part], now: datetime
) -> dict[type[models.Model], set[Any]]:
    """Return the rows that kept rows are about, and start the open periods."""
    needed: dict[type[models.Model], set[Any]] = {}
    for part in parts:
        if not part.stays or part.declaration.keep_for is None:
            continue
        start = part.declaration.keep_from
        paths = list(rights.needed_by(part.model, part.declaration))
        if not start or not paths:
            continue
        is_instant = isinstance(part.model._meta.get_field(start), models.DateTimeField)
        begin = now if is_instant else timezone.localdate(now)
        part.rows.filter(**{f"{start}__isnull": True}).update(**{start: begin})
        for model, path in paths:
            keys = set(part.rows.values_list(path, flat=True)) - {None}
            needed.setdefault(model, set()).update(keys)
    return needed


def _delete(part: Part, keys: frozenset[Any], municipality: UUID) -> int:
    rows = part.rows.filter(pk__in=keys)
    if part.model is StoredFile:
        for file in rows:
            files.discard(file=file)
        return len(keys)
    try:
        delete(rows, municipality=municipality)
    except ProtectedError as error:
        raise StillNeeded from error
    return len(keys)


def _restrict(row: models.Model) -> None:
    """Empty what is not needed for the proof: all but what may not be empty."""
    declaration = declared(type(row))
    for name in declaration.fields if declaration else ():
        field = row._meta.get_field(name)
        if not isinstance(field, models.Field):
            continue
        if field.null:
            setattr(row, name, None)
        elif field.blank or isinstance(field, ArrayField | models.JSONField):
            setattr(row, name, field.get_default())
    if isinstance(row, User):
        row.set_unusable_password()
        row.is_active = False
        for theirs in _rows_of_libraries(row):
            theirs.delete()
    row.save()


def _rows_of_libraries(user: User) -> Iterator[models.QuerySet[Any]]:
    """Return what libraries keep about an account: addresses, second factors."""
    for relation in user._meta.related_objects:
        model = relation.related_model
        if not model.__module__.startswith("hafen."):
            yield model._default_manager.filter(**{relation.field.name: user})


def _end_sessions(users: set[Any]) -> None:
    """Drop the sessions of these people; they hold the address of the sign-in."""
    if not users:
        return
    wanted = {str(pk) for pk in users}
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") in wanted:
            session.delete()


def ledger(municipality: UUID) -> Path:
    """Return the file that tells, outside of database and backup, what went."""
    return Path(settings.AUDIT_HEADS) / f"erasures-{municipality}.jsonl"


def note(municipality: UUID, *, roots: list[str], now: datetime) -> None:
    """Add an erasure to the ledger when the transaction has ended well."""
    line = {"at": now.isoformat(), "roots": roots}
    transaction.on_commit(partial(_write, ledger(municipality), json.dumps(line)))


def _write(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def noted(municipality: UUID) -> list[list[str]]:
    """Return the keys of each person who was erased, in order."""
    path = ledger(municipality)
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["roots"] for line in lines]
