from datetime import UTC, datetime
from uuid import UUID, uuid5

import pytest

from hafen.core.places.models import Municipality
from hafen.mechanisms.search import services
from hafen.mechanisms.search.models import MissedSearch, SearchDocument
from hafen.mechanisms.search.queries import (
    Wanted,
    find,
    missed_searches,
    suggestions,
)
from hafen.mechanisms.search.registries import Draft, Source, Text, sources

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEYS = UUID("0190a000-0000-7000-8000-000000000000")


def draft(name: str, topics: tuple[str, ...] = (), **texts: Text) -> Draft:
    return Draft(
        object_id=uuid5(KEYS, name),
        address=f"offers/{name}/",
        texts=texts,
        source_language="de",
        changed_at=NOW,
        topics=topics,
    )


DRAFTS = [
    draft(
        "course",
        ("N01.course-place",),
        de=Text("Deutschkurse", ("Sprache",), "Sprachkurse am Abend"),
        ar=Text("دورات اللغة الألمانية", (), "دورات في المساء"),
    ),
    draft("office", ("N02",), de=Text("Ausländeramt", (), "Aufenthalt regeln")),
    draft("advice", ("N02",), de=Text("Migrationsberatung", (), "Beratung im Haus")),
    draft("swim", ("N09",), de=Text("Schwimmkurs", (), "Für Frauen")),
]


@pytest.fixture
def town(monkeypatch):
    town = Municipality.objects.create(
        slug="suchstadt", name="Suchstadt", languages=["de", "ar"], is_published=True
    )

    def drafts(_municipality, ids):
        return [each for each in DRAFTS if ids is None or each.object_id in ids]

    monkeypatch.setattr(sources, "_entries", {})
    sources.register(Source("thing", "Ding", drafts))
    services.rebuild(municipality=town)
    return town


def addresses(town, text, language="de", **narrowed):
    found = find(town, Wanted(text=text, language=language, **narrowed))
    return [hit.address.split("/")[1] for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sprachkurs", ["course"]),
        ("kurse", ["course", "swim"]),
        ("auslanderbehorde", ["office"]),
        ("Migrationsberatng", ["advice"]),
        ("sprahckurse", ["course"]),
        ("nichts davon", []),
        ("und", []),
        ("", []),
        ("' | !& :*", []),
        ("\\'; DROP", []),
    ],
)
def test_typed_words_find_documents(town, text, expected):
    assert sorted(addresses(town, text)) == expected


def test_a_reader_finds_the_translation_and_the_fallback_is_flagged(town):
    course = find(town, Wanted(text="دورة لغة", language="ar")).hits[0]
    office = find(town, Wanted(text="دائرة الأجانب", language="ar")).hits[0]

    assert (course.title, course.is_fallback) == ("دورات اللغة الألمانية", False)
    assert (office.title, office.is_fallback) == ("Ausländeramt", True)


def test_the_word_from_a_letter_finds_the_translated_page(town):
    assert addresses(town, "Deutschkurs", "ar") == ["course"]


def test_a_slip_is_told(town):
    found = find(town, Wanted(text="Migrationsberatng", language="de"))

    assert found.understood == "Migrationsberatung"


def test_more_words_than_any_document_has_find_those_with_some(town):
    found = find(town, Wanted(text="Schwimmkurs Raumfahrt", language="de"))

    assert found.is_partial
    assert [hit.title for hit in found.hits] == ["Schwimmkurs"]


def test_a_title_counts_more_than_a_text(town):
    assert addresses(town, "Beratung")[0] == "advice"


def test_hits_are_counted_and_narrowed_by_topic(town):
    found = find(town, Wanted(text="kurs", language="de"))

    assert found.topics == {"N01": 1, "N09": 1}
    assert addresses(town, "kurs", topic="N09") == ["swim"]
    assert addresses(town, "kurs", topic="N01") == ["course"]


def test_what_is_public_no_more_is_found_no_more(town, monkeypatch):
    gone = DRAFTS[1]
    monkeypatch.setattr("hafen.mechanisms.search.tests.test_find.DRAFTS", DRAFTS[:1])

    services.index(municipality=town, kind="thing", ids=[gone.object_id])

    assert addresses(town, "Ausländeramt") == []
    assert addresses(town, "Sprachkurs") == ["course"]


def test_indexing_ends_cached_pages(town):
    town.refresh_from_db()
    before = town.content_version

    services.index(municipality=town, kind="thing", ids=[DRAFTS[0].object_id])

    town.refresh_from_db()
    assert town.content_version > before


def test_another_municipality_is_not_searched(town):
    other = Municipality.objects.create(
        slug="nebenan", name="Nebenan", languages=["de"], is_published=True
    )

    assert addresses(other, "Sprachkurs") == []
    assert SearchDocument.objects.filter(municipality=other).count() == 0


def test_words_are_suggested_while_typing(town):
    words, found = suggestions(town, Wanted(text="migr", language="de"))

    assert words == ["Migrationsberatung"]
    assert [hit.title for hit in found.hits] == ["Migrationsberatung"]


def test_a_search_takes_one_statement(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        addresses(town, "Sprachkurs")


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("Zahnarzt  Sonntag", ["zahnarzt sonntag"]),
        ("0251 123456", []),
        ("jemand@example.org", []),
        ("ich suche seit Wochen eine Wohnung", []),
    ],
)
def test_only_harmless_words_of_a_missed_search_are_kept(town, query, kept):
    for _ in range(2):
        services.note_missed(
            municipality=town, language="de", query=query, topic="", today=NOW.date()
        )

    assert list(MissedSearch.objects.values_list("words", flat=True)) == kept
    assert [row.times for row in MissedSearch.objects.all()] == [2] * len(kept)


def test_many_changes_in_one_transaction_are_indexed_once(
    town, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True) as waiting:
        for each in DRAFTS:
            services.index_soon(municipality=town, kind="thing", ids=[each.object_id])

    assert len(waiting) == 1
    assert addresses(town, "Ausländeramt") == ["office"]


def test_the_gaps_come_with_the_most_wanted_first(town):
    for query in ("Chor", "Zahnarzt", "Zahnarzt"):
        services.note_missed(
            municipality=town, language="de", query=query, topic="", today=NOW.date()
        )

    found = missed_searches(town, since=NOW.date())
    assert [(row["words"], row["total"]) for row in found] == [
        ("zahnarzt", 2),
        ("chor", 1),
    ]


def test_a_robot_cannot_fill_the_list_of_gaps(town, monkeypatch):
    monkeypatch.setattr(services, "_MOST_MISSED_A_DAY", 1)
    for query in ("chor", "tanz"):
        services.note_missed(
            municipality=town, language="de", query=query, topic="", today=NOW.date()
        )

    assert MissedSearch.objects.count() == 1
