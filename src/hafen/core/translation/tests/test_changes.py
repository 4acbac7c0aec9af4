from types import SimpleNamespace

from hafen.core.translation.changes import Piece, changes_since, difference


def test_changed_words_are_shown_where_they_stand():
    assert difference("Dienstag um 16 Uhr", "Dienstag um 17 Uhr") == [
        Piece("same", "Dienstag um "),
        Piece("gone", "16"),
        Piece("new", "17"),
        Piece("same", " Uhr"),
    ]


def test_only_changed_fields_are_told():
    row = SimpleNamespace(TRANSLATED_FIELDS=("name", "note"), name="Café", note="neu")
    translation = SimpleNamespace(source_texts={"name": "Café", "note": "alt"})
    assert changes_since(row, translation) == {
        "note": [Piece("gone", "alt"), Piece("new", "neu")]
    }


def test_without_a_known_original_nothing_is_told():
    row = SimpleNamespace(TRANSLATED_FIELDS=("name",), name="Café")
    assert changes_since(row, SimpleNamespace(source_texts={})) == {}
