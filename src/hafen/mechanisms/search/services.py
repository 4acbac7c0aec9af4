import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from hafen.core.db import work
from hafen.core.db.context import Context, acting
from hafen.core.db.identifiers import uuid7
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import fallback_chain
from hafen.mechanisms.search import vectors
from hafen.mechanisms.search.folding import fold
from hafen.mechanisms.search.models import MissedSearch, SearchDocument, SearchWord
from hafen.mechanisms.search.registries import Draft, Source, Text, sources
from hafen.mechanisms.search.sounds import sound

_RAW_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
_SHORTEST_WORD, _LONGEST_WORD = 4, 60
_BATCH = 500
_MOST_MISSED_A_DAY = 1_000


def index_soon(*, municipality: Municipality, kind: str, ids: Collection[UUID]) -> None:
    """Bring some objects up to date in the search when the transaction has ended.

    Many calls in one transaction, as an import makes them, are one run.
    """
    for entry in connection.run_on_commit:
        waiting = entry[1]
        if isinstance(waiting, _Waiting) and waiting.is_of(municipality, kind):
            waiting.ids.update(ids)
            return
    transaction.on_commit(_Waiting(municipality, kind, set(ids)))


@dataclass
class _Waiting:
    """Objects of one kind that wait for the end of the transaction."""

    municipality: Municipality
    kind: str
    ids: set[UUID]

    def is_of(self, municipality: Municipality, kind: str) -> bool:
        return self.municipality.pk == municipality.pk and self.kind == kind

    def __call__(self) -> None:
        # The context of the transaction has ended with it, and rows of people with it.
        with acting(Context(municipality=self.municipality.pk)):
            index(municipality=self.municipality, kind=self.kind, ids=self.ids)


@transaction.atomic
def index(*, municipality: Municipality, kind: str, ids: Collection[UUID]) -> int:
    """
    Bring some objects up to date; those that are public no more go.

    :return: the number of documents
    """
    if not ids:
        return 0
    drafts = sources[kind].drafts(municipality, ids)
    SearchDocument.objects.filter(
        municipality=municipality, kind=kind, object_id__in=ids
    ).delete()
    count = _store(municipality, kind, drafts)
    _count_content_version(municipality)
    return count


@transaction.atomic
def rebuild(*, municipality: Municipality) -> int:
    """
    Lay the whole search of a municipality anew.

    :return: the number of documents
    """
    SearchDocument.objects.filter(municipality=municipality).delete()
    SearchWord.objects.filter(municipality=municipality).delete()
    count = sum(
        _store(municipality, source.kind, _all(source, municipality))
        for source in sources
    )
    _count_content_version(municipality)
    return count


def forget(municipality: UUID, objects: Collection[UUID]) -> None:
    """Delete what is found of rows that have gone, and soon the words they had."""
    rows = SearchDocument.objects.filter(
        municipality_id=municipality, object_id__in=objects
    )
    keys = sorted(rows.values_list("pk", flat=True))
    if keys:
        rows.delete()
        work.defer(
            "search.rebuild",
            municipality=municipality,
            actor=None,
            key=f"search.rebuild:{keys[0]}",
        )


def rebuild_soon(municipality: Municipality) -> None:
    """Lay the search anew after this change, once for each state of the town."""
    work.defer(
        "search.rebuild",
        municipality=municipality.pk,
        actor=None,
        key=f"search.rebuild:{municipality.version}",
    )


def _all(source: Source, municipality: Municipality) -> Iterable[Draft]:
    return source.drafts(municipality, None)


def _store(municipality: Municipality, kind: str, drafts: Iterable[Draft]) -> int:
    """Write the documents and words of the drafts, in batches."""
    remaining, count = iter(drafts), 0
    while batch := list(islice(remaining, _BATCH)):
        rows = [row for draft in batch for row in _rows(municipality, kind, draft)]
        SearchDocument.objects.bulk_create(rows, batch_size=_BATCH)
        _store_words(municipality, batch)
        count += len(rows)
    return count


