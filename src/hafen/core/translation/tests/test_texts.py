"""Texts of a row with its fallbacks; the rows here are stand-ins without tables."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from hafen.core.translation import texts
from hafen.core.translation.models import Translation

CHECKED = datetime(2026, 3, 1, tzinfo=UTC)


class Words:
    """Stands for the texts of one translation."""

    def __init__(self, language, name, *, state="CHECKED", summary=""):
        self.language = language
        self.state = state
        self.name = name
        self.summary = summary
        self.checked_at = CHECKED if state in ("CHECKED", "OUTDATED") else None

    State = Translation.State
    is_readable = Translation.is_readable


def offer(*translations, name="Sprachcafé", summary="Jeden Dienstag"):
    return SimpleNamespace(
        TRANSLATED_FIELDS=("name", "summary"),
        source_language="de",
        name=name,
        summary=summary,
        loaded_translations=list(translations),
    )


def test_a_text_comes_in_the_wanted_language():
    text = texts.text_in(offer(Words("uk", "Мовне кафе")), "uk")
    assert (text.text, text.language, text.is_fallback) == ("Мовне кафе", "uk", False)


def test_a_missing_text_comes_in_german_and_is_flagged():
    text = texts.text_in(offer(Words("ru", "Языковое кафе")), "uk")
    assert (text.text, text.language, text.is_fallback) == ("Sprachcafé", "de", True)


def test_dari_readers_get_farsi_before_german():
    text = texts.text_in(offer(Words("fa", "کافهٔ زبان")), "prs")
    assert (text.language, text.direction, text.is_fallback) == ("fa", "rtl", True)


def test_german_readers_get_the_original_unflagged():
    text = texts.text_in(offer(Words("uk", "Мовне кафе")), "de")
    assert (text.text, text.is_fallback, text.state) == ("Sprachcafé", False, None)


@pytest.mark.parametrize(
    ("state", "language"),
    [
        ("MISSING", "de"),
        ("DRAFT", "de"),
        ("MACHINE", "tr"),
        ("CHECKED", "tr"),
        ("OUTDATED", "tr"),
    ],
)
def test_what_the_public_reads_of_a_translation(state, language):
    row = offer(Words("tr", "Dil kafesi", state=state))
    assert texts.text_in(row, "tr").language == language


def test_an_outdated_draft_never_becomes_public():
    draft = Words("tr", "Dil kafesi", state="OUTDATED")
    draft.checked_at = None
    assert texts.text_in(offer(draft), "tr").language == "de"


def test_fields_fall_back_one_by_one():
    found = texts.texts_in(offer(Words("fr", "Café des langues")), "fr")
    assert found["name"].language == "fr"
    assert (found["summary"].language, found["summary"].is_fallback) == ("de", True)


def test_where_the_original_is_empty_nothing_is_shown_and_nothing_flagged():
    row = offer(Words("fr", "Café", summary="Chaque mardi"), summary="")
    text = texts.texts_in(row, "fr")["summary"]
    assert (text.text, text.is_fallback) == ("", False)


def test_an_original_in_another_language_ends_the_chain():
    row = offer(name="Women’s group")
    row.source_language = "en"
    text = texts.text_in(row, "uk")
    assert (text.language, text.is_fallback) == ("en", True)


def test_a_translation_is_stale_when_its_original_changed():
    row = offer()
    translation = SimpleNamespace(source_hash=texts.source_hash(row))
    assert not texts.is_stale(row, translation)
    row.summary = "Jeden Mittwoch"
    assert texts.is_stale(row, translation)
