"""PDF files: read as far as needed to find what runs by itself."""

import re
import zlib
from collections.abc import Iterator

from hafen.core.files.packages import Dangerous

_END = b"%%EOF"
_ARCHIVE = b"PK\x05\x06"  # the end of a ZIP, which programs read from behind
_STREAM = re.compile(rb"(<<(?:(?!stream\b).){0,4000}?>>)\s*stream\r?\n", re.DOTALL)
_STREAM_END = b"endstream"
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# Names of actions that run scripts or programs, and of files within the file.
_RUNS = re.compile(
    rb"/(JavaScript|JS|Launch|RichMedia|ImportData|EmbeddedFiles?|GoToE)(?![A-Za-z])"
)
_MOST_UNFOLDED = 20_000_000


def check(data: bytes) -> None:
    """
    Refuse what does more than show pages.

    A form with scripts is refused too; printed into a new PDF it is taken.

    :raises Dangerous: for scripts, programs, files within, a second file behind
        the end, and what is locked so that nobody can look
    """
    before, found, behind = data.rpartition(_END)
    if found and behind.strip(b"\r\n\t \0"):
        raise Dangerous
    before = before if found else data
    outline = bytearray()
    for bones, packed in _pieces(before):
        outline += bones
        if b"/ObjStm" in bones[-4_100:]:
            outline += _unfolded(packed, is_locked=b"/Encrypt" in data)
    names = _ESCAPED.sub(lambda hit: bytes([int(hit[1], 16)]), bytes(outline))
    if _RUNS.search(names) or _ARCHIVE in names:
        raise Dangerous


def _pieces(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Return the file as pairs: what stands outside of streams, and the stream."""
    at = 0
    for found in _STREAM.finditer(data):
        if found.start() < at:
            continue  # within a stream: chance, or a trick
        end = data.find(_STREAM_END, found.end())
        end = len(data) if end < 0 else end
        yield data[at : found.end()], data[found.end() : end]
        at = end
    yield data[at:], b""


def _unfolded(packed: bytes, *, is_locked: bool) -> bytes:
    if is_locked:
        raise Dangerous
    try:
        return zlib.decompressobj().decompress(packed, _MOST_UNFOLDED)
    except zlib.error:
        return packed
