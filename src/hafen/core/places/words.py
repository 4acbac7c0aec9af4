"""Words for codes that lie above: topics and legal areas of the taxonomy.

The taxonomy registers a reader per vocabulary; without one a code stands for
itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from hafen.core.db.registry import Registry

TOPICS = "needs"
LEGAL_AREAS = "legal_areas"


@dataclass(frozen=True)
class Word:
    """A term in one language, and what else people call it."""

    name: str
    also: tuple[str, ...] = ()

    def is_meant_by(self, text: str) -> bool:
        """Return whether somebody who types the text may mean this term."""
        wanted = text.casefold()
        return any(wanted in word.casefold() for word in (self.name, *self.also))


@dataclass(frozen=True)
class Words:
    """The terms of a vocabulary.

    :param read: gives the words by code, in the order of the vocabulary, for a
        language and a day
    """

    vocabulary: str
    read: Callable[[str, date], Mapping[str, Word]]


vocabularies: Registry[Words] = Registry(key=lambda entry: entry.vocabulary)


def words_of(vocabulary: str, *, language: str, today: date) -> dict[str, Word]:
    """Return the words by code; empty while nothing is registered."""
    if vocabulary not in vocabularies:
        return {}
    return dict(vocabularies[vocabulary].read(language, today))


def names(words: Mapping[str, Word]) -> dict[str, str]:
    return {code: word.name for code, word in words.items()}


def codes_meant(words: Mapping[str, Word], text: str) -> list[str]:
    """Return the codes of the terms that somebody may mean."""
    return [code for code, word in words.items() if word.is_meant_by(text)]
