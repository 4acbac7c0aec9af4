"""Words for codes that lie above: topics and legal areas of the taxonomy.

The taxonomy registers a reader per vocabulary; without one a code stands for
itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from hafen.core.db.registry import Registry

TOPICS = "topics"
LEGAL_AREAS = "legal_areas"


@dataclass(frozen=True)
class Words:
    """The terms of a vocabulary.

    :param read: gives the names by code, in the order of the vocabulary, for a
        language and a day
    """

    vocabulary: str
    read: Callable[[str, date], Mapping[str, str]]


words: Registry[Words] = Registry(key=lambda entry: entry.vocabulary)


def names(vocabulary: str, *, language: str, today: date) -> Mapping[str, str]:
    """Return the names by code; empty while nothing is registered."""
    if vocabulary not in words:
        return {}
    return words[vocabulary].read(language, today)
