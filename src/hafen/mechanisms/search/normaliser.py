"""Texts to search keys, the same way for documents and for queries.

A key is a stem ("kurs"), a compound of stems ("sprach_kurs") or a concept
("c:language_course") that stands for all its words in all languages. Nothing
here knows Django: a search engine beside the database can be fed by it too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from hafen.mechanisms.search.compounds import split
from hafen.mechanisms.search.folding import fold, script_of
from hafen.mechanisms.search.stems import stem

CONCEPT = "c:"
_DATA = Path(__file__).parent / "data"
_ADDRESSES = re.compile(r"[^\s@]{1,64}@[^\s@.]{1,63}\.\S+|https?://\S+|www\.\S+")
_GENDER = re.compile(r"(?<=\w)[*:_/]-?(?=in(?:nen)?(?:\b|-))")
_TOKEN = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*-?")
_AND_WORDS = frozenset({"und", "oder", "bzw", "sowie"})
_LONGEST_PHRASE = 4
_MOST_PARTS = 6
# Close enough to share word lists.
_SAME_AS = {"de-simple": "de", "prs": "fa"}
# Latin words in a text of another script are names of German offices.
_LANGUAGES_OF_SCRIPT = {
    "latin": frozenset({"de", "en", "fr", "tr"}),
    "cyrillic": frozenset({"ru", "uk"}),
    "arabic": frozenset({"ar", "fa"}),
}
_DEFAULT_OF_SCRIPT = {"latin": "de", "cyrillic": "ru", "arabic": "ar"}


@dataclass(frozen=True)
class Word:
    """One word of a text: as written, and the stems of its parts."""

    written: str
    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        return "_".join(self.parts)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the whole, each part, and each compound of neighbours."""
        parts, count = self.parts, len(self.parts)
        spans = [
            "_".join(parts[start:end])
            for start in range(count)
            for end in range(start + 1, count + 1)
        ]
        return tuple(dict.fromkeys([self.key, *spans]))


@dataclass(frozen=True)
class Term:
    """What has to be found of one word or phrase of a query.

    :param any_of: alternatives; each is a set of keys that must all be there
    """

    written: str
    any_of: tuple[tuple[str, ...], ...]

    def found_in(self, keys: set[str]) -> bool:
        return any(keys.issuperset(needed) for needed in self.any_of)


def words(text: str, language: str) -> list[Word]:
    """Return the words that carry meaning, in their order.

    "Deutsch-, Alphabetisierungs- und Integrationskurse" gives Deutschkurs,
    Alphabetisierungskurs and Integrationskurs.
    """
    language = _SAME_AS.get(language, language)
    return list(_completed(_tokens(text), language))


def document_keys(text: str, language: str) -> list[tuple[int, str]]:
    """Return the keys of a text with the position of their word, from 1 on."""
    language = _SAME_AS.get(language, language)
    found = words(text, language)
    keys = [
        (position, key) for position, word in enumerate(found, 1) for key in word.keys
    ]
    for position, word in enumerate(found):
        for concept, _ in _concepts_at(found, position, _naming_keys(word), language):
            keys.append((position + 1, CONCEPT + concept))
    return list(dict.fromkeys(keys))


def query_terms(text: str, languages: Sequence[str]) -> list[Term]:
    """Return what a query asks for; a document must meet every term.

    :param languages: the reader's, then its fallbacks; a document may match
        in any of them
    """
    own, *fallbacks = dict.fromkeys(_SAME_AS.get(tag, tag) for tag in languages)
    terms = []
    for covered in _phrases(words(text, own), own):
        written = " ".join(word.written for word in covered)
        any_of = _alternatives(covered, own)
        for language in fallbacks:
            any_of += _alternatives(words(written, language), language)
        terms.append(Term(written, tuple(dict.fromkeys(any_of))))
    return terms


def _phrases(found: list[Word], language: str) -> Iterator[list[Word]]:
    """Part the words into phrases that name one concept, and single words."""
    while found:
        naming = _concepts_at(found, 0, [found[0].key], language)
        size = max((size for _, size in naming), default=1)
        yield found[:size]
        found = found[size:]


