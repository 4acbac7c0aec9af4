"""Finds what pages say, writes it into the catalogues, names what is missing.

A sentence that several rooms say needs to be translated in one of them; Django
joins the catalogues of all rooms.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from hafen.core.ui import messages

_KEYWORDS: dict[str, tuple[Any, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

# A sentence as gettext knows it: context, singular, plural.
Key = tuple[str | None, str, str | None]


@dataclass(frozen=True, order=True)
class Problem:
    """A sentence that a language lacks or gets wrong."""

    room: str
    language: str
    sentence: str
    reason: str


def rooms(root: Path) -> list[Path]:
    """Return the folders of the rooms below the package."""
    return sorted(path.parent for path in root.glob("*/*/apps.py"))


def sentences(room: Path) -> set[Key]:
    """Return what the Python files and templates of a room say."""
    found: set[Key] = set()
    for path in sorted(room.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(room).parts):
            found |= set(_of_python(path.read_text()))
    for suffix in ("html", "txt"):
        for path in sorted(room.glob(f"templates/**/*.{suffix}")):
            found |= set(_of_python(_as_python(path)))
    return found


def _as_python(path: Path) -> str:
    """Return a template as calls of gettext; Django's own translation of it."""
    text: str = templatize(path.read_text(), origin=str(path))
    return "\n".join(line.strip() for line in text.splitlines())


def _of_python(text: str) -> Iterator[Key]:
    source = io.BytesIO(text.encode())
    calls = extract_python(source, _KEYWORDS, [], {"encoding": "utf-8"})
    for _line, function, arguments, _comments in calls:
        if key := _key(str(function), tuple(_texts(arguments))):
            yield key


def _key(function: str, arguments: tuple[str | None, ...]) -> Key | None:
    """Return the sentence of a call, None where it is not a plain text."""
    has_context = function.lstrip("n").startswith("pgettext")
    has_plural = function.startswith("n")
    needed = 1 + has_context + has_plural
    if len(arguments) < needed or not all(arguments[:needed]):
        return None
    texts = [str(text) for text in arguments[:needed]]
    context = texts.pop(0) if has_context else None
    return (context, texts[0], texts[1] if has_plural else None)


def extract(root: Path, *, only: str = "") -> int:
    """Bring the catalogues up to date; return how many sentences are new in them.

    Sentences that nobody says any more go; translations that exist stay. What
    another room has translated already is not asked for again.

    :param only: name of a room; the others are left alone
    """
    new = 0
    everywhere = rooms(root)
    for language in messages.TRANSLATED:
        catalogues = {
            room: messages.read(messages.catalogue_path(room, language))
            for room in everywhere
        }
        for room in everywhere:
            if not only or room.name == only:
                others = [c for other, c in catalogues.items() if other != room]
                new += _update(room, language, others)
    return new


def _update(room: Path, language: str, others: list[Catalog]) -> int:
    path = messages.catalogue_path(room, language)
    old, new = messages.read(path), messages.empty(language)
    added = 0
    for key in sorted(sentences(room), key=str):
        context, text, plural = key
        known = _message(key, old)
        if known is None and not _fault(key, others):
            continue
        name = (text, plural) if plural else text
        new.add(name, string=known.string if known else None, context=context)
        added += known is None
    if len(new) or path.exists():
        messages.write(path, new)
    return added


def check(root: Path) -> list[Problem]:
    """Return what lacks a translation, and translations that lost a value."""
    found: list[Problem] = []
    said = {room: sentences(room) for room in rooms(root)}
    for language in messages.TRANSLATED:
        catalogues = [
            messages.read(messages.catalogue_path(room, language)) for room in said
        ]
        for room, keys in said.items():
            name = str(room.relative_to(root))
            for key in keys:
                if reason := _fault(key, catalogues):
                    found.append(Problem(name, language, key[1], reason))
    return sorted(found)


def _message(key: Key, catalogue: Catalog) -> Message | None:
    context, text, plural = key
    message: Message | None = catalogue.get(text, context)
    if message is None or isinstance(message.id, tuple) != bool(plural):
        return None
    return message


def _fault(key: Key, catalogues: Iterable[Catalog]) -> str:
    """Return why a sentence is not translated well; empty when it is."""
    reason = "is missing"
    for catalogue in catalogues:
        message = _message(key, catalogue)
        if message is not None:
            reason = _fault_of(message)
            if not reason:
                break
    return reason


def _fault_of(message: Message) -> str:
    forms = _texts(message.string)
    if not forms or not all(forms):
        return "is missing"
    if message.fuzzy:
        return "is marked as fuzzy"
    wanted = {
        name for text in _texts(message.id) for name in _PLACEHOLDER.findall(text)
    }
    # "One minute" may leave its number out; the last form names everything.
    if set(_PLACEHOLDER.findall(forms[-1])) != wanted:
        return f"must carry {', '.join(sorted(wanted)) or 'no values'}"
    return ""


def _texts(value: Any) -> list[str]:
    return list(value) if isinstance(value, tuple | list) else [value]
