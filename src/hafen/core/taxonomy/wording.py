"""Gives places, which lies below, the words of topics and legal areas."""

from collections.abc import Mapping
from datetime import date

from hafen.core.places.words import LEGAL_AREAS, TOPICS, Word, Words, vocabularies
from hafen.core.taxonomy import queries


def register() -> None:
    vocabularies.register(Words(TOPICS, _topics))
    vocabularies.register(Words(LEGAL_AREAS, _legal_areas))


def _topics(language: str, today: date) -> Mapping[str, Word]:
    return _words(TOPICS, language, today)


def _legal_areas(language: str, today: date) -> Mapping[str, Word]:
    return _words(LEGAL_AREAS, language, today)


def _words(vocabulary: str, language: str, today: date) -> Mapping[str, Word]:
    """Return the terms of today."""
    found = queries.labels(vocabulary, language=language, today=today)
    return {
        label.code: Word(label.name, (label.short, *label.synonyms)) for label in found
    }
