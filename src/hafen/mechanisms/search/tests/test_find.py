from datetime import UTC, datetime
from uuid import UUID, uuid5

import pytest
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.places.models import District, Municipality
from hafen.mechanisms.search import services
from hafen.mechanisms.search.gaps import count_rare, missed_topics, missed_words
from hafen.mechanisms.search.models import MissedSearch, SearchDocument
from hafen.mechanisms.search.queries import (
    Wanted,
    find,
    suggestions,
)
from hafen.mechanisms.search.registries import Draft, Source, Text, sources

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEYS = UUID("0190a000-0000-7000-8000-000000000000")


def draft(
    name: str,
    topics: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
    names: dict[str, tuple[str, ...]] | None = None,
    **texts: Text,
) -> Draft:
    return Draft(
        object_id=uuid5(KEYS, name),
        address=f"offers/{name}/",
        texts=texts,
        source_language="de",
        changed_at=NOW,
        topics=topics,
        languages=languages,
        names=names or {},
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
    draft(
        "swim",
        ("N09",),
        languages=("ar",),
        names={"ar": ("سباحة",)},
        de=Text("Schwimmkurs", (), "Für Frauen"),
    ),
]


@pytest.fixture
def town(monkeypatch):
    town = Municipality.objects.create(
        slug="suchstadt", name="Suchstadt", languages=["de", "ar"], is_published=True
    )

    def drafts(_municipality, ids):
        return [each for each in DRAFTS if ids is None or each.object_id in ids]

    monkeypatch.setattr(sources, "_entries", {})

    def open_among(_municipality, ids, now):
        return [key for key in ids if key == DRAFTS[0].object_id and now == NOW]

    sources.register(Source("thing", "Ding", drafts, open_among=open_among))
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


TODAY = NOW.date()


def miss(town, query, times, today=TODAY, **where):
    for _ in range(times):
        services.note_missed(
            municipality=town, language="de", query=query, today=today, **where
        )


def test_the_gaps_come_with_the_most_wanted_first_and_rare_words_stay_hidden(town):
    for query, times in (("Chor", 3), ("Frau Muster", 2), ("Zahnarzt", 4)):
        miss(town, query, times)

    found = missed_words(town, since=NOW.date(), reader="de")
    assert [(row["words"], row["total"]) for row in found] == [
        ("zahnarzt", 4),
        ("chor", 3),
    ]
    assert count_rare(town, since=NOW.date()) == 1


def test_gaps_are_counted_by_topic_district_and_language(town, acting):
    acting(town)
    north = District.objects.create(
        municipality=town, name="Nord", sort_key="nord", layer="districts"
    )
    for number in range(3):
        miss(town, f"zahn{'x' * number}", 1, topic="N13", district=north.pk)
    miss(town, "chor", 2, topic="N18")
    miss(town, "chor", 3, topic="N18", district=north.pk)

    gaps = missed_topics(town, since=NOW.date(), reader="de", today=NOW.date())
    assert [(gap.topic, gap.district, gap.language, gap.total) for gap in gaps] == [
        ("Körperliche Gesundheit", "Nord", "Deutsch", 3),
        ("Freizeit, Sport, Kultur, Religion", "Nord", "Deutsch", 3),
    ]


def test_the_desk_shows_and_exports_the_gaps(town, person, sign_in):
    today = timezone.localdate()
    miss(town, "zahnarzt", 3, today=today, topic="N13")
    miss(town, "geheim", 1, today=today)
    client = sign_in(person(town, Role.INTEGRATION_MANAGER))

    words = client.get("/suchstadt/desk/gaps/").content.decode()
    topics = client.get("/suchstadt/desk/gaps/topics/").content.decode()
    file = client.get("/suchstadt/desk/gaps/topics/?as=csv").content.decode()

    assert "zahnarzt" in words
    assert "geheim" not in words
    assert "Gesundheit" in topics
    assert "Gesundheit" in file
    assert "geheim" not in file


def test_a_robot_cannot_fill_the_list_of_gaps(town, monkeypatch):
    monkeypatch.setattr(services, "_MOST_MISSED_A_DAY", 1)
    for query in ("chor", "tanz"):
        services.note_missed(
            municipality=town, language="de", query=query, topic="", today=NOW.date()
        )

    assert MissedSearch.objects.count() == 1


def test_hits_are_narrowed_by_what_is_spoken_and_what_is_open(town):
    found = find(town, Wanted(text="kurs", language="de"))

    assert found.languages == {"ar": 1}
    assert addresses(town, "kurs", spoken="ar") == ["swim"]
    assert addresses(town, "kurs", open_at=NOW) == ["course"]


def test_names_of_topics_find_what_is_not_translated(town):
    assert addresses(town, "سباحة", "ar") == ["swim"]


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("ауслендерамт", "de", ["office"]),
        ("швимкурс", "ar", ["swim"]),
        ("ميغراتسيونسبيراتونغ", "ar", ["advice"]),
    ],
)
def test_german_words_are_understood_in_other_letters(town, typed, language, expected):
    assert addresses(town, typed, language) == expected


def test_a_slip_while_typing_suggests_the_word_that_was_meant(town):
    words, _found = suggestions(town, Wanted(text="Schwimkrs", language="de"))

    assert words == ["Schwimmkurs"]
