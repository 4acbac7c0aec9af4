"""What a person is asked of a list: the words of it that nobody here knows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hafen.core.db.names import sort_key
from hafen.mechanisms.imports import planning, queries, wording
from hafen.mechanisms.imports.models import Import
from hafen.mechanisms.imports.registry import Field, Scope, Words


@dataclass(frozen=True)
class Asked:
    """Words of one field that are not known, and what they can mean.

    :param told: what some of them were told to mean, by their keys
    """

    field: Field
    words: Words
    found: Sequence[tuple[str, int]]
    told: Mapping[str, str]

    @property
    def is_told(self) -> bool:
        return all(sort_key(word) in self.told for word, _count in self.found)


def asked_words(run: Import, *, now: dt.datetime) -> list[Asked]:
    """Return the fields with words that are not known, in the order of the fields."""
    importer = planning.importer_of(run)
    scope = Scope(run.municipality, run.by, now, run.options)
    words = planning.words_of(run, scope)
    found = wording.unknown(run, queries.rows_of(run), words)
    told = run.options.get("words", {})
    return [
        Asked(field, words[field.name], found[field.name], told.get(field.name, {}))
        for field in importer.fields
        if field.name in found
    ]
