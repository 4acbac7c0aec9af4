"""Which signs our fonts can draw: a paper with another one would not be made.

Anybody may write anything into a name. One sign that no font has must not keep a
whole batch of letters from being printed.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

_INSTEAD = "?"
_ENDLESS_BMP, _FULL_RANGE = 4, 12


def fonts() -> Path:
    return Path(apps.get_app_config("ui").path) / "fonts"


def drawable(value: Any) -> Any:
    """Return data for a paper with a question mark for what cannot be drawn."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else _drawn(value)
    if isinstance(value, dict):
        return {key: drawable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(inner) for inner in value]
    return value


def _drawn(text: str) -> str:
    known = covered()
    return "".join(_sign(sign, known) for sign in text)


def _sign(sign: str, known: frozenset[int]) -> str:
    if sign in "\n\u2028\u2029":
        return "\n"
    if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn"):
        return " " if sign in "\t\r\x0b\x0c\x85" else ""
    # Marks of direction and of joining are drawn by no font and need none.
    is_mark = unicodedata.category(sign) == "Cf"
    return sign if is_mark or ord(sign) in known else _INSTEAD


@cache
def covered() -> frozenset[int]:
    """Return the code points that our fonts have a picture of."""
    found: set[int] = set()
    for path in fonts().glob("*_400Regular.ttf"):
        found.update(_code_points(path.read_bytes()))
    return frozenset(found)


def _code_points(font: bytes) -> Iterator[int]:
    """Read the table that leads from code points to pictures (`cmap`)."""
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _sum, start, _length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == b"cmap":
            yield from _of_map(font, start)


def _of_map(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 8 + 8 * number)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == _FULL_RANGE:
            yield from _full(font, start + offset)
        elif kind == _ENDLESS_BMP:
            yield from _plane(font, start + offset)


def _full(font: bytes, at: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", font, at + 12)
    for number in range(groups):
        first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * number)
        yield from range(first, last + 1)


def _plane(font: bytes, at: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{twice // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)
