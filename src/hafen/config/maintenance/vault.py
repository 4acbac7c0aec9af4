"""A stream that only the holder of the key file reads, in parts of a megabyte.

Each part is sealed with AES-256-GCM under its number and whether it is the
last one: parts can be neither changed, nor swapped, nor cut off unnoticed.
"""

import base64
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hafen.core.db.errors import DomainError

MAGIC = b"HAFEN-BACKUP-1\n"
_PART = 1 << 20
_KEY_BYTES = 32
_TAG_BYTES = 16


class WrongKey(DomainError):
    """The key file does not open the backup, or the backup was changed."""


def make_key_file(path: Path) -> bytes:
    """Write a new key, readable to its owner only; an existing file is read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_key_file(path)
    key = secrets.token_bytes(_KEY_BYTES)
    with os.fdopen(handle, "wb") as target:
        target.write(base64.b64encode(key) + b"\n")
    return key


def read_key_file(path: Path) -> bytes:
    """
    Return the key of a file.

    :raises WrongKey: if there is none in it
    """
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except (OSError, ValueError):
        message = f"{path} cannot be read as a key file."
        raise WrongKey(message) from None
    if len(key) != _KEY_BYTES:
        message = f"{path} holds no key of {_KEY_BYTES} bytes."
        raise WrongKey(message)
    return key


def is_sealed(source: BinaryIO) -> bool:
    """Return whether a file is encrypted; the position stays."""
    found = source.read(len(MAGIC))
    source.seek(0)
    return found == MAGIC


class SealingWriter:
    """Takes bytes and writes them sealed; `close` writes the last part."""

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        self._target = target
        self._cipher = AESGCM(key)
        self._prefix = secrets.token_bytes(8)
        self._waiting = bytearray()
        self._number = 0
        target.write(MAGIC + self._prefix)

    def write(self, data: bytes) -> int:
        self._waiting += data
        # The last part is written by `close`, so one is always kept back.
        while len(self._waiting) > _PART:
            self._seal(bytes(self._waiting[:_PART]), is_last=False)
            del self._waiting[:_PART]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self._waiting), is_last=True)

    def _seal(self, part: bytes, *, is_last: bool) -> None:
        nonce = self._prefix + self._number.to_bytes(4)
        self._target.write(self._cipher.encrypt(nonce, part, _label(is_last=is_last)))
        self._number += 1


class SealedReader:
    """Gives the bytes that a `SealingWriter` took.

    :raises WrongKey: while reading, at the first part that does not fit
    """

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        self._source = source
        self._cipher = AESGCM(key)
        source.read(len(MAGIC))
        self._prefix = source.read(8)
        self._ready = bytearray()
        self._following = source.read(_PART + _TAG_BYTES)
        self._number = 0

    def read(self, size: int = -1) -> bytes:
        while self._following and (size < 0 or len(self._ready) < size):
            self._open()
        taken = bytes(self._ready if size < 0 else self._ready[:size])
        del self._ready[: len(taken)]
        return taken

    def _open(self) -> None:
        part, self._following = self._following, self._source.read(_PART + _TAG_BYTES)
        nonce = self._prefix + self._number.to_bytes(4)
        try:
            label = _label(is_last=not self._following)
            self._ready += self._cipher.decrypt(nonce, part, label)
        except InvalidTag:
            message = "The key file does not open this backup, or it was changed."
            raise WrongKey(message) from None
        self._number += 1


def _label(*, is_last: bool) -> bytes:
    return b"last" if is_last else b"more"
