"""What a row says in a language: the translation, else the fallback, flagged.

Nothing here asks the database when the row was loaded by `with_texts`.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Prefetch, QuerySet

from hafen.core.taxonomy.reference import direction, fallback_chain
from hafen.core.translation.models import Translatable, Translation

AnyModel = TypeVar("AnyModel", bound=Model)
LOADED = "loaded_translations"


@dataclass(frozen=True)
class Text:
    """A text, and the language it is really in.

    :param state: of the translation that it stems from; None for the original
    """

    text: str
    language: str
    is_fallback: bool
    state: str | None = None

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def is_outdated(self) -> bool:
        return self.state == Translation.State.OUTDATED

    @property
    def is_machine(self) -> bool:
        return self.state == Translation.State.MACHINE


def with_texts(rows: QuerySet[AnyModel], language: str) -> QuerySet[AnyModel]:
    """Load the translations that `texts_in` needs for a language: one query more."""
    translations: Any = rows.model._meta.get_field("translations").related_model
    chain = fallback_chain(language)
    wanted = translations._default_manager.filter(language__in=chain)
    return rows.prefetch_related(Prefetch("translations", wanted, to_attr=LOADED))


def texts_in(row: Translatable, language: str) -> dict[str, Text]:
    """Return every translated field of a row for a reader of the language."""
    readable = _readable(row)
    chain = fallback_chain(language, source=row.source_language)
    return {name: _first(row, name, chain, readable) for name in row.TRANSLATED_FIELDS}


def text_in(row: Translatable, language: str, field: str = "name") -> Text:
    """Return one field of a row for a reader of the language."""
    chain = fallback_chain(language, source=row.source_language)
    return _first(row, field, chain, _readable(row))


def source_texts(row: Translatable) -> dict[str, str]:
    """Return the texts of the original, by field."""
    return {name: getattr(row, name) or "" for name in row.TRANSLATED_FIELDS}


def source_hash(row: Translatable) -> str:
    """Return what changes whenever a text of the original does.

    Empty fields count for nothing, so that a field of a later version of Hafen
    outdates no translation.
    """
    said = {name: text for name, text in source_texts(row).items() if text}
    written = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def is_stale(row: Translatable, translation: Translation) -> bool:
    """Return whether the original changed since it was translated."""
    return translation.source_hash != source_hash(row)


def _readable(row: Translatable) -> dict[str, Translation]:
    loaded: Iterable[Translation] | None = getattr(row, LOADED, None)
    found = row.translations.all() if loaded is None else loaded
    return {each.language: each for each in found if each.is_readable}


def _first(
    row: Translatable,
    name: str,
    chain: tuple[str, ...],
    readable: dict[str, Translation],
) -> Text:
    """Return the first text of the chain; where the original is empty, so is all."""
    original: str = getattr(row, name) or ""
    for language in chain:
        if language == row.source_language or not original:
            break
        translation = readable.get(language)
        text: str = getattr(translation, name, "") or ""
        if translation is not None and text:
            return Text(text, language, language != chain[0], translation.state)
    is_fallback = bool(original) and row.source_language != chain[0]
    return Text(original, row.source_language, is_fallback)
