"""Whether a person is known already, in whatever spelling: one way for all rooms.

Mohammed alone has eight usual spellings, and towns report one person under
several names. Spellings of one name have the same key. It is coarse on purpose:
whoever meets under it is shown to a person and never merged.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from django.db.models import Q

from hafen.core.db.names import spellings
from hafen.exchange.pool import sounding
from hafen.mechanisms.imports.likeness import Entry

# Letters of other scripts, as they are usually written with Latin ones.
_ARABIC = (
    "ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض dh ط t ظ z ع a"
    " غ gh ف f ق q ك k ل l م m ن n ه h و w ي y ى a ئ y ء آ a أ a إ i ؤ w ة a"
    " پ p چ ch ژ zh گ g ک k ی y ټ t ډ d ړ r ڼ n ښ ch ږ g ځ dz څ ts ې e ۍ y ێ e ۆ o"
    " ە a ڕ r ڵ l ڤ v ھ h"
)
_CYRILLIC = (
    "а a б b в v г g ґ g д d е e є e ё e ж zh з z и i і i ї i й i к k л l м m н n"
    " о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ ы i ь э e ю u я a"
)
# Latin letters whose marks say how they sound: DIN 31635, ISO 9, Turkish, Kurdish.
_MARKED = "š sh ş sh ŝ shch č ch ç ch ž zh ǧ j ḫ kh ṯ th ḏ dh ġ gh ḍ dh"


def _table(pairs: str) -> dict[str, str]:
    """Return letters and what they become; one without a partner becomes nothing."""
    found: dict[str, str] = {}
    last = ""
    for sign in pairs.split():
        if sign.isascii():
            found[last] = sign
        else:
            found[sign], last = "", sign
    return found


_LETTERS = str.maketrans(
    _table(_ARABIC)
    | _table(_CYRILLIC)
    | dict(zip(*[iter(_MARKED.split())] * 2, strict=True))
    | {"ı": "i", "ß": "s", "ł": "l"}
)
# Tigrinya and Amharic write syllables; Unicode names each by its sound.
_ETHIOPIC = re.compile("[\u1200-\u135a]")
# Of which some are called by letters that are read in another way elsewhere.
_PLAINER = {"hh": "h", "kx": "k", "qh": "q", "sz": "s", "tz": "ts", "th": "t",
            "ph": "p", "c": "ch"}  # fmt: skip
_HARDER = re.compile("^(hh|kx|qh|sz|tz|th|ph|c(?!h))")
# Sounds that are written one way here and another there; the longer ones first.
_SOUNDS = (
    ("dsch", "j"), ("tsch", "c"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("kh", "k"),
    ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("dj", "j"), ("zh", "z"),
    ("ts", "s"), ("q", "k"), ("w", "v"), ("c", "k"), ("j", "g"), ("z", "s"),
)  # fmt: skip
# "Al-Sayed" and "Alsayed"; Albert and Bert meet by it too.
_ARTICLE = re.compile(
    r"\b(?:(?:al|el|ul|as|ar|an|ad|at|az|ash)[\s-]+|[ae]l(?=[b-df-hj-np-tv-xz]\w{3}))"
)
_SON_OF = re.compile(r"\b(?:bin|ben|ibn)\b")
_VOWELS = "aeiouyv"
_UNWRITTEN = re.compile(rf"[{_VOWELS}]|h$")
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{3})")
# Names of more words are names of organisations; their parts would be too many.
_MOST_WORDS = 6
_DIGITS_COMPARED = 8


def name_key(name: str) -> str:
    """Return the key: "Mohammed Al-Sayed" and "Sayid Muhamad" have the same.

    The order of the words does not count; a word that begins with a vowel keeps
    that it does, whichever it is.
    """
    plain = _SON_OF.sub(" ", _ARTICLE.sub(" ", romanised(name)))
    words = re.findall(r"[a-z]+", plain)
    return " ".join(sorted(map(_skeleton, words)))[:200]


def romanised(name: str) -> str:
    """Return a name in small Latin letters, whatever its script."""
    bare = _ARABIC_ARTICLE.sub("", unicodedata.normalize("NFC", name.casefold()))
    bare = _ETHIOPIC.sub(lambda sign: _syllable(sign[0]), bare)
    folded = unicodedata.normalize("NFKD", bare.translate(_LETTERS))
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return plain.translate(_LETTERS)


def _syllable(sign: str) -> str:
    sound = unicodedata.name(sign, "").rpartition(" ")[2].lower()
    return _HARDER.sub(lambda found: _PLAINER[found[0]], sound)


def _skeleton(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    first = "a" if word[0] in _VOWELS else ""
    return first + re.sub(r"(.)\1+", r"\1", _UNWRITTEN.sub("", word))


def _keys(name: str) -> set[str]:
    """Return the keys under which somebody of this name may be entered.

    Ukrainian speaks an h where Russian speaks a g.
    """
    return {name_key(name), name_key(name.casefold().replace("г", "h"))} - {""}


def full_keys(name: str) -> set[str]:
    """Return the keys of a whole name, for rooms that keep them in rows."""
    return sounding.full(sounding.words_of(romanised(name)))


def shorter_keys(name: str) -> set[str]:
    """Return the keys of a name with some of its words left out, but for two."""
    return sounding.shorter(sounding.words_of(romanised(name)))


def likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how much alike two names sound, whatever their script."""
    return sounding.nearness(_voice(one), _voice(other))


@lru_cache(1_000)
def _voice(name: str) -> Counter[str]:
    return sounding.voice(sounding.words_of(romanised(name)))


def same_person(*, name: str, email: str = "", phone: str = "") -> Q:
    """Return what helpers and seekers have who may be this person.

    By the name, where a word more or less does not count, by the address or by
    the number.
    """
    found = Q(sort_key__in=spellings(name))
    for key in _keys(name):
        found |= Q(name_key__in=[key, *_shorter(key)])
        if len(words := key.split()) > 1:
            longer = ".*".join(rf"\m{word}\M" for word in words)
            found |= Q(name_key__regex=longer)
    if email:
        found |= Q(email__iexact=email)
    if phone:
        found |= Q(phone=phone)
    return found


def _shorter(key: str) -> Iterator[str]:
    """Yield the keys of the same name with some of its words left out, but for two."""
    words = key.split()[:_MOST_WORDS]
    for size in range(2, len(words)):
        yield from map(" ".join, combinations(words, size))


def likeness_of(*, name: str, email: str, phone: str) -> Entry:
    """Return what an import compares of somebody, by the same keys."""
    latin = name if name.isascii() else f"{romanised(name).title()} ({name})"
    keys = _keys(name)
    digits = re.sub(r"\D", "", phone)[-_DIGITS_COMPARED:]
    contacts = {email.casefold(), digits, *(f"name {key}" for key in keys)}
    return Entry("", latin, (min(keys, default=""),), frozenset(contacts - {""}))
