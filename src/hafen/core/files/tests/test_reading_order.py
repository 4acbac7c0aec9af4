"""Lines of two directions on paper, as PDFium gives them to whoever reads aloud."""

from pathlib import Path

import pypdfium2
import pytest

from hafen.core.files.typesetting import direction, isolated, pdf

TEMPLATE = Path(__file__).parent / "line.typ"


def read(text, language):
    data = {"text": text, "language": language, "direction": direction(language)}
    pages = pypdfium2.PdfDocument(pdf(TEMPLATE, data))
    found = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(found.replace("\u2066", "").replace("\u2069", "").split())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "تعالوا إلى Neue Hafenstraße 12, 48143 Musterhafen يوم الاثنين."),
        ("ar", "العنوان: Anne-Frank-Straße 7"),
        ("ar", "يساعدكم Haus der Vielfalt e. V. في الطابق الأول."),
        ("ar", "اتصلوا على +49 251 12345 من 9:00 حتى 12:00"),
        ("ar", "اكتبوا إلى hilfe@hafen.example.org قبل 12.03.2027"),
        ("ar", "اذهبوا إلى Jobcenter مع الجواز."),
        ("fa", "به Neue Hafenstraße 12، 48143 Musterhafen بیایید."),
        ("fa", "انجمن Brücke Musterhafen e. V. به شما کمک می کند."),
        ("fa", "با 0251 12345 تماس بگیرید، از 9:00 تا 12:00"),
        ("uk", "Приходьте: Neue Hafenstraße 12, +49 251 12345, 9:00–12:00."),
        ("ti", "ናብ Neue Hafenstraße 12 ምጹ፣ +49 251 12345, 9:00–12:00።"),
    ],
)
def test_streets_names_numbers_and_hours_are_read_in_order(language, text):
    assert read(isolated(text, language), language) == text


def test_pdfium_turns_german_words_within_an_arabic_line():
    """The minimal case of docs/decisions/0003: when it fails, PDFium has learned
    to read, and German names may stand within Arabic lines again.
    """
    arabic = "تعالوا غدا معنا إلى {} يوم الاثنين"

    for name, turned in (("Neue Straße", "Straße Neue"), ("B1", "1B")):
        line = arabic.format(f"\u2066{name}\u2069")
        assert read(line, "ar") == arabic.format(turned)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("دورة حتى المستوى B1 في المساء", "B1"),
        ("الهدف: B2/C1", "B2/C1"),
        ("يتحدث الألمانية (A2) والعربية", "A2"),
        ("وفق المادة §24a من القانون", "§24a"),
    ],
)
def test_a_code_stands_from_left_to_right_on_an_arabic_paper(text, code):
    data = {"text": isolated(text, "ar"), "language": "ar", "direction": "rtl"}
    page = pypdfium2.PdfDocument(pdf(TEMPLATE, data))[0].get_textpage()
    lefts = {
        page.get_text_range(index, 1): page.get_charbox(index)[0]
        for index in range(page.count_chars())
    }

    assert f"\u2066{code}\u2069" in isolated(text, "ar")
    assert sorted(code, key=lefts.__getitem__) == list(code)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("نص (Haus der Vielfalt) نص", ["نص", "(Haus der Vielfalt)", "نص"]),
        ("في Alte Post، ثم", ["في", "Alte Post،", "ثم"]),
        ("دورة B1 مساء", ["دورة B1 مساء"]),
        ("Haus der Vielfalt", ["Haus der Vielfalt"]),
    ],
)
def test_a_name_of_several_words_has_a_line_of_its_own(text, lines):
    found = isolated(text, "ar").replace("\u2066", "").replace("\u2069", "")

    assert found.split("\n") == lines


def test_a_paper_left_to_right_is_left_as_it_is():
    assert isolated("Ruf +49 251 12345, نعم", "de") == "Ruf +49 251 12345, نعم"
