"""How hard a German text is to read: two open formulas, and what to change.

LIX (Björnsson 1968): words per sentence, plus long words (seven letters and
more) in a hundred. Wiener Sachtextformel, first one (Bamberger and Vanecek
1984): roughly the school year that a reader needs.
"""

import re
from dataclasses import dataclass
from enum import Enum

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# A new sentence begins after . ! ? : and at a line of its own. "z. B.",
# numbers of days and abbreviations with two dots end nothing.
_NOT_AN_END = re.compile(
    r"\b(?:[A-Za-zÄÖÜäöü]\.\s?){2,}|\b(?:bzw|usw|ca|Nr|Abs|Art|Str|Tel|Dr|evtl|ggf|inkl"
    r"|max|mind|St|vgl|Buchst)\.|\d+\."
)
_END = re.compile(r"[.!?…]+(?=\s|$)|:(?=\s*\n)|\n+")
_VOWELS = re.compile(
    r"aa|ee|oo|ie|ai|ei|au|äu|eu|oi|ui|ey|ay|[aeiouyäöü]", re.IGNORECASE
)
_LONG = 7
LONGEST_SENTENCE = 18
_LONGEST_WORD = 18


class Level(Enum):
    """What a text is fit for, by its LIX."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    VERY_HARD = "very hard"


@dataclass(frozen=True)
class Readability:
    """The two scores of a text, and its places that are hard.

    :param sentences: those that are too long, shortest way to a better score
    :param words: the longest words
    """

    lix: int
    wiener: float
    count: int
    sentences: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def level(self) -> Level:
        if self.lix < 40:
            return Level.EASY
        if self.lix < 50:
            return Level.MEDIUM
        return Level.HARD if self.lix < 60 else Level.VERY_HARD

    @property
    def is_plain(self) -> bool:
        """Whether it may be called plain language here: LIX below 40, WSTF ≤ 8."""
        return self.lix < 40 and self.wiener <= 8


def readability(text: str) -> Readability | None:
    """Return the scores of a German text; None for one without ten words."""
    sentences = _sentences(text)
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if len(words) < 10:
        return None
    total = len(words)
    length = total / len(sentences)
    long_words = sum(len(word) >= _LONG for word in words) / total * 100
    syllables = [_syllables(word) for word in words]
    many = sum(number >= 3 for number in syllables) / total * 100
    single = sum(number == 1 for number in syllables) / total * 100
    wiener = (
        0.1935 * many + 0.1672 * length + 0.1297 * long_words - 0.0327 * single - 0.875
    )
    return Readability(
        lix=round(length + long_words),
        wiener=round(wiener, 1),
        count=total,
        sentences=_too_long(sentences),
        words=_longest(words),
    )


def _sentences(text: str) -> list[str]:
    kept = _NOT_AN_END.sub(lambda found: found[0].replace(".", ""), text)
    parts = (part.strip() for part in _END.split(kept))
    return [part for part in parts if _WORD.search(part)]


def _too_long(sentences: list[str]) -> tuple[str, ...]:
    return tuple(
        sentence
        for sentence in sentences
        if len(_WORD.findall(sentence)) > LONGEST_SENTENCE
    )


def _longest(words: list[str]) -> tuple[str, ...]:
    long = {word for word in words if len(word) > _LONGEST_WORD and "-" not in word}
    return tuple(sorted(long, key=lambda word: (-len(word), word))[:8])


def _syllables(word: str) -> int:
    return max(1, len(_VOWELS.findall(word)))


def split_list(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
