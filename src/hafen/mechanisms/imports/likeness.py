"""Which entries may be the same thing twice: proposed to a person, never merged."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

# Words that say the legal form and nothing about whom.
_FORMS = frozenset(
    {"e", "v", "ev", "ggmbh", "gmbh", "mbh", "ug", "kg", "ag", "gug"}
    | {"der", "die", "das", "des", "und", "fur", "in", "im", "am"}
)
_WORD = re.compile(r"[^\W_]+")
# Larger groups are towers of offices at one address; nobody reads 500 pairs.
_LARGEST_GROUP = 60

# How alike two names must be when 0, 1 or 2 of address and contact are shared.
_ENOUGH = (0.93, 0.7, 0.55)

SAME_NAME = "name"
SAME_ADDRESS = "address"
SAME_CONTACT = "contact"


@dataclass(frozen=True)
class Entry:
    """What is compared of one entry.

    :param key: how the caller knows it
    :param address: equal for two entries at one place; empty when unknown
    :param contacts: telephone numbers and mail addresses
    """

    key: str
    name: str
    address: Sequence[str] = ()
    contacts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """Two entries that may be one.

    :param score: 0 to 100
    :param reasons: of "name", "address", "contact"
    """

    first: str
    second: str
    score: int
    reasons: tuple[str, ...]


def likely_duplicates(entries: Sequence[Entry]) -> list[Likeness]:
    """Return the pairs worth a look, the likeliest first.

    Two entries are a pair when their names are nearly the same, or when they
    share address or contact and their names have much in common.
    """
    pairs: dict[tuple[int, int], None] = {}
    for group in _groups(entries):
        pairs.update(dict.fromkeys(combinations(group, 2)))
    found = (_likeness(entries[a], entries[b]) for a, b in pairs)
    kept = [pair for pair in found if pair is not None]
    return sorted(kept, key=lambda pair: (-pair.score, pair.first, pair.second))


def _groups(entries: Sequence[Entry]) -> Iterator[list[int]]:
    """Yield positions of entries that share something, so that not all are compared."""
    shared: dict[object, list[int]] = {}
    for position, entry in enumerate(entries):
        for key in dict.fromkeys(_keys(entry)):
            shared.setdefault(key, []).append(position)
    for group in shared.values():
        if 1 < len(group) <= _LARGEST_GROUP:
            yield group


def _keys(entry: Entry) -> Iterator[object]:
    if any(entry.address):
        yield "address", tuple(entry.address)
    for contact in sorted(entry.contacts):
        yield "contact", contact
    words = _words(entry.name)
    # Two longest words: a typing slip in one leaves the other.
    for word in sorted(words, key=len)[-2:]:
        yield "word", word[:6]


def _likeness(a: Entry, b: Entry) -> Likeness | None:
    name = name_likeness(a.name, b.name)
    reasons = (
        *([SAME_NAME] if name >= 0.9 else []),
        *([SAME_ADDRESS] if any(a.address) and a.address == b.address else []),
        *([SAME_CONTACT] if a.contacts & b.contacts else []),
    )
    shares = len(reasons) - (SAME_NAME in reasons)
    if name < _ENOUGH[shares]:
        return None
    score = min(100, round(name * 70) + 15 * shares)
    return Likeness(a.key, b.key, score, reasons)


def name_likeness(a: str, b: str) -> float:
    """Return 0 to 1: how much two names have in common, whatever the words' order."""
    first, second = _words(a), _words(b)
    if not first or not second:
        return 0.0
    in_order = _ratio(" ".join(first), " ".join(second))
    by_word = _ratio(" ".join(sorted(first)), " ".join(sorted(second)))
    common = set(first) & set(second)
    # One name may be the other with an addition.
    shorter = sum(map(len, min(first, second, key=lambda words: len("".join(words)))))
    inside = sum(map(len, common)) / shorter if shorter else 0.0
    return max(in_order, by_word, 0.9 * min(inside, 1.0))


def _ratio(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _words(name: str) -> list[str]:
    return list(_significant(_WORD.findall(_plain(name))))


def _plain(name: str) -> str:
    unaccented = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in unaccented if not unicodedata.combining(c))


def _significant(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word not in _FORMS:
            yield word
