import pytest

from hafen.core.files.glyphs import drawable


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Straße ق ሀ ї", "Straße ق ሀ ї"),
        ("a\x1fb\x00c\td", "abc d"),
        ("Ada 🌍\ue000", "Ada ?"),
        ("漢字", "??"),
        ("a\u2066b\u2069\u200dc", "a\u2066b\u2069\u200dc"),
        ("one\u2028two\nthree", "one\ntwo\nthree"),
        ("\ud800", ""),
    ],
)
def test_a_sign_that_no_font_has_is_drawn_as_a_question_mark(written, drawn):
    assert drawable({"a": [written, 1, None]}) == {"a": [drawn, 1, None]}
