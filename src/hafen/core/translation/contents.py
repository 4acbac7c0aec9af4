"""What a municipality can translate: the rooms say it, the board shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
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
    """How far one kind of content is translated into one language."""

    content: Content
    language: str
    total: int
    by_state: dict[str, int]

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


def _open_of(content: Content, municipality: UUID, language: str) -> list[OpenText]:
    found = []
    for row in with_texts(content.rows(municipality), language):
        states = {each.language: each.state for each in getattr(row, LOADED)}
        state = Translation.State(states.get(language, Translation.State.MISSING))
        if state != Translation.State.CHECKED and row.source_language != language:
            found.append(OpenText(str(row), state, content.address(row, language)))
    order = [Translation.State.OUTDATED, Translation.State.DRAFT]
    return sorted(
        found, key=lambda text: (text.state not in order, sort_key(text.title))
    )


def _progress_of(
    content: Content, municipality: UUID, languages: list[str]
) -> list[Progress]:
    rows = content.rows(municipality)
    model: Any = content.model
    relation = model._meta.get_field("translations")
    translations = relation.related_model
    key = relation.remote_field.name
    counts = (
        translations._default_manager.filter(
            **{"municipality_id": municipality, f"{key}__in": rows},
            language__in=languages,
        )
        .order_by()
        .values_list("language", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {language: {} for language in languages}
    for language, state, number in counts:
        found[language][state] = number
    total = rows.count()
    return [
        Progress(content, language, total, by_state)
        for language, by_state in found.items()
    ]
