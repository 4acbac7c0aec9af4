import pytest

from hafen.core.translation.richtext import sanitised, without_tags


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>Kommen Sie <strong>bitte</strong></p>",) * 2,
        ("<script>alert(1)</script>Hallo", "Hallo"),
        ('<p onclick="x()" style="color:red">Hallo</p>', "<p>Hallo</p>"),
        ("<img src=x onerror=alert(1)>Bild", "Bild"),
        ("<iframe src='https://example.org'></iframe>", ""),
        ("<h1>Laut</h1>", "Laut"),
    ],
)
def test_only_harmless_elements_stay(written, kept):
    assert sanitised(written) == kept


def test_a_link_keeps_its_address_and_loses_its_script():
    safe = sanitised('<a href="https://example.org">hier</a>')
    assert 'href="https://example.org"' in safe
    assert "noopener" in safe
    assert "javascript" not in sanitised('<a href="javascript:x()">hier</a>')


def test_text_alone_has_no_elements():
    assert without_tags("<p>Haus<br>Hof</p>") == "HausHof"
