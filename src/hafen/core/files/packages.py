"""Office files: packages of parts that may run programs, call home, or explode."""

import io
import re
import zipfile
from pathlib import PurePosixPath

from hafen.core.db.errors import DomainError

MOST_PARTS = 3_000
MOST_UNFOLDED = 200_000_000
# Text of office files gets ten times smaller, seldom more.
MOST_RATIO = 200
_ALWAYS_FINE = 5_000_000

# Macros, programs of old Excel, controls, and the scripts of open formats.
_RUNS = re.compile(
    r"vbaproject|vbadata|macrosheets/|dialogsheets/|activex|customui"
    r"|oleobject\d*\.bin|\.(exe|dll|js|vbs|jar|bat|ps1|scr|hta|lnk)$"
    r"|(^|/)(basic|scripts)/"
)
# Relations by which a file loads another one from elsewhere when it is opened.
_LOADS = re.compile(
    rb"<relationship\b[^>]*(attachedtemplate|/oleobject|/frame|/subdocument"
    rb"|/externallinkpath|/image)[^>]*>"
)
_ENCRYPTED = 0x1


class Dangerous(DomainError):
    """The file holds what an office does not need and an attacker does."""


def check(data: bytes) -> frozenset[str]:
    """
    Look over a package and return the names of its parts.

    :raises Dangerous: for programs, entities, calls to elsewhere, names that lead
        out of the package, a second file before or behind it, and bombs
    :raises zipfile.BadZipFile: when it is broken
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if package.comment or not data.startswith(b"PK\x03\x04"):
            raise Dangerous
        _check_size(parts)
        for part in parts:
            _check_name(part)
            if part.filename.lower().endswith((".xml", ".rels")):
                _check_text(_read(package, part))
    return frozenset(part.filename for part in parts)


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    is_bomb = whole > _ALWAYS_FINE and whole > packed * MOST_RATIO
    if len(parts) > MOST_PARTS or whole > MOST_UNFOLDED or is_bomb:
        raise Dangerous


def _check_name(part: zipfile.ZipInfo) -> None:
    name = part.filename.replace("\\", "/").lower()
    leads_out = name.startswith("/") or ".." in PurePosixPath(name).parts
    if leads_out or ":" in name or _RUNS.search(name) or part.flag_bits & _ENCRYPTED:
        raise Dangerous


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Return a part in small letters; what it declares is what is read."""
    text = package.read(part)
    if text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in text[:200]:
        raise Dangerous  # another encoding would hide the words that are looked for
    return text.lower()


def _check_text(text: bytes) -> None:
    if b"<!doctype" in text or b"<!entity" in text or b"macroenabled" in text:
        raise Dangerous
    for found in _LOADS.finditer(text):
        if b'targetmode="external"' in found[0] or b"targetmode='external'" in found[0]:
            raise Dangerous
