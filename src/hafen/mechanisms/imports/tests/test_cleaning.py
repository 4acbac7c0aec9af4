import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hafen.mechanisms.imports import addresses, cleaning, numbers, problems
from hafen.mechanisms.imports.addresses import Address
from hafen.mechanisms.imports.cleaning import Position
from hafen.mechanisms.imports.numbers import Phone


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("<p>Beratung &amp; Hilfe</p>", "Beratung & Hilfe"),
        ("Montag<br/>Dienstag", "Montag\nDienstag"),
        ("<ul><li>eins</li><li>zwei</li></ul>", "• eins\n\n• zwei"),
        ("ein\u00a0  Wort\u00ad\u200b", "ein Wort"),
        ("<script>alert(1)</script>Text", "Text"),
        ("Kinder < 3 Jahre", "Kinder < 3 Jahre"),
        ("\u202eText", "Text"),
    ],
)
def test_markup_and_invisible_characters_go(raw, clean):
    assert cleaning.text(raw) == clean


def test_a_name_with_a_break_is_an_organisation_and_its_unit():
    assert cleaning.split_name("Verein e.V.<br>Beratung") == ("Verein e.V.", "Beratung")
    assert cleaning.split_name(" Verein  e.V. ") == ("Verein e.V.", "")


def test_words_keep_their_commas_in_brackets_and_come_once():
    raw = "Sprachkurse (A1, A2), Beratung; beratung, Wohnungssuche"

    assert cleaning.words(raw) == ("Sprachkurse (A1, A2)", "Beratung", "Wohnungssuche")
    assert cleaning.words("Sprach-, Schulberatung") == ("Sprach-, Schulberatung",)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("02 51 / 4 92-90 05", [Phone("+492514929005")]),
        ("0800 45 55 500", [Phone("+498004555500")]),
        ("01 60 / 95 08 04 63", [Phone("+4916095080463")]),
        ("+49 (0) 251 492-0", [Phone("+492514920")]),
        ("0049 251 4920", [Phone("+492514920")]),
        ("+963 11 222 3333", [Phone("+963112223333")]),
        ("115", [Phone("115")]),
        ("Tel.: 0251 492-0", [Phone("+492514920")]),
        (
            "02 51 / 1 44 86-29 oder 02 51 / 1 44 86 47",
            [Phone("+492511448629"), Phone("+492511448647")],
        ),
        ("0251 4920; 0251 4920", [Phone("+492514920")]),
        ("", []),
    ],
)
def test_numbers_become_international(raw, expected):
    cleaned = numbers.phones(raw)

    assert list(cleaned.value) == expected
    assert cleaned.problems == ()


@pytest.mark.parametrize(
    ("raw", "number", "note", "sentence"),
    [
        (
            "02 51 / 21 40 00 (Pfarrbüro St. Marien und St. Josef)",
            "+49251214000",
            "Pfarrbüro St. Marien und St. Josef",
            problems.TEXT_BESIDE_NUMBER,
        ),
        ("Fax: 0251 492-77", "+4925149277", "Fax", problems.TEXT_BESIDE_NUMBER),
        ("0100 12345", "+4910012345", "", problems.NUMBER_UNUSUAL),
    ],
)
def test_a_text_beside_a_number_is_kept_and_told(raw, number, note, sentence):
    cleaned = numbers.phones(raw)

    assert cleaned.value == (Phone(number, note),)
    assert [problem.sentence for problem in cleaned.problems] == [sentence]


@pytest.mark.parametrize("raw", ["auf Anfrage", "12", "0" * 40])
def test_what_is_no_number_is_told_and_left_out(raw):
    cleaned = numbers.phones(raw)

    assert cleaned.value == ()
    assert [p.sentence for p in cleaned.problems] == [problems.NUMBER_UNREAD]


@pytest.mark.parametrize(
    ("raw", "mails"),
    [
        ("Info@Example.ORG", ("Info@example.org",)),
        ("mailto:a@example.org", ("a@example.org",)),
        ("Info <a@example.org>, b@example.org", ("a@example.org", "b@example.org")),
        ("a [at] example.org", ("a@example.org",)),
        ("", ()),
    ],
)
def test_mail_addresses_are_found(raw, mails):
    assert cleaning.mails(raw) == cleaning.Cleaned(mails)


