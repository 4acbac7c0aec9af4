"""Light stemming of folded words: number and case go, the word stays.

Full stemmers part what belongs together (German Snowball makes "kur" of
"Kurs" and "kurs" of "Kurse"); these rules only take endings off.
"""

import re
from collections.abc import Callable
from functools import lru_cache

Stemmer = Callable[[str], str]

_GERMAN_FEMALE = re.compile(r"(?<=...)(?:innen|(?<=er)in)$")
_GERMAN_ENDING = re.compile(
    r"(?<=...)(?:ern|er|en|em|es|(?<=[elr])n|e)$|(?<=..[aoybdfgkmnpt])s$"
)
_ENGLISH_S = re.compile(r"(?<=..[^siu])s$")
_FRENCH_ENDING = re.compile(r"(?<=...)(?:es|e|s|x)$")
_TURKISH_ENDING = re.compile(
    r"(?<=..)(?:l[ae]r(?:i(?:n[iae]?)?|[ae]|d[ae]n?)?|(?<=[aeiou])s[iu]|"
    r"(?<=[^aeiou])[iu]n?)$"
)
_RUSSIAN_ENDING = re.compile(
    r"(?<=...)(?:иями|ями|ами|иях|иям|ией|ого|его|ому|ему|ыми|ими|"
    r"ия|ии|ию|ие|ий|ый|ой|ая|яя|ое|ее|ые|ую|юю|ов|ев|ей|ах|ях|ам|ям|ом|ем|ых|их|"
    r"ым|им|а|я|ы|и|у|ю|е|о|ь)$"
)
_UKRAINIAN_ENDING = re.compile(
    r"(?<=...)(?:іями|ями|ами|ього|ього|ого|ому|ими|іях|іям|ією|ьої|ої|"
    r"ія|ії|ію|ий|ій|ою|ею|ів|їв|ах|ях|ам|ям|ом|ем|их|им|"
    r"а|я|и|і|ї|у|ю|е|є|о|ь)$"
)
# In a syllable that a consonant closes, an old o is і.
_UKRAINIAN_CLOSED = re.compile(r"і(?=[^аеєиіїоуюя]+$)")
# Twice for words that begin like the article themselves (ألمانية, الألمانية).
_ARABIC_ARTICLE = re.compile(r"^(?:[وبكف]?ال|لل)(?:ال)?(?=...)")
_ARABIC_ENDING = re.compile(r"(?<=...)(?:ات|ين|ون|ان|ها|يه|ه)$")
# The ي that ties a word to the next one is written after a vowel only.
_PERSIAN_ENDING = re.compile(r"(?<=..)(?:هاي|ها|ه|(?<=[او])ي)$")


def german(word: str) -> str:
    """Make one word of Kurs, Kurse, Kursen and of Kita, Kitas."""
    stem = _GERMAN_ENDING.sub("", _GERMAN_FEMALE.sub("", word))
    return stem[:-1] if stem.endswith("niss") else stem


def english(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return _ENGLISH_S.sub("", word)


def french(word: str) -> str:
    return _FRENCH_ENDING.sub("", word)


def turkish(word: str) -> str:
    return _TURKISH_ENDING.sub("", word)


def russian(word: str) -> str:
    return _RUSSIAN_ENDING.sub("", word)


def ukrainian(word: str) -> str:
    """Make one word of договір and договору, of ніч and ночі too."""
    stem = _UKRAINIAN_ENDING.sub("", word)
    return _UKRAINIAN_CLOSED.sub("о", stem)


def arabic(word: str) -> str:
    return _ARABIC_ENDING.sub("", _ARABIC_ARTICLE.sub("", word))


def persian(word: str) -> str:
    return _PERSIAN_ENDING.sub("", word)


_STEMMERS: dict[str, Stemmer] = {
    "ar": arabic,
    "de": german,
    "en": english,
    "fa": persian,
    "fr": french,
    "ru": russian,
    "tr": turkish,
    "uk": ukrainian,
}


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the folded word without its endings; as it is where no rule is known."""
    return _STEMMERS.get(language, str)(word)