def _alternatives(covered: list[Word], language: str) -> list[tuple[str, ...]]:
    if not covered:
        return []
    # Only what the whole word means: who asks for Migrationsberatung does
    # not ask for any Beratung.
    naming = _concepts_at(covered, 0, [covered[0].key], language)
    return [
        tuple(dict.fromkeys(word.key for word in covered)),
        *((CONCEPT + name,) for name, size in naming if size == len(covered)),
        tuple(dict.fromkeys(part for word in covered for part in word.parts)),
    ]


def _tokens(text: str) -> list[str]:
    text = _GENDER.sub("", _ADDRESSES.sub(" ", text))
    return _TOKEN.findall(fold(text))


def _completed(tokens: list[str], language: str) -> Iterator[Word]:
    """Yield the words; a part that ends in a hyphen gets the end of the next one."""
    waiting: list[Word] = []
    for token in tokens:
        if token in _AND_WORDS and waiting:
            continue
        word = _word(token.rstrip("-"), language)
        if word is None:
            continue
        if token.endswith("-"):
            waiting.append(word)
            continue
        if len(word.parts) > 1:
            ending = word.parts[-1:]
            waiting = [Word(w.written, w.parts + ending) for w in waiting]
        yield from waiting
        yield word
        waiting = []
    yield from waiting


@lru_cache(maxsize=50_000)
def _word(token: str, language: str) -> Word | None:
    """Return the word; None for one that carries no search."""
    script = script_of(token)
    own = _LANGUAGES_OF_SCRIPT.get(script, frozenset({language}))
    tongue = language if language in own else _DEFAULT_OF_SCRIPT[script]
    if token in _stop_words(language) or token in _stop_words(tongue):
        return None
    if "'" in token:
        token = _without_apostrophe(token, script)
    parts: list[str] = []
    for piece in filter(None, token.split("-")):
        parts += split(piece) if tongue == "de" else [stem(piece, tongue)]
    if len("".join(parts)) < 2:
        return None
    return Word(token, tuple(parts[:_MOST_PARTS]))


def _without_apostrophe(token: str, script: str) -> str:
    """Return the noun of "l'école"; "сім'я" and "women's" just lose the mark."""
    if script == "latin":
        first, _, rest = token.partition("'")
        return rest if len(first) <= 2 < len(rest) else first
    return token.replace("'", "")


@cache
def _stop_words(language: str) -> frozenset[str]:
    lists = yaml.safe_load((_DATA / "stop_words.yaml").read_text(encoding="utf-8"))
    return frozenset(fold(str(lists.get(language, ""))).split())


@cache
def vocabulary(language: str) -> dict[str, str]:
    """Return the words that name any concept in a language, by their folded form."""
    return {
        fold(word): word
        for phrases in _named_concepts().values()
        for phrase in phrases.get(language, ())
        for word in phrase.split()
    }


@cache
def _named_concepts() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(
        (_DATA / "concepts.yaml").read_text(encoding="utf-8")
    )
    return loaded


@cache
def _concepts(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the concepts by the keys of the words that name them."""
    by_phrase: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, phrases in _named_concepts().items():
        for phrase in phrases.get(language, ()):
            keys = tuple(word.key for word in words(phrase, language))
            if name not in by_phrase.get(keys, ()):
                by_phrase[keys] = (*by_phrase.get(keys, ()), name)
    return by_phrase


def _concepts_at(
    found: list[Word], position: int, naming: list[str], language: str
) -> Iterator[tuple[str, int]]:
    """Yield the concepts that begin at a word, with their number of words."""
    tongues = (
        {language, "de"}
        if script_of(found[position].written) == "latin"
        else {language}
    )
    for tongue in sorted(tongues):
        concepts = _concepts(tongue)
        for key in naming:
            yield from ((name, 1) for name in concepts.get((key,), ()))
        for size in range(2, _LONGEST_PHRASE + 1):
            phrase = tuple(word.key for word in found[position : position + size])
            if len(phrase) == size:
                yield from ((name, size) for name in concepts.get(phrase, ()))


def _naming_keys(word: Word) -> list[str]:
    """Return the keys that may name a concept: the whole, its end, its compounds.

    A single part in front names nothing: a "Beratungsraum" is a room.
    """
    return [key for key in word.keys if "_" in key or key in (word.key, word.parts[-1])]
