"""One name in many spellings: keys under which transliterations meet.

Mohammed alone has eight usual spellings, and towns report one person under
several names. The key is coarse on purpose: what meets under it is proposed to
a person and never merged.
"""

import re
import unicodedata

# Letters of other scripts, as they are usually written with Latin ones.
_ARABIC = (
    "ا a ب b ت t ث t ج j ح h خ k د d ذ d ر r ز z س s ش s ص s ض d ط t ظ z ع a غ g"
    " ف f ق k ك k ل l م m ن n ه h و w ي y ى a ئ y ء آ a أ a إ i ؤ w ة a"
    " پ p چ c ژ z گ g ک k ی y"
)
_CYRILLIC = (
    "а a б b в v г h ґ h д d е e є e ё e ж z з z и i і i ї i й i к k л l м m н n"
    " о o п p р r с s т t у u ф f х h ц c ч c ш s щ s ъ ы i ь э e ю u я a"
)


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
    _table(_ARABIC) | _table(_CYRILLIC) | {"ı": "i", "ß": "s", "ł": "l"}
)
# Sounds that are written one way here and another there; the longer ones first.
_SOUNDS = (
    ("dsch", "j"), ("sch", "s"), ("tsch", "c"), ("sh", "s"), ("ch", "c"), ("kh", "k"),
    ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("dj", "j"), ("zh", "z"),
    ("q", "k"), ("w", "v"), ("c", "k"), ("j", "g"), ("z", "s"),
)  # fmt: skip
_ARTICLE = re.compile(r"\b(?:al|el|ul|as|ar|an|ad|at|az|ash)[\s-]+")
_SON_OF = re.compile(r"\b(?:bin|ben|ibn)\b")
_VOWELS = re.compile(r"[aeiouyv]|h$")
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{3})")


def name_key(name: str) -> str:
    """Return the key: "Mohammed Al-Sayed" and "Sayid Muhamad" have the same.

    The order of the words does not count; a name without consonants keeps its
    vowels.
    """
    plain = _SON_OF.sub(" ", _ARTICLE.sub(" ", romanised(name)))
    words = re.findall(r"[a-z]+", plain)
    return " ".join(sorted(filter(None, map(_skeleton, words))))


def romanised(name: str) -> str:
    """Return a name in small Latin letters, whatever its script."""
    bare = _ARABIC_ARTICLE.sub("", name.casefold())
    folded = unicodedata.normalize("NFKD", bare.translate(_LETTERS))
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return plain.translate(_LETTERS)


def _skeleton(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    bare = _VOWELS.sub("", word)
    bare = re.sub(r"(.)\1+", r"\1", bare)
    return bare or word[:1]
