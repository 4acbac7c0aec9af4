"""Pages on the board of translations: their state and words, in pieces."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.core.translation.contents import Counted, OpenText
from hafen.core.translation.models import Translation
from hafen.core.translation.xliff import Unit
from hafen.information.knowledge import services
from hafen.information.knowledge.models import Entry, EntryQuerySet
from hafen.information.knowledge.readability import Level, readability
from hafen.information.knowledge.segments import said_in, segments, words_in
from hafen.information.knowledge.texts import said

State = Translation.State


class Pages:
    """What the public reads, apart from pages that another database keeps."""

    key = "knowledge.entry"
    title = _("Pages")

    def counted(self, municipality: UUID, languages: list[str]) -> Counted:
        rows = _rows(municipality)
        words = {row.pk: words_in(row) for row in rows.defer("source_texts")}
        states: dict[str, dict[Any, str]] = {language: {} for language in languages}
        found = (
            Entry.objects.written()
            .filter(
                municipality=municipality,
                original__isnull=False,
                language__in=languages,
            )
            .order_by()
        )
        for row, language, state, is_live in found.values_list(
            "original_id", "language", "state", "live"
        ):
            if row in words:
                states[language][row] = state if is_live else State.DRAFT
        return Counted(words, states)

    def texts(self, municipality: UUID, language: str) -> Iterator[OpenText]:
        yield from self._texts(_rows(municipality), language)

    def text(self, municipality: UUID, key: UUID, language: str) -> OpenText | None:
        rows = _rows(municipality).filter(translation_key=key)
        return next(self._texts(rows, language), None)

    def _texts(self, rows: EntryQuerySet, language: str) -> Iterator[OpenText]:
        there = Prefetch(
            "translations",
            Entry.objects.written().filter(language=language),
            to_attr="loaded_translations",
        )
        for row in rows.select_related("municipality").prefetch_related(there):
            if row.source_language != language:
                yield _text(row, language)

    def save(self, text: OpenText, language: str, **said: Any) -> Entry:
        return services.translate_page(original=text.row, language=language, **said)


def _rows(municipality: UUID) -> EntryQuerySet:
    rows = Entry.objects.filter(municipality=municipality, is_read_only=False)
    found: EntryQuerySet = rows.originals().readable().order_by("path")
    return found


def _text(row: Entry, language: str) -> OpenText:
    found = next(iter(row.loaded_translations), None)
    state = State.MISSING if found is None else State(found.state)
    if found is not None and not found.live:
        state = State.DRAFT
    there = {} if found is None else said_in(found, row)
    # What nobody ever checked is the machine's own.
    is_old = found is not None and found.checked_at is None
    is_old = is_old and state == State.OUTDATED
    is_hard = _is_hard(row)
    return OpenText(
        key=row.translation_key,
        title=row.title,
        state=state,
        address=_address(row, language),
        words=words_in(row),
        source_language=row.source_language,
        read_hash=row.source_hash,
        units=tuple(
            Unit(each.key, each.label, each.text, there.get(each.key, ""), each.is_html)
            for each in segments(row)
        ),
        is_for_machines=not is_hard and (is_old or state == State.MISSING),
        row=row,
        note=_("too hard to read for a machine") if is_hard else "",
    )


def _is_hard(row: Entry) -> bool:
    """Return whether a German text has to become plainer first.

    What people hardly understand, a machine translates wrongly, unnoticed.
    """
    if not row.source_language.startswith("de"):
        return False
    score = readability("\n".join([row.summary, said(row)]))
    return score is not None and score.level in (Level.HARD, Level.VERY_HARD)


def _address(row: Entry, language: str) -> str:
    where = [row.municipality.slug, row.address, language]
    return reverse("knowledge:translate", args=where)
