"""The keys of encrypted fields: in a file beside the data, never in its backup.

Each key has a name that stands before every text it sealed, so old texts stay
readable after a rotation. The file is read again when it changes; a process
that runs while keys are rotated goes on without a restart.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES = 32
_NONCE_BYTES = 12


class KeyMissing(Exception):
    """The key that sealed a text is not in the ring."""


class Forged(Exception):
    """A sealed text was changed, or belongs to another row or field."""


@dataclass
class KeyRing:
    """The keys of one installation.

    :param path: the file; the first use makes it
    """

    path: Path
    _stamp: tuple[int, int] = (0, 0)
    _current: str = ""
    _ciphers: dict[str, AESGCM] = field(default_factory=dict, repr=False)

    @property
    def current(self) -> str:
        """The name of the key that seals from now on."""
        self._refresh()
        return self._current

    def seal(self, text: str, *, place: str) -> bytes:
        """Return the text sealed for one place; elsewhere it cannot be opened.

        :param place: table, row and field
        """
        name = self.current
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[name].encrypt(nonce, text.encode(), place.encode())
        return bytes([len(name)]) + name.encode() + nonce + sealed

    def open(self, sealed: bytes, *, place: str) -> str:
        """
        Return the text that was sealed for this place.

        :raises KeyMissing: if its key is not in the ring
        :raises Forged: if it was changed or sealed for another place
        """
        name = key_name(sealed)
        self._refresh()
        if name not in self._ciphers:
            raise KeyMissing(name)
        body = sealed[1 + len(name) :]
        nonce, secret = body[:_NONCE_BYTES], body[_NONCE_BYTES:]
        try:
            return self._ciphers[name].decrypt(nonce, secret, place.encode()).decode()
        except InvalidTag:
            raise Forged from None

    def add(self) -> str:
        """Add a key, seal with it from now on, and return its name."""
        found = _read(self.path)
        name = f"k{len(found['keys']) + 1}-{secrets.token_hex(3)}"
        found["keys"][name] = base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
        found["current"] = name
        _write(self.path, found)
        return name

    def forget(self, names: set[str]) -> None:
        """Take keys out of the ring; what they sealed is lost with them."""
        found = _read(self.path)
        for name in names - {found["current"]}:
            found["keys"].pop(name, None)
        _write(self.path, found)

    def names(self) -> set[str]:
        self._refresh()
        return set(self._ciphers)

    def _refresh(self) -> None:
        if not self.path.exists():
            self.add()
        state = self.path.stat()
        stamp = (state.st_mtime_ns, state.st_ino)
        if stamp != self._stamp:
            found = _read(self.path)
            self._ciphers = {
                name: AESGCM(base64.b64decode(key))
                for name, key in found["keys"].items()
            }
            self._current, self._stamp = found["current"], stamp


def names(path: Path) -> set[str]:
    """Return the names of the keys in a file; none if there is no file."""
    return set(_read(path)["keys"])


def key_name(sealed: bytes) -> str:
    """Return the name of the key that sealed a text."""
    return sealed[1 : 1 + sealed[0]].decode()


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return {"current": "", "keys": {}}
    return found


def _write(path: Path, found: dict[str, Any]) -> None:
    """Put the file in place as a whole, readable to its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as target:
        json.dump(found, target, indent=1)
        target.flush()
        os.fsync(target.fileno())
    draft.replace(path)
