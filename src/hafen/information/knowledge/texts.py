"""What a page says: as plain text, as a hash, and what it points to."""

import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from hafen.core.translation.richtext import without_tags
from hafen.information.knowledge.readability import Readability, readability

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|ul|ol)>|<br\s*/?>")
_LINK = re.compile(r'<a\s[^>]*?(?:linktype="page"[^>]*?\bid="(\d+)"|href="([^"]+)")')
REFERENCES = frozenset({"contact", "offer", "document"})


def plain(html: str) -> str:
    """Return rich text without its marks; blocks stand on lines of their own."""
    return unescape(without_tags(_BLOCK_END.sub("\n", html))).strip()


def raw(entry: Any) -> list[dict[str, Any]]:
    """Return the blocks of a page as they are stored, without their keys."""
    stored = entry.body.get_prep_value() if entry.body else []
    return [{"type": part["type"], "value": part["value"]} for part in stored]


def said(entry: Any) -> str:
    """Return all words of a page's body."""
    lines = (line for part in raw(entry) for line in _words(part))
    return "\n".join(line for line in lines if line)


def _words(part: dict[str, Any]) -> Iterator[str]:
    kind, value = part["type"], part["value"]
    if kind == "heading":
        yield value
    elif kind == "paragraph":
        yield plain(value)
    elif kind in {"hint", "step"}:
        yield value["title"]
        yield plain(value.get("text") or "")


def hash_of(entry: Any) -> str:
    """Return what changes whenever a text of the page does."""
    written = json.dumps(
        [entry.title, entry.summary, raw(entry)], ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(written.encode()).hexdigest()


def mentions(entry: Any) -> set[tuple[str, str]]:
    """Return kind and key of everything that a page points to."""
    found: set[tuple[str, str]] = set()
    for part in raw(entry):
        found |= _named(part["type"], part["value"])
    found |= {
        ("web", source)
        for source in entry.sources.split()
        if source.startswith(("https://", "http://"))
    }
    return {(kind, target[:500]) for kind, target in found}


def _named(kind: str, value: Any) -> set[tuple[str, str]]:
    if not value or kind == "heading":
        return set()
    if kind in REFERENCES:
        return {split(value)}
    if kind == "paragraph":
        return _linked(value)
    if kind == "picture":
        value = {"picture": f"picture:{value['image']}"}
    keys = (value.get(name) for name in ("offer", "contact", "picture"))
    found = {split(key) for key in keys if key}
    if value.get("page"):
        found.add(("page", str(value["page"])))
    return found | _linked(value.get("text") or "")


def split(key: str) -> tuple[str, str]:
    """Return the two parts of a reference: "unit:0192…"."""
    kind, _, target = key.partition(":")
    return kind, target


def _linked(html: str) -> set[tuple[str, str]]:
    found = set()
    for page, address in _LINK.findall(html):
        if page:
            found.add(("page", page))
        elif address.startswith(("https://", "http://")):
            found.add(("web", unescape(address)))
    return found


def paper_text(content: dict[str, Any]) -> str:
    """Return the words of a letter or leaflet that stem from its text blocks."""
    lines = []
    for part in content["parts"]:
        if part.get("kind") == "text":
            lines.append(part["heading"])
            lines += [" ".join(each["lines"]) for each in part["paragraphs"]]
    return "\n".join(line for line in lines if line)


def readability_of(content: dict[str, Any]) -> Readability | None:
    """Return how hard a paper is to read; None where it is not German."""
    return readability(paper_text(content)) if content["language"] == "de" else None
