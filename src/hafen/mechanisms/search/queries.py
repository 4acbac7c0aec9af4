"""Public search: one statement for hits and facets, more only for a slip.

Hits are ranked among the newest 2,000; who finds more should say more.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Count, F, QuerySet
from django.db.models.expressions import RawSQL

from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import fallback_chain
from hafen.mechanisms.search import vectors
from hafen.mechanisms.search.corrections import corrected, near
from hafen.mechanisms.search.folding import fold
from hafen.mechanisms.search.models import SearchDocument, SearchWord
from hafen.mechanisms.search.normaliser import Term, query_terms, words
from hafen.mechanisms.search.registries import hidden_kinds, sources

PAGE = 20
MOST_RANKED = 2_000
_LONGEST_QUERY = 200
_MOST_TERMS = 12
_MOST_SUGGESTED = 6
# With fewer hits than this, what has some of the words is shown below them.
_FEW = 3
_MOST_OTHERS = 8

_FIND = """
WITH newest AS MATERIALIZED (
    SELECT id, kind, object_id, topics, districts, languages, changed_at, vector
    FROM search_searchdocument
    WHERE vector @@ %(matches)s::tsquery AND municipality_id = %(municipality)s
      AND kind <> ALL(%(hidden)s)
    ORDER BY changed_at DESC, id LIMIT %(most)s
), filtered AS (
    SELECT id, changed_at, vector FROM newest
    WHERE (%(topic)s = '' OR %(topic)s = ANY(topics))
      AND (%(kind)s = '' OR kind = %(kind)s)
      AND (%(language)s = '' OR %(language)s = ANY(languages))
      AND (%(districts)s::uuid[] IS NULL OR districts && %(districts)s::uuid[])
      AND (%(only)s::uuid[] IS NULL OR object_id = ANY(%(only)s::uuid[]))
), page AS (
    SELECT id, ts_rank('{0.1,0.25,0.5,1}', vector, %(ranks)s::tsquery) AS rank
    FROM filtered ORDER BY rank DESC, changed_at DESC, id
    LIMIT %(size)s OFFSET %(offset)s
)
SELECT
    (SELECT count(*) FROM filtered),
    (SELECT COALESCE(jsonb_object_agg(topic, times), '{}') FROM (
        SELECT topic, count(*) AS times
        FROM (SELECT unnest(topics) AS topic FROM newest) AS each_topic
        WHERE strpos(topic, '.') = 0 GROUP BY topic) AS by_topic),
    (SELECT COALESCE(jsonb_object_agg(kind, times), '{}') FROM (
        SELECT kind, count(*) AS times FROM newest GROUP BY kind) AS by_kind),
    (SELECT COALESCE(jsonb_object_agg(tag, times), '{}') FROM (
        SELECT tag, count(*) AS times
        FROM (SELECT unnest(languages) AS tag FROM newest) AS each_language
        GROUP BY tag) AS by_language),
    (SELECT COALESCE(jsonb_object_agg(district, times), '{}') FROM (
        SELECT district, count(*) AS times
        FROM (SELECT unnest(districts) AS district FROM newest) AS each_district
        GROUP BY district) AS by_district),
    (SELECT COALESCE(jsonb_agg(jsonb_build_object(
        'kind', d.kind, 'object_id', d.object_id, 'title', d.title,
        'snippet', d.snippet, 'address', d.address, 'topics', d.topics,
        'text_language', d.text_language, 'facets', d.facets
     ) ORDER BY page.rank DESC, d.changed_at DESC, d.id), '[]')
     FROM page JOIN search_searchdocument AS d USING (id))
