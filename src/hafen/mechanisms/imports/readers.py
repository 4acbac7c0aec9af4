"""From a file to rows of text: CSV, XLSX, JSON and GeoJSON, as offices keep them.

Every cell is text, never a formula: what begins with "=" stays the text that it
is. The kind of a file is seen in its content, whatever its name says.
"""

from collections.abc import Callable
from pathlib import Path

from hafen.mechanisms.imports import objects, problems, separated, workbooks
from hafen.mechanisms.imports.problems import Unreadable
from hafen.mechanisms.imports.tables import MAX_BYTES, Table

_ARCHIVE = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# What a workbook with a password holds in place of sheets.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# The first bytes of files that people take for lists.
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc",
)
_NOTHING = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"


Reader = Callable[[bytes], Table]


def read(path: Path, *, sheet: str = "", reader: Reader | None = None) -> Table:
    """Return the list in a file.

    :param sheet: of a workbook; empty: the first one that holds something
    :param reader: of the kind of list, where it has its own
    :raises Unreadable: with a sentence that says what is wrong and what to do
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(size)
        content = path.read_bytes()
    except OSError as fault:
        raise Unreadable(problems.NOT_FOUND, {"name": path.name}) from fault
    return read_bytes(content, sheet=sheet, reader=reader)


def read_bytes(
    content: bytes, *, sheet: str = "", reader: Reader | None = None
) -> Table:
    """Return the list in the content of a file.

    :raises Unreadable: with a sentence that says what is wrong and what to do
    """
    if len(content) > MAX_BYTES:
        raise too_large(len(content))
    if not content.strip(_NOTHING):
        raise Unreadable(problems.EMPTY_FILE)
    if reader is not None:
        return reader(content)
    if content.startswith(_OLD_OFFICE):
        is_locked = _LOCKED in content
        raise Unreadable(
            problems.PROTECTED_WORKBOOK if is_locked else problems.OLD_WORKBOOK
        )
    if content.startswith(_OTHERS):
        raise Unreadable(problems.UNKNOWN_FORMAT)
    if content.startswith(_ARCHIVE):
        return workbooks.read(content, sheet=sheet)
    text = separated.decoded(content)
    is_objects = text.lstrip()[:1] in {"[", "{"}
    return objects.read(text) if is_objects else separated.read(text)


def too_large(size: int) -> Unreadable:
    """Return the refusal of a file by its size, before anything of it is read."""
    return Unreadable(
        problems.TOO_LARGE,
        {"size": -(-size // 1_000_000), "limit": MAX_BYTES // 1_000_000},
    )
