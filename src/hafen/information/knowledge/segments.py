"""The pieces of a page that are translated, each by itself.

A piece is a title, or a line of a text: a paragraph, an entry of a list. It is
named by the key of its block, which a translation keeps, and its place in it.
What somebody translated is found again by the words it was translated from,
wherever in the page they stand by now.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from django.utils.translation import gettext as _

from hafen.information.knowledge.texts import plain

# The words of a block: part and whether it is rich text.
_PARTS: dict[str, tuple[tuple[str, bool], ...]] = {
    "heading": (("", False),),
    "paragraph": (("", True),),
    "hint": (("title", False), ("text", True)),
    "step": (("title", False), ("text", True)),
    "picture": (("alt_text", False),),
}
# What parts one line of rich text from the next.
_LINE = re.compile(r"(</?(?:p|li|ul|ol|h3|h4)\b[^>]*>|<br\s*/?>)")

Block = dict[str, Any]


@dataclass(frozen=True)
class Segment:
    """One piece of a page.

    :param is_html: whether it holds marks such as those of a link
    """

    key: str
    label: str
    text: str
    is_html: bool = False


def stored(entry: Any) -> list[Block]:
    """Return the blocks of a page as they are stored, keys included."""
    return list(entry.body.get_prep_value()) if entry.body else []


def segments(entry: Any) -> list[Segment]:
    """Return the pieces of a page that say something, in reading order."""
    found = [
        Segment("title", _("title"), entry.title),
        Segment("summary", _("summary"), entry.summary),
        *(each for block in stored(entry) for each in _of_block(block)),
    ]
    return [each for each in found if each.text]


def texts_by_key(entry: Any) -> dict[str, str]:
    return {each.key: each.text for each in segments(entry)}


def words_in(entry: Any) -> int:
    return sum(
        len((plain(each.text) if each.is_html else each.text).split())
        for each in segments(entry)
    )


def _of_block(block: Block) -> Iterator[Segment]:
    for part, is_rich in _PARTS.get(block["type"], ()):
        text, label = _value(block, part), _label(block["type"], part)
        key = _key(block["id"], part)
        if not is_rich:
            yield Segment(key, label, text)
            continue
        for number, line in enumerate(_lines(text)):
            is_html = "<" in line
            said = line if is_html else unescape(line)
            yield Segment(f"{key}:{number}", label, said, is_html)


def _value(block: Block, part: str) -> str:
    value = block["value"]
    return ((value or {}).get(part) if part else value) or ""


def _lines(html: str) -> list[str]:
    return [piece.strip() for piece in _LINE.split(html)[::2] if piece.strip()]


def _label(kind: str, part: str) -> str:
    if part == "alt_text":
        return _("words for who does not see the picture")
    return _("heading") if kind == "heading" or part == "title" else _("text")


def _key(block: str, part: str) -> str:
    return f"{block}.{part}" if part else block


def said_in(page: Any, original: Any) -> dict[str, str]:
    """Return what a translation says, by the keys of the original's pieces."""
    before: dict[str, str] = page.source_texts
    pieces = segments(original)
    own = texts_by_key(page)
    if not before:
        own = _by_keys_of(original, page, own)
        return {each.key: own.get(each.key, "") for each in pieces}
    known = {before[key]: text for key, text in own.items() if key in before}
    present = {each.text for each in pieces}
    return {each.key: _said(each, own, before, known, present) for each in pieces}


def _said(
    piece: Segment,
    own: Mapping[str, str],
    before: Mapping[str, str],
    known: Mapping[str, str],
    present: set[str],
) -> str:
    """Return the words of one piece: by its text, else where it stood."""
    if piece.text in known:
        return known[piece.text]
    was = before.get(piece.key)
    return "" if was is None or was in present else own.get(piece.key, "")


def _by_keys_of(original: Any, page: Any, own: dict[str, str]) -> dict[str, str]:
    """Return the pieces of a translation; blocks of another origin by their order."""
    ours, theirs = stored(original), stored(page)
    keys = [block["id"] for block in theirs]
    if not {block["id"] for block in ours}.isdisjoint(keys):
        return own
    if [block["type"] for block in ours] != [block["type"] for block in theirs]:
        return own
    renamed = {old: block["id"] for old, block in zip(keys, ours, strict=True)}
    return {_renamed(key, renamed): text for key, text in own.items()}


def _renamed(key: str, renamed: Mapping[str, str]) -> str:
    block = re.split(r"[.:]", key, maxsplit=1)[0]
    return renamed.get(block, block) + key[len(block) :]


def body_of(original: Any, said: Mapping[str, str]) -> list[Block]:
    """Return the blocks of the original with other words, where there are any."""
    found = []
    for block in copy.deepcopy(stored(original)):
        for part, is_rich in _PARTS.get(block["type"], ()):
            key, text = _key(block["id"], part), _value(block, part)
            written = _rich(text, key, said) if is_rich else said.get(key) or text
            if part and block["value"]:
                block["value"][part] = written
            elif not part:
                block["value"] = written
        found.append(block)
    return found


def _rich(html: str, key: str, said: Mapping[str, str]) -> str:
    """Return rich text with each of its lines said anew."""
    pieces, number = _LINE.split(html), 0
    for place in range(0, len(pieces), 2):
        if not pieces[place].strip():
            continue
        line = pieces[place].strip()
        text = said.get(f"{key}:{number}")
        if text:
            pieces[place] = text if "<" in line else escape(text, quote=False)
        number += 1
    return "".join(pieces)
