import pytest

from hafen.core.db.names import address_of, short_id_in, slug_of, sort_key, spellings


def test_umlauts_sort_like_their_letters_and_numbers_by_value():
    names = ["Zebra", "Äpfel", "Haus 10", "„Anker“", "Haus 9", "anlage"]

    assert sorted(names, key=sort_key) == [
        "„Anker“",
        "anlage",
        "Äpfel",
        "Haus 9",
        "Haus 10",
        "Zebra",
    ]


def test_an_umlaut_may_be_typed_as_two_letters():
    assert sort_key("Brücke") in spellings("Bruecke")
    assert sort_key("Bauer") in spellings("Bauer")
    assert spellings(" ") == set()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ausländerbehörde", "auslaenderbehoerde"),
        ("Café – Begegnung & Rat", "cafe-begegnung-rat"),
        ("مركز", ""),
        ("Straße 7", "strasse-7"),
    ],
)
def test_a_slug_is_readable_ascii(name, slug):
    assert slug_of(name) == slug


def test_a_long_slug_ends_at_a_word():
    slug = slug_of("Beratung " * 20)

    assert len(slug) <= 60
    assert slug.endswith("beratung")


def test_an_address_resolves_by_its_short_id_whatever_the_slug():
    assert short_id_in(address_of("alter-name", "23456789bc")) == "23456789bc"
    assert short_id_in(address_of("", "23456789bc")) == "23456789bc"
