"""What a municipality can translate: the rooms say it, the board shows it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from hafen.core.db.names import sort_key
from hafen.core.db.registry import Registry
from hafen.core.translation.models import Translatable, Translation
from hafen.core.translation.texts import LOADED, source_hash, with_texts
from hafen.core.translation.writing import save_translation
from hafen.core.translation.xliff import Unit


@dataclass(frozen=True)
class OpenText:
    """What one row says in one language: the original, and what there is of it.

    :param units: its pieces, each with its translation so far
    :param is_for_machines: whether a machine may write it: nothing is there, or
        its own text is out of date
    :param note: what a translator should know before
    """

    key: UUID
    title: str
    state: Translation.State
    address: str
    words: int
    source_language: str
    read_hash: str
    units: tuple[Unit, ...]
    is_for_machines: bool
    row: Any
    note: Promise | str = ""


@dataclass(frozen=True)
class Counted:
    """Words of the originals by row, and states of their translations."""

    words: dict[Any, int]
    states: dict[str, dict[Any, str]]


class Kind(Protocol):
    """One kind of rows with texts, however its room keeps them."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> Promise | str: ...

    def counted(self, municipality: UUID, languages: list[str]) -> Counted:
        """Return words and states in two queries."""

    def texts(self, municipality: UUID, language: str) -> Iterator[OpenText]:
        """Yield every row that can be translated into a language; two queries."""

    def text(self, municipality: UUID, key: UUID, language: str) -> OpenText | None:
        """Return one of them."""

    def save(self, text: OpenText, language: str, **said: Any) -> Any:
        """Keep a translation; takes what `save_translation` takes."""


@dataclass(frozen=True)
class Content:
    """One kind of `Translatable` rows, such as the offers.

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

    def counted(self, municipality: UUID, languages: list[str]) -> Counted:
        model: Any = self.model
        relation = model._meta.get_field("translations")
        translations = relation.related_model
        key = f"{relation.remote_field.name}_id"
        names = model.TRANSLATED_FIELDS
        words = {
            pk: sum(len((text or "").split()) for text in texts)
            for pk, *texts in self.rows(municipality).values_list("pk", *names)
        }
        states: dict[str, dict[Any, str]] = {language: {} for language in languages}
        rows = translations._default_manager.filter(
            municipality_id=municipality, language__in=languages
        ).order_by()
        for row, language, state in rows.values_list(key, "language", "state"):
            if row in words:
                states[language][row] = state
        return Counted(words, states)

    def texts(self, municipality: UUID, language: str) -> Iterator[OpenText]:
        for row in with_texts(self.rows(municipality), language):
            if row.source_language != language:
                yield self._text(row, language)

    def text(self, municipality: UUID, key: UUID, language: str) -> OpenText | None:
        rows = with_texts(self.rows(municipality).filter(pk=key), language)
        row = rows.first()
        return None if row is None else self._text(row, language)

    def save(self, text: OpenText, language: str, **said: Any) -> Translation:
        return save_translation(row=text.row, language=language, **said)

    def _text(self, row: Any, language: str) -> OpenText:
        found = {each.language: each for each in getattr(row, LOADED)}.get(language)
        state = Translation.State(found.state if found else Translation.State.MISSING)
        is_machines = found is not None and found.translator_id is None
        is_old = is_machines and state == Translation.State.OUTDATED
        names = [name for name in row.TRANSLATED_FIELDS if getattr(row, name)]
        return OpenText(
            key=row.pk,
            title=str(row),
            state=state,
            address=self.address(row, language),
            words=sum(len(getattr(row, name).split()) for name in names),
            source_language=row.source_language,
            read_hash=source_hash(row),
            units=tuple(
                Unit(
                    field=name,
                    label=str(row._meta.get_field(name).verbose_name),
                    source=getattr(row, name),
                    target=getattr(found, name, "") if found else "",
                )
                for name in names
            ),
            is_for_machines=is_old or state == Translation.State.MISSING,
            row=row,
        )


@dataclass(frozen=True)
class Progress:
    """How far one kind of content is translated into one language.

    :param words: of the originals that lack a translation of their present text
    """

    content: Kind
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


# What somebody has to write; a draft and a machine's text are only to be checked.
_TO_DO = frozenset({Translation.State.MISSING, Translation.State.OUTDATED})

contents: Registry[Kind] = Registry(key=lambda content: content.key)


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


def texts_to_do(
    content: Kind, municipality: UUID, language: str, *, with_checked: bool = False
) -> Iterator[OpenText]:
    """Yield each text that lacks a checked translation; two queries.

    :param with_checked: yield the checked ones too
    """
    for text in content.texts(municipality, language):
        if with_checked or text.state != Translation.State.CHECKED:
            yield text


def _open_of(content: Kind, municipality: UUID, language: str) -> list[OpenText]:
    order = [Translation.State.OUTDATED, Translation.State.DRAFT]
    return sorted(
        texts_to_do(content, municipality, language),
        key=lambda text: (text.state not in order, sort_key(text.title)),
    )


def _progress_of(
    content: Kind, municipality: UUID, languages: list[str]
) -> list[Progress]:
    """Count what there is of one kind in each language."""
    counted = content.counted(municipality, languages)
    return [
        Progress(
            content,
            language,
            len(counted.words),
            dict(Counter(found.values())),
            sum(
                count
                for row, count in counted.words.items()
                if found.get(row, Translation.State.MISSING) in _TO_DO
            ),
        )
        for language, found in counted.states.items()
    ]
