import json

import pytest

from hafen.mechanisms.search.compounds import split
from hafen.mechanisms.search.folding import fold
from hafen.mechanisms.search.normaliser import document_keys, query_terms, words
from hafen.mechanisms.search.typos import nearest


def keys(text: str, language: str = "de") -> set[str]:
    return {key for _, key in document_keys(text, language)}


def finds(query: str, text: str, *languages: str, text_language: str = "de") -> bool:
    terms = query_terms(query, languages or ("de",))
    return all(term.found_in(keys(text, text_language)) for term in terms)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ausländerbehörde", "auslanderbehorde"),
        ("AUSLAENDERBEHOERDE", "auslanderbehorde"),
        ("Straße", "strasse"),
        ("Frauen", "frauen"),
        ("İŞ", "is"),
        ("ığdır", "igdir"),
        ("école", "ecole"),
        ("أُسْرَة", "اسره"),
        ("کودک", "كودك"),
        ("مـــدرسة", "مدرسه"),
        ("їжа", "їжа"),
        ("Ребёнок", "ребенок"),
        ("йод", "йод"),
        ("۱۲٣", "123"),
    ],
)
def test_writing_is_folded_to_one_form(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    "forms",
    [
        ("Kurs", "Kurse", "Kursen", "Kurses"),
        ("Sprachkurs", "Sprachkurse", "Sprachkursen"),
        ("Kita", "Kitas"),
        ("Wohnung", "Wohnungen"),
        ("Beratung", "Beratungen"),
        ("Arzt", "Ärzte", "Ärztinnen"),
        ("Haus", "Häuser", "Häusern"),
        ("Amt", "Ämter", "Ämtern"),
        ("Zeugnis", "Zeugnisse"),
        ("Schüler", "Schülerinnen", "Schüler*innen", "Schüler:innen", "Schülerin"),
    ],
)
def test_german_number_and_case_do_not_matter(forms):
    assert len({words(form, "de")[0].key for form in forms}) == 1


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("sprachkursangebote", ("sprach", "kurs", "angebot")),
        ("migrationsberatung", ("migration", "beratung")),
        ("schwimmkurs", ("schwimm", "kurs")),
        ("jugendintegrationskurse", ("jugend", "integration", "kurs")),
        ("basissprachkurse", ("basis", "sprach", "kurs")),
        ("wohnungssuche", ("wohnung", "such")),
        ("termin", ("termin",)),
        ("antwort", ("antwort",)),
    ],
)
def test_compounds_are_split_by_the_words_of_the_field(word, parts):
    assert split(word) == parts


def test_a_hyphen_that_stands_for_an_ending_is_completed():
    text = "Deutsch-, Alphabetisierungs- und Integrationskurse"

    assert {"deutsch_kurs", "alphabetisierung_kurs", "integration_kurs"} <= keys(text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("auslanderbehorde", "Ausländeramt"),
        ("Deutschkurs", "Fachsprachkurse für Ärztinnen"),
        ("Kindergarten", "Plätze in Kitas"),
        ("Doktor", "Ärzte in der Nähe"),
        ("Sprachkurs", "Sprachkursangebote"),
        ("Kurs Sprache", "Sprachkurse"),
        ("Wie finde ich einen Sprachkurs?", "Finde hier Sprachkurse"),
    ],
)
def test_what_people_type_finds_what_offices_write(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("دورة لغة", "ar"),
        ("دورات اللغة الألمانية", "ar"),
        ("کلاس زبان", "fa"),
        ("курси німецької мови", "uk"),
        ("курс немецкого", "ru"),
        ("dil kursu", "tr"),
        ("cours de langue", "fr"),
        ("German courses", "en"),
    ],
)
def test_a_topic_in_the_readers_language_finds_the_german_text(query, language):
    assert finds(query, "Sprachkurse für Anfänger", language, "de")


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("دورة", "الدورات", "ar"),
        ("مدرسة", "المدرسه", "ar"),
        ("كودك", "کودکان و کودک", "fa"),
        ("курсы", "на курсах", "ru"),
        ("консультація", "консультації", "uk"),
        ("kurslar", "kursu", "tr"),
        ("langues", "langue", "fr"),
        ("courses", "a course", "en"),
        ("Jobcenter", "Das ist das Jobcenter", "ar"),
        ("сім'я", "сімʼя", "uk"),
    ],
)
def test_endings_of_other_languages_do_not_matter(query, text, language):
    assert finds(query, text, language, text_language=language)


def test_a_special_advice_centre_is_not_any_advice_centre():
    assert not finds("Migrationsberatung", "Beratung für Mieter")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("migrationsberatng", "migrationsberatung"),
        ("sprahckurs", "sprachkurs"),
        ("wonung", "wohnung"),
        ("xyz", None),
        ("automobil", None),
    ],
)
def test_a_slip_of_the_finger_is_understood(typed, meant):
    known = ["wohnung", "sprachkurs", "migration", "migrationsberatung", "xyä"]

    assert nearest(typed, known) == meant


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Wohnungssuche", {10, 12, 18}),
        ("Sprachkurse", {4, 5, 66, 68, 70, 72, 73}),
        ("Migrationsberatng", {15, 18, 29, 30, 35, 36, 37}),
        ("auslanderbehorde", {7}),
    ],
)
def test_a_real_citys_offers_are_found(test_data, query, expected):
    path = test_data / "muenster" / "refugee_map.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    columns = ("Name", "Thema", "Beschreibung", "Schlagworte")
    texts = [" . ".join(row[name] for name in columns) for row in rows]
    texts = [text.replace("<br>", " ") for text in texts]
    known = {word.written for text in texts for word in words(text, "de")}
    meant = [
        word if word in known else nearest(word, sorted(known)) or word
        for word in (word.written for word in words(query, "de"))
    ]

    terms = query_terms(" ".join(meant), ["de"])
    found = {
        number
        for number, text in enumerate(texts, 1)
        if all(term.found_in(keys(text)) for term in terms)
    }

    assert expected <= found
    assert len(found) <= len(expected) + 8