def test_what_is_no_mail_address_is_told():
    assert cleaning.mails("auf Anfrage").problems[0].sentence == problems.MAIL_UNREAD


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("www.example.org", "https://www.example.org"),
        ("example.org/kurse", "https://example.org/kurse"),
        ("https://müller.example/", "https://müller.example/"),
        ("javascript:alert(1)", ""),
        ("ftp://example.org", ""),
        ("https://user:secret@example.org", ""),
        ("http://[", ""),
        ("https://localhost/", ""),
        ("https://example.org:x/", ""),
    ],
)
def test_only_web_addresses_are_links(raw, url):
    cleaned = cleaning.url(raw)

    assert cleaned.value == url
    assert bool(cleaned.problems) is (url == "")


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("31.12.2026", dt.date(2026, 12, 31)),
        ("1. 2. 26", dt.date(2026, 2, 1)),
        ("01.02.85", dt.date(1985, 2, 1)),
        ("2026-02-01", dt.date(2026, 2, 1)),
        ("2026-02-01 00:00:00", dt.date(2026, 2, 1)),
    ],
)
def test_dates_in_three_styles(raw, day):
    assert cleaning.date(raw) == cleaning.Cleaned(day)


@pytest.mark.parametrize("raw", ["31.02.2026", "demnächst", "2026-13-01", "0.0.0000"])
def test_a_date_that_is_none_is_told(raw):
    cleaned = cleaning.date(raw)

    assert cleaned.value is None
    assert cleaned.problems[0].sentence == problems.DATE_UNREAD


@pytest.mark.parametrize(
    ("x", "y", "point", "told"),
    [
        ("7.62", "51.95", Position(7.62, 51.95), False),
        ("7,62", "51,95", Position(7.62, 51.95), False),
        ("51.95", "7.62", Position(7.62, 51.95), True),
        ("", "", None, False),
        ("405000", "5757000", None, True),
        ("7.62", "", None, True),
        ("0", "0", None, True),
        ("nan", "inf", None, True),
    ],
)
def test_positions_are_degrees_with_point_or_comma(x, y, point, told):
    cleaned = cleaning.position(x, y)

    assert cleaned.value == point
    assert bool(cleaned.problems) is told


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Am Kai 4, 12345 Hafen", Address("Am Kai", "4", "", "12345", "Hafen")),
        ("Am Kai 29/31,12345 Hafen", Address("Am Kai", "29/31", "", "12345", "Hafen")),
        (
            "Stadthaus 2, Am Kai 4 (Eingang Süd), D-12345 Hafen",
            Address("Am Kai", "4", "Stadthaus 2, Eingang Süd", "12345", "Hafen"),
        ),
        (
            "Kaserne, Gebäude 38, Kaistr. 340, 12345 Hafen",
            Address("Kaistr.", "340", "Kaserne, Gebäude 38", "12345", "Hafen"),
        ),
        (
            "Am Kai 30a, 12345 Hafen - Abteilung Fisch",
            Address("Am Kai", "30a", "Abteilung Fisch", "12345", "Hafen"),
        ),
        (
            "Werkstatt: Am Kai 30 (Haus 1), 12345 Hafen",
            Address("Am Kai", "30", "Werkstatt, Haus 1", "12345", "Hafen"),
        ),
        (
            "Rathausplatz, 12345 Hafen",
            Address("Rathausplatz", "", "", "12345", "Hafen"),
        ),
        ("", Address()),
    ],
)
def test_addresses_are_taken_apart(raw, expected):
    assert addresses.address(raw) == cleaning.Cleaned(expected)


def test_one_place_has_one_key_however_it_is_written():
    one = addresses.address("Stadthaus 2, Kaistraße 4 (Süd), 12345 Hafen").value
    other = addresses.address("Kaistr. 4, 12345 Hafen").value

    assert one.key == other.key


@given(st.text(max_size=200))
def test_no_cell_breaks_the_cleaning(raw):
    assert (
        cleaning.line(raw) == cleaning.line(cleaning.line(raw))
        or "<" in raw
        or "&" in raw
    )
    cleaning.split_name(raw)
    cleaning.words(raw)
    cleaning.mails(raw)
    cleaning.url(raw)
    cleaning.date(raw)
    cleaning.position(raw, raw)
    numbers.phones(raw)
    addresses.address(raw)


@given(st.text(alphabet="0123456789+()/- ,;oder und<br>\x02", max_size=60))
def test_no_number_breaks_the_cleaning(raw):
    numbers.phones(raw)
    cleaning.position(raw, raw)
    addresses.address(raw)