"""


_CANDIDATES = """
SELECT kind, array_agg(object_id) FROM (
    SELECT kind, object_id FROM search_searchdocument
    WHERE vector @@ %(matches)s::tsquery AND municipality_id = %(municipality)s
      AND kind <> ALL(%(hidden)s)
    ORDER BY changed_at DESC, id LIMIT %(most)s
) AS newest GROUP BY kind
"""


@dataclass(frozen=True)
class Wanted:
    """A search: the words, and what narrows them.

    :param language: of the reader
    :param spoken: tag of a language that is spoken there
    :param districts: keys of a district and those below it
    :param open_at: only what is open at this instant
    """

    text: str
    language: str
    topic: str = ""
    kind: str = ""
    spoken: str = ""
    districts: frozenset[UUID] = frozenset()
    open_at: datetime | None = None
    page: int = 1


@dataclass(frozen=True)
class Hit:
    kind: str
    object_id: UUID
    title: str
    snippet: str
    address: str
    topics: list[str]
    text_language: str
    facets: dict[str, Any]
    is_fallback: bool


@dataclass(frozen=True)
class Found:
    """The answer to a search.

    :param understood: the corrected words, when the typed ones found nothing
    :param is_partial: whether no document meets all words, so these meet some
    :param others: where very few meet all words, those that meet some
    """

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    topics: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    districts: dict[str, int] = field(default_factory=dict)
    understood: str = ""
    is_partial: bool = False
    others: list[Hit] = field(default_factory=list)

    @property
    def is_capped(self) -> bool:
        return self.total >= MOST_RANKED


def find(municipality: Municipality, wanted: Wanted) -> Found:
    """Return the hits for a reader, best first; understood with slips if need be."""
    chain = fallback_chain(wanted.language, source=municipality.default_language)
    text = wanted.text[:_LONGEST_QUERY]
    terms = query_terms(text, chain)[:_MOST_TERMS]
    if not terms:
        return Found()
    found = _ask(municipality, wanted, terms)
    if not found.kinds:
        return _second_try(municipality, wanted, terms, chain)
    if found.total < _FEW and len(terms) > 1 and wanted.page == 1:
        # A word such as "apply" may stand nowhere but on the wrong page.
        some = _ask(municipality, wanted, terms, partial=True)
        known = {(hit.kind, hit.object_id) for hit in found.hits}
        others = [hit for hit in some.hits if (hit.kind, hit.object_id) not in known]
        return replace(found, others=others[:_MOST_OTHERS])
    return found


def _second_try(
    municipality: Municipality,
    wanted: Wanted,
    terms: Sequence[Term],
    chain: Sequence[str],
) -> Found:
    """Look for what was meant: words without slips, else some of the words."""
    meant = corrected(municipality, wanted.text[:_LONGEST_QUERY], chain)
    if meant:
        better = _ask(municipality, wanted, query_terms(meant, chain)[:_MOST_TERMS])
        if better.kinds:
            return replace(better, understood=meant)
    some = _ask(municipality, wanted, terms, partial=True)
    return replace(some, is_partial=len(terms) > 1)


def _ask(
    municipality: Municipality,
    wanted: Wanted,
    terms: Sequence[Term],
    *,
    partial: bool = False,
) -> Found:
    scope_key = vectors.scope(municipality.pk, wanted.language)
    query = vectors.any_query if partial else vectors.all_query
    values: dict[str, Any] = {
        "matches": query(terms, scope_key=scope_key),
        "ranks": vectors.ranking_query(terms),
        "municipality": municipality.pk,
        "topic": wanted.topic,
        "kind": wanted.kind,
        "language": wanted.spoken,
        "hidden": hidden_kinds(municipality),
        "districts": list(wanted.districts) or None,
        "most": MOST_RANKED,
        "size": PAGE,
        "offset": (wanted.page - 1) * PAGE,
    }
    values["only"] = _open(municipality, wanted.open_at, values)
    with connection.cursor() as cursor:
        cursor.execute(_FIND, values)
        total, topics, kinds, languages, districts, hits = map(_read, cursor.fetchone())
    return Found(
        total=total,
        topics=topics,
        kinds=kinds,
        languages=languages,
        districts=districts,
        hits=[_hit(hit, wanted.language) for hit in hits],
    )


def _open(
    municipality: Municipality, instant: datetime | None, values: dict[str, Any]
) -> list[UUID] | None:
    """Return the keys of what is open among the candidates; None for any."""
    if instant is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, values)
        candidates = cursor.fetchall()
    found: list[UUID] = []
    for kind, keys in candidates:
        if kind in sources and (open_among := sources[kind].open_among):
            found += open_among(municipality, keys, instant)
    return found


def _read(value: Any) -> Any:
    """Return a column; Django leaves jsonb of raw statements unread."""
    return json.loads(value) if isinstance(value, str) else value


def _hit(row: dict[str, Any], language: str) -> Hit:
    row["object_id"] = UUID(row["object_id"])
    return Hit(**row, is_fallback=row["text_language"] != language)


def suggestions(municipality: Municipality, wanted: Wanted) -> tuple[list[str], Found]:
    """Return words that begin as the last one typed, and what the best one finds."""
    chain = fallback_chain(wanted.language, source=municipality.default_language)
    typed = fold(wanted.text[:_LONGEST_QUERY]).split()
    if not typed or len(typed[-1]) < 2:
        return [], Found()
    found = list(
        SearchWord.objects.filter(
            municipality=municipality, language__in=chain, word__startswith=typed[-1]
        ).order_by("word")[:30]
    )
    found.sort(key=lambda row: (chain.index(row.language), len(row.word), row.word))
    # One of Kurs, Kurse, Kurses is enough.
    by_key: dict[str, str] = {}
    for row in found:
        by_key.setdefault(_key_of(row), row.display)
    completed = list(by_key.values())[:_MOST_SUGGESTED]
    if not completed and (meant := near(municipality, typed[-1], chain)):
        completed = [meant]
    begun = " ".join(wanted.text.split()[:-1])
    whole = [f"{begun} {word}".strip() for word in completed]
    best = whole[0] if whole else wanted.text
    hits = _first_hits(municipality, Wanted(text=best, language=wanted.language), chain)
    return whole, hits


def public_objects(municipality: Municipality) -> QuerySet[Any, Any]:
    """Return `address` and `changed_at` of everything public, in a steady order."""
    return (
        SearchDocument.objects.filter(
            municipality=municipality, language=municipality.default_language
        )
        .exclude(kind__in=hidden_kinds(municipality))
        .order_by("kind", "object_id")
        .values("address", "changed_at")
    )


def count_public(municipalities: Iterable[Municipality]) -> Counter[UUID]:
    """Return how many public objects each municipality has."""
    towns = {town.pk: set(hidden_kinds(town)) for town in municipalities}
    own = SearchDocument.objects.filter(
        municipality__in=towns, language=F("municipality__languages__0")
    )
    counts: Counter[UUID] = Counter()
    for row in own.values("municipality", "kind").annotate(total=Count("pk")):
        if row["kind"] not in towns[row["municipality"]]:
            counts[row["municipality"]] += row["total"]
    return counts


def keys_matching(
    text: str, *, kind: str, language: str, municipality: Municipality | None = None
) -> QuerySet[Any, Any]:
    """Return the keys of objects that meet every word, as a condition for their
    table; unranked.

    :param municipality: of all towns when None
    """
    terms = query_terms(text[:_LONGEST_QUERY], fallback_chain(language))[:_MOST_TERMS]
    documents = SearchDocument.objects.filter(kind=kind)
    if not terms:
        return documents.none().values("object_id")
    matches = vectors.everywhere_query(terms)
    if municipality is not None:
        documents = documents.filter(municipality=municipality)
        scope_key = vectors.scope(municipality.pk, municipality.default_language)
        matches = vectors.all_query(terms, scope_key=scope_key)
    condition = RawSQL("vector @@ %s::tsquery", [matches], output_field=BooleanField())
    return documents.filter(condition).values("object_id")


def _key_of(row: SearchWord) -> str:
    return " ".join(word.key for word in words(row.display, row.language))


def _first_hits(
    municipality: Municipality, wanted: Wanted, chain: Sequence[str]
) -> Found:
    terms = query_terms(wanted.text, chain)[:_MOST_TERMS]
    return _ask(municipality, wanted, terms) if terms else Found()
