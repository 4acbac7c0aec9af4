"""The file of a backup: a tar with manifest, dump and files, sealed if wanted."""

import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from hafen.config.maintenance import vault
from hafen.core.db.errors import DomainError

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files/"


class NoBackup(DomainError):
    """The file is no backup that this version reads; the message says why."""


@dataclass
class Contents:
    """An opened backup; its parts come one after the other."""

    manifest: dict[str, Any]
    parts: Iterator[tuple[str, BinaryIO]]


@contextmanager
def written(target: Path, *, key: bytes | None) -> Iterator[tarfile.TarFile]:
    """Hold a new archive open; it appears under its name when it is whole."""
    draft = target.with_name(f"{target.name}.part")
    draft.touch(mode=0o600)
    try:
        with draft.open("wb") as plain:
            sink: Any = vault.SealingWriter(plain, key) if key else plain
            with tarfile.open(fileobj=sink, mode="w|") as archive:
                yield archive
            if key:
                sink.close()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def add_manifest(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    data = json.dumps(manifest, indent=1).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


def add_file(archive: tarfile.TarFile, name: str, path: Path) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = path.stat().st_size
    entry.mtime = int(path.stat().st_mtime)
    with path.open("rb") as source:
        archive.addfile(entry, source)


@contextmanager
def opened(path: Path, *, key: bytes | None) -> Iterator[Contents]:
    """
    Hold a backup open for reading.

    :raises NoBackup: if it is none, or is sealed and no key was given
    :raises WrongKey: if the key does not open it
    """
    try:
        plain = path.open("rb")
    except OSError:
        message = f"{path} cannot be read."
        raise NoBackup(message) from None
    with plain:
        source: Any = plain
        if vault.is_sealed(plain):
            if key is None:
                message = f"{path} is encrypted: name its key with --key-file."
                raise NoBackup(message)
            source = vault.SealedReader(plain, key)
        try:
            with tarfile.open(fileobj=source, mode="r|") as archive:
                yield _contents(archive, path)
        except tarfile.TarError:
            message = f"{path} is no backup of Hafen, or it is cut off."
            raise NoBackup(message) from None


def _contents(archive: tarfile.TarFile, path: Path) -> Contents:
    parts = _parts(archive)
    name, source = next(parts, ("", io.BytesIO()))
    if name != MANIFEST:
        message = f"{path} is no backup of Hafen."
        raise NoBackup(message)
    manifest: dict[str, Any] = json.load(source)
    if manifest.get("format") != FORMAT:
        message = f"{path} was made by another version of Hafen (format)."
        raise NoBackup(message)
    return Contents(manifest=manifest, parts=parts)


def _parts(archive: tarfile.TarFile) -> Iterator[tuple[str, BinaryIO]]:
    for entry in archive:
        source = archive.extractfile(entry) if entry.isfile() else None
        if source is not None:
            yield entry.name, source  # type: ignore[misc]  # bytes are read, no more
