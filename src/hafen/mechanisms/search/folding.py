"""Writing folded to one form, whoever typed it on whichever keyboard.

The fold is the same for documents and queries, so a loss of difference costs
a rare false hit, never a miss: "Ausländer", "Auslaender" and "auslander" are
one word, as are the Arabic and Persian forms of kaf and ya. Cyrillic letters
stay themselves; "й" and "ї" are letters there, no accents.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        # Turkish, Polish, Scandinavian letters without a decomposition
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "a", "œ": "o", "ə": "a",
        # Arabic script: seats of hamza, alef, ya, kaf, ta marbuta
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي",
        "ئ": "ي", "ؤ": "و", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه",
        "ء": "",
        "ـ": "",  # tatweel only stretches the line
        # Russian yo is mostly written as ye
        "ё": "е",
        # apostrophes within Ukrainian and French words
        "’": "'", "ʼ": "'", "ʹ": "'", "‘": "'",
        # hyphens
        "‐": "-", "‑": "-", "–": " ", "—": " ",
        # invisible: soft hyphen, direction marks; the non-joiner parts words
        "\u00ad": "", "\u200e": "", "\u200f": "", "\u200c": " ", "\u200d": "",
        **{digit: str(value) for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩")},
        **{digit: str(value) for value, digit in enumerate("۰۱۲۳۴۵۶۷۸۹")},
    }
)  # fmt: skip
# "ae" for "ä" and so on; "ue" after another vowel or q belongs to it (Frauen).
_DIGRAPHS = re.compile(r"ae|oe|(?<![aeoq])ue")
_ARABIC_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return the text in small letters, without accents, in one writing."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    text = _ARABIC_MARKS.sub("", text)
    text = "".join(_without_accent(letter) for letter in text)
    return _DIGRAPHS.sub(lambda found: found.group()[0], text)


@lru_cache(maxsize=4_000)
def _without_accent(letter: str) -> str:
    if letter < "\u0080" or "\u0370" <= letter <= "\u1e00":
        return letter  # beyond Latin, a mark makes another letter
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


def script_of(word: str) -> str:
    """Return "latin", "cyrillic", "arabic" or "other" after the first letter."""
    for letter in word:
        if "a" <= letter <= "z" or "\u00c0" <= letter <= "\u024f":
            return "latin"
        if "\u0400" <= letter <= "\u052f":
            return "cyrillic"
        if "\u0600" <= letter <= "\u077f":
            return "arabic"
    return "other"