def _rows(
    municipality: Municipality, kind: str, draft: Draft
) -> Iterator[SearchDocument]:
    for language in municipality.languages:
        found, text = _text_for(draft, language)
        original = draft.texts[draft.source_language]
        title = text.title[:300]
        yield SearchDocument(
            municipality=municipality,
            language=language,
            text_language=found,
            kind=kind,
            object_id=draft.object_id,
            title=title,
            snippet=_shortened(text.snippet or text.text, 300),
            address=draft.address,
            topics=_with_domains(draft.topics),
            districts=list(draft.districts),
            languages=list(draft.languages or draft.facets.get("languages", ())),
            facets=dict(draft.facets),
            changed_at=draft.changed_at,
            vector=vectors.vector(
                text,
                found,
                scope_key=vectors.scope(municipality.pk, language),
                names=(draft.names.get(language, ()), language),
                original=(original, draft.source_language)
                if found != draft.source_language
                else None,
            ),
        )


def _text_for(draft: Draft, language: str) -> tuple[str, Text]:
    """Return what a reader of the language gets, and the language it is in."""
    for tag in fallback_chain(language, source=draft.source_language):
        if tag in draft.texts:
            return tag, draft.texts[tag]
    return draft.source_language, draft.texts[draft.source_language]


def _with_domains(topics: Iterable[str]) -> list[str]:
    codes = [part for code in topics for part in (code.partition(".")[0], code)]
    return list(dict.fromkeys(codes))


def _shortened(text: str, length: int) -> str:
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(",;.") + " …"


def _store_words(municipality: Municipality, drafts: list[Draft]) -> None:
    words: dict[tuple[str, str], str] = {}
    for draft in drafts:
        for language, text in draft.texts.items():
            for word in _RAW_WORD.findall(
                " ".join((text.title, *text.keywords, text.text))
            ):
                if _SHORTEST_WORD <= len(word) <= _LONGEST_WORD:
                    words.setdefault((language, fold(word)), word)
    rows = [
        (uuid7(), municipality.pk, language, word, display, sound(word))
        for (language, word), display in sorted(words.items())
        if len(word) <= _LONGEST_WORD
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_searchword (id, municipality_id, language, word,"
            " display, sound, created_at, updated_at, version)"
            " VALUES (%s, %s, %s, %s, %s, %s, now(), now(), 1)"
            " ON CONFLICT (municipality_id, language, word) DO NOTHING",
            rows,
        )


def _count_content_version(municipality: Municipality) -> None:
    """Let cached pages of hits end; the documents are newer than the change."""
    Municipality.objects.filter(pk=municipality.pk).update(
        content_version=F("content_version") + 1
    )


def note_missed(
    *,
    municipality: Municipality,
    language: str,
    query: str,
    today: date,
    topic: str = "",
    district: UUID | None = None,
) -> None:
    """Count a search that found nothing, for the list of gaps.

    Only words are kept, and nothing that looks like a name with a number, an
    address or a whole sentence.

    :param topic: code of the domain that was chosen, or that the words name
    :param district: the one that was chosen
    """
    words = " ".join(query.casefold().split())
    if not _may_be_kept(words) or _is_flooded(municipality, today):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_missedsearch (id, municipality_id, day, language,"
            " words, topic, district_id, times, created_at, updated_at, version)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, 1, now(), now(), 1)"
            " ON CONFLICT (municipality_id, day, language, words, topic, district_id)"
            " DO UPDATE SET times = search_missedsearch.times + 1, updated_at = now()",
            [uuid7(), municipality.pk, today, language, words, topic, district],
        )


def _is_flooded(municipality: Municipality, today: date) -> bool:
    """Return whether a robot types: people do not miss so much on one day."""
    found = MissedSearch.objects.filter(municipality=municipality, day=today)
    return found.count() >= _MOST_MISSED_A_DAY


def _may_be_kept(words: str) -> bool:
    return (
        0 < len(words) <= _LONGEST_WORD
        and len(words.split()) <= 4
        and not re.search(r"[\d@]", words)
    )
