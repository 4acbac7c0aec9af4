import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.personal_data import DataClass
from hafen.core.files import content, scanner
from hafen.core.files.models import StoredFile

# Bytes come before their row, in a transaction that may still be open.
_ORPHAN_AFTER = timedelta(days=1)


class TooLarge(DomainError):
    """The file is larger than the installation takes."""


@dataclass(frozen=True)
class Checked:
    """A file that may be kept; of a picture only what it shows."""

    name: str
    content_type: str
    data: bytes


def checked(
    upload: File,  # type: ignore[type-arg]  # bytes or text, only read here
    *,
    most_bytes: int = 0,
) -> Checked:
    """
    Return what somebody handed in, once it may be kept.

    :param most_bytes: where a room takes less than the installation does
    :raises TooLarge: if it has more bytes than are taken
    :raises UnknownType: if its bytes are of no type that is taken
    :raises Dangerous: if it would run something, or is made to explode
    :raises BrokenImage: if it is a picture that cannot be read
    :raises Infected: if the scanner found something
    :raises ScannerAway: if a scanner is named and does not answer
    """
    if (upload.size or 0) > (most_bytes or settings.FILES_MAX_BYTES):
        raise TooLarge
    data = upload.read()
    name = upload.name or ""
    scanner.scan(data, address=settings.FILES_SCANNER)
    found = content.content_type(data, name=name)
    if found in content.IMAGES:
        data, found = content.clean_image(data)
    return Checked(content.clean_name(name, content_type=found), found, data)


@transaction.atomic
def store(
    *,
    municipality: UUID,
    upload: File,  # type: ignore[type-arg]  # bytes or text, only read here
    kind: str,
    data_class: DataClass,
    owner: UUID | None = None,
) -> StoredFile:
    """
    Keep a file that somebody gave.

    :param kind: room and thing; the room registers a `Door` for it
    :raises DomainError: whatever `checked` refuses
    """
    taken = checked(upload)
    file = StoredFile(
        municipality_id=municipality,
        key=secrets.token_hex(16),
        kind=kind,
        owner=owner,
        name=taken.name,
        content_type=taken.content_type,
        size=len(taken.data),
        sha256=hashlib.sha256(taken.data).hexdigest(),
        data_class=data_class.name,
    )
    default_storage.save(file.path, ContentFile(taken.data))
    file.save()
    audit.record(action="files.file.stored", subject=file, details={"kind": kind})
    return file


@transaction.atomic
def discard(*, file: StoredFile) -> None:
    """Delete a file; its bytes go when the transaction has ended well."""
    audit.record(action="files.file.discarded", subject=file)
    path = file.path
    file.delete()
    transaction.on_commit(partial(default_storage.delete, path))


@transaction.atomic
def discard_of(municipality: UUID, owners: Collection[UUID]) -> None:
    """Delete the files of rows that have gone."""
    for file in StoredFile.objects.filter(
        municipality_id=municipality, owner__in=owners
    ):
        discard(file=file)


def clear_orphans(*, municipality: UUID, now: datetime) -> int:
    """Delete bytes without a row: a transaction was undone after they came."""
    known = set(
        StoredFile.objects.filter(municipality_id=municipality).values_list(
            "key", flat=True
        )
    )
    cleared = 0
    for path in _paths(str(municipality)):
        is_old = default_storage.get_modified_time(path) < now - _ORPHAN_AFTER
        if is_old and path.rsplit("/", 1)[-1] not in known:
            default_storage.delete(path)
            cleared += 1
    return cleared


def _paths(folder: str) -> list[str]:
    if not default_storage.exists(folder):
        return []
    shelves, _files = default_storage.listdir(folder)
    return [
        f"{folder}/{shelf}/{key}"
        for shelf in shelves
        for key in default_storage.listdir(f"{folder}/{shelf}")[1]
    ]
