"""What a municipality can translate: the rooms say it, the board shows it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from hafen.core.db.names import sort_key
from hafen.core.db.registry import Registry
from hafen.core.translation.models import Translatable, Translation
from hafen.core.translation.texts import LOADED, with_texts


@dataclass(frozen=True)
class Content:
    """One kind of rows with texts, such as the offers.

    :param key: room and thing: "directory.service"
    :param title: what staff call it, in the plural
    :param rows: of a municipality, those that are worth a translation
    :param address: where a row is translated into a language
    """

    key: str
    title: Promise | str
    model: type[Translatable]
    rows: Callable[[UUID], QuerySet[Any]]
    address: Callable[[Any, str], str]


@dataclass(frozen=True)
class Progress:
    """How far one kind of content is translated into one language.

    :param words: of the originals that lack a translation of their present text
    """

    content: Content
    language: str
    total: int
    by_state: dict[str, int]
    words: int = 0

    @property
    def missing(self) -> int:
        absent = self.total - sum(self.by_state.values())
        return absent + self.by_state.get(Translation.State.MISSING, 0)

    @property
    def outdated(self) -> int:
        return self.by_state.get(Translation.State.OUTDATED, 0)

    @property
    def checked(self) -> int:
        return self.by_state.get(Translation.State.CHECKED, 0)

    @property
    def percent(self) -> int:
        """Return the checked part; nothing to translate is all done."""
        return 100 * self.checked // self.total if self.total else 100


@dataclass(frozen=True)
class OpenText:
    """A row that lacks a checked text in a language."""

    title: str
    state: Translation.State
    address: str
    words: int


# What somebody has to write; a draft and a machine's text are only to be checked.
_TO_DO = frozenset({Translation.State.MISSING, Translation.State.OUTDATED})

contents: Registry[Content] = Registry(key=lambda content: content.key)


def progress(municipality: UUID, languages: list[str]) -> list[Progress]:
    """Return the state of each kind in each language: two queries per kind."""
    return [
        each
        for content in contents
        for each in _progress_of(content, municipality, languages)
    ]


def open_texts(
    municipality: UUID, language: str
) -> list[tuple[Promise | str, list[OpenText]]]:
    """Return what lacks a checked text, by kind; outdated ones first.

    Two queries per kind.
    """
    return [
        (content.title, _open_of(content, municipality, language))
        for content in contents
    ]


def open_rows(
    content: Content, municipality: UUID, language: str, *, with_checked: bool = False
) -> Iterator[tuple[Any, Translation | None]]:
    """Yield each row that lacks a checked text, with what there is; two queries.

    :param with_checked: yield the checked ones too
    """
    for row in with_texts(content.rows(municipality), language):
        if row.source_language == language:
            continue
        found = {each.language: each for each in getattr(row, LOADED)}.get(language)
        if with_checked or found is None or found.state != Translation.State.CHECKED:
            yield row, found


def words_of(row: Any) -> int:
    """Return how many words of a row are to be translated."""
    return sum(
        len((getattr(row, name) or "").split()) for name in row.TRANSLATED_FIELDS
    )


def _open_of(content: Content, municipality: UUID, language: str) -> list[OpenText]:
    found = [
        OpenText(
            str(row),
            Translation.State(old.state if old else Translation.State.MISSING),
            content.address(row, language),
            words_of(row),
        )
        for row, old in open_rows(content, municipality, language)
    ]
    order = [Translation.State.OUTDATED, Translation.State.DRAFT]
    return sorted(
        found, key=lambda text: (text.state not in order, sort_key(text.title))
    )


def _progress_of(
    content: Content, municipality: UUID, languages: list[str]
) -> list[Progress]:
    """Count in two queries: the originals, and the state of each translation."""
    model: Any = content.model
    relation = model._meta.get_field("translations")
    translations = relation.related_model
    key = f"{relation.remote_field.name}_id"
    names = model.TRANSLATED_FIELDS
    words = {
        pk: sum(len((text or "").split()) for text in texts)
        for pk, *texts in content.rows(municipality).values_list("pk", *names)
    }
    states: dict[str, dict[Any, str]] = {language: {} for language in languages}
    rows = translations._default_manager.filter(
        municipality_id=municipality, language__in=languages
    ).order_by()
    for row, language, state in rows.values_list(key, "language", "state"):
        if row in words:
            states[language][row] = state
    return [
        Progress(
            content,
            language,
            len(words),
            dict(Counter(found.values())),
            sum(
                count
                for row, count in words.items()
                if found.get(row, Translation.State.MISSING) in _TO_DO
            ),
        )
        for language, found in states.items()
    ]
