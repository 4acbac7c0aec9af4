"""Keys by which all usual spellings of a name meet, and how near two spellings are.

A key holds the consonants of a name by classes. Where a letter is read in several
ways ("ch" in Chalid, Cherif, Chekole), a name has a key for each. Parts of a name
stand in a ring, so "Haile Mikael Tesfay" and "Tesfay Hailemikael" are one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice, product

# Names of more words are names of organisations; their parts would be too many.
_MOST_WORDS = 6
# No name of a person has more readings; what is made up to have them stays small.
_MOST_READINGS = 64
_MOST_KEPT = 5_000
# S: all that hisses, T: d and t, K: g, k and q, H: h and its harder neighbours.
_READINGS = {
    **dict.fromkeys("aeiouvwy", "."),
    **dict.fromkeys("dt", "T"),
    **dict.fromkeys("sz", "S"),
    **dict.fromkeys("kq", "K"),
    "schtsch": "S", "chtch": "S", "shch": "S", "dsch": "S", "tsch": "S", "dzh": "S",
    "tch": "S", "sch": "S", "sh": "S", "zh": "S", "ts": "S", "tz": "S", "ck": "K",
    "kh": "H", "gh": "K", "ph": "F", "f": "F", "h": "H",
    # English, German and French letters, Italian ones in Eritrea, Turkish ones.
    "th": "TS", "dh": "TS", "dj": "ST", "ch": "HSK", "c": "KS", "j": "S.",
    # Gamal is Jamal, and Oleg is Oleh.
    "g": "KHS",
    "x": ("H", "KS"),
    # Ivanoff is Ivanov, and Yousef is Yusuf.
    "%": "F.",
}  # fmt: skip
_SIGN = re.compile("|".join([*sorted(_READINGS, key=len, reverse=True), "[a-z]"]))
_JOINED = (
    # "Abd al-Karim", "Abdel Karim" and "Abdulkarim"; "Nour Eddine" and "Nureddin".
    (
        re.compile(
            r"\babd(?:[aeiou]+l?[\s-]*|[\s-]+(?:[aeu]l[\s-]+|[aeu](?:[rnstzd])[\s-]+)?)"
            r"(?=[a-z]{3})"
        ),
        "abd",
    ),
    (re.compile(r"[\s-]*[aeou]+(?:l[\s-]*|d[\s-]+)?d+(?=[iey]+n+e?\b)"), "d"),
    (re.compile(r"[\s-]+(?=[aou]l+ah?\b)"), ""),
)
# "Al-Sayed" and "Alsayed", "ach-Chami" and "ad-Dib"; Albert and Bert meet by it too.
_ARTICLE = re.compile(
    r"\b(?:[aeu]l[\s-]+|[aeu](sch|sh|ch|[rnstzd])[\s-]+(?=\1)"
    r"|[ae]l(?=[b-df-hj-np-tv-xz]\w{2}))"
)
_SON_OF = re.compile(r"\b(?:bin|ben|ibn)\b")


def words_of(latin: str) -> list[str]:
    """Return the words that tell people apart, of a name in small Latin letters."""
    plain = re.sub(r"[^a-z\s-]", "", latin)
    plain = re.sub(r"(?<=[a-z][oe])f+\b", "%", plain)
    for pattern, instead in _JOINED:
        plain = pattern.sub(instead, plain)
    return re.findall("[a-z%]+", _SON_OF.sub(" ", _ARTICLE.sub(" ", plain)))


def full(words: Sequence[str]) -> set[str]:
    """Return the keys of all readings of a name."""
    return {_ring("".join(parts)) for parts in _readings(words)} - {""}


def shorter(words: Sequence[str]) -> set[str]:
    """Return the keys of a name with some of its words left out, but for two."""
    few = words[:_MOST_WORDS]
    sizes = range(2, len(few))
    kept = (part for size in sizes for part in combinations(few, size))
    return {key for part in kept for key in full(part)}


def _readings(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return islice(product(*map(_skeletons, words)), _MOST_READINGS)


@lru_cache(_MOST_KEPT)
def _skeletons(word: str) -> tuple[str, ...]:
    """Return the readings of a word: its consonants, without a breath at its end."""
    signs = (_READINGS.get(sign, sign) for sign in _SIGN.findall(word))
    found = map("".join, islice(product(*signs), _MOST_READINGS))
    return tuple(dict.fromkeys(_skeleton(reading) for reading in found))


def _skeleton(reading: str) -> str:
    once = re.sub(r"(.)\1+", r"\1", reading)
    return re.sub(r"\.|H\.*$", "", once)


def _ring(key: str) -> str:
    """Return the same key for all places at which one may begin to read a ring."""
    return min((key[at:] + key[:at] for at in range(len(key))), default="")


# What tells two names with one key apart: vowels, as far as ears do.
_VOWELS = {**dict.fromkeys("ae", "a"), **dict.fromkeys("iyj", "i"),
           **dict.fromkeys("ouwv", "u")}  # fmt: skip


def voice(words: Sequence[str]) -> Counter[str]:
    """Return what is heard of a name, as pairs of sounds."""
    return Counter(pair for word in words for pair in _pairs(word))


@lru_cache(_MOST_KEPT)
def _pairs(word: str) -> tuple[str, ...]:
    signs = _SIGN.findall(word)
    heard = "".join(_VOWELS.get(sign) or _READINGS.get(sign, sign)[0] for sign in signs)
    once = re.sub(r"(.)\1+", r"\1", heard)
    return tuple(map("".join, zip(f" {once}", f"{once} ", strict=True)))


def nearness(one: Counter[str], other: Counter[str]) -> float:
    """Return from 0 to 1 how much of two names is heard alike."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)
