"""What a word sounds like, in whichever script it was written.

Who learned a word by ear writes it in the letters at hand: "анмельдунг" and
"انملدونغ" are Anmeldung, "perekladach" is перекладач. A sound is the row of
consonants in coarse classes (b and p are one, so are all sibilants), with an
"a" in front for a word that begins with a vowel. Many words share one; the
nearest in Latin letters is taken.
"""

import re
from functools import lru_cache

from hafen.mechanisms.search.folding import fold

_SHORTEST = 2

# Letters of other scripts in Latin, as people write them by ear; the alphabet is
# that of `fold`.
_LATIN = str.maketrans(
    {
        # Cyrillic
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e",
        "є": "je", "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "ji", "й": "i",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "ju",
        "я": "ja", "'": "",
        # Arabic and Persian
        "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "t", "ج": "dj", "چ": "x",
        "ح": "h", "خ": "kh", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "ژ": "x",
        "س": "s", "ش": "x", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
        "غ": "g", "ف": "f", "ق": "q", "ك": "k", "گ": "g", "ل": "l", "م": "m",
        "ن": "n", "ه": "h", "و": "u", "ي": "i",
    }
)  # fmt: skip

# At the start of a word these are consonants.
_AT_START = {"و": "v", "ي": "j"}
_FIRST = re.compile("^[وي]")

# In this order: what several letters say together first. Kept apart are only
# consonants that no two of the scripts confuse.
_CLASSES = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"^kh|^h", ""),
        (r"dzh|dsch|dj|^[jy](?=[aeiou])", "j"),
        (r"shch|tsch|sch|tz|ts|sh|zh|(?<![aeiouy])ch(?=[ei])", "s"),
        (r"t(?=ion)|c(?=[eiy])|[szxc](?!h)", "s"),
        (r"kh|ch|gh|gu(?=[ei])|ck|qu|[gkq]", "k"),
        (r"ph|pf|[fvw]", "f"),
        (r"th|dt|[dt]", "t"),
        (r"[bp]", "b"),
        (r"^[aeiouy]", "a"),
    )
)  # fmt: skip
_MUTE = re.compile(r"[aeiouyhj]|[^a-zA-Z]")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def latin(word: str) -> str:
    """Return a word in Latin letters, folded."""
    folded = _FIRST.sub(lambda found: _AT_START[found.group()], fold(word))
    return folded.translate(_LATIN)


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Return the sound of a word; empty where too little is heard."""
    heard = latin(word)
    for pattern, sign in _CLASSES:
        heard = pattern.sub(sign.upper(), heard)
    heard = _DOUBLE.sub(r"\1", _MUTE.sub("", heard).lower())
    return heard if len(heard) >= _SHORTEST else ""
