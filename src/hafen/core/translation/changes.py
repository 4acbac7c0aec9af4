"""What changed in the original since somebody translated it, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from hafen.core.translation.models import Translatable, Translation
from hafen.core.translation.texts import source_texts

_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    """A run of words that is new, gone or the same."""

    kind: Literal["same", "new", "gone"]
    text: str


def changes_since(
    row: Translatable, translation: Translation
) -> dict[str, list[Piece]]:
    """Return for each field whose original changed how it did.

    Nothing for a translation of which the original is not known.
    """
    known: dict[str, str] = translation.source_texts
    return {
        name: difference(known[name], now)
        for name, now in source_texts(row).items()
        if name in known and known[name] != now
    }


def difference(before: str, now: str) -> list[Piece]:
    """Return the pieces of both texts in reading order, gone ones first."""
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    pieces = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[a1:a2])))
            continue
        if a2 > a1:
            pieces.append(Piece("gone", "".join(old[a1:a2])))
        if b2 > b1:
            pieces.append(Piece("new", "".join(new[b1:b2])))
    return pieces
