"""What editors see of what was read."""

import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from hafen.core.db.identifiers import uuid7
from hafen.core.db.roles import Role
from hafen.web.readings import months
from hafen.web.readings.tests.conftest import document

PAGE = "/hier/desk/readings/"


@pytest.fixture
def month():
    return timezone.localdate().replace(day=1)


@pytest.fixture
def editor(town, person, sign_in):
    return sign_in(person(town, Role.EDITOR))


@pytest.fixture
def read(town, add_read, month):
    """Two offers: one in all languages, one asked for in Arabic and not there."""
    course, advice = uuid7(), uuid7()
    for language in town.languages:
        document(
            town,
            f"Kurs {language}",
            course,
            language=language,
            text_language=language,
            topics=["N01"],
        )
        document(town, "Mietberatung", advice, language=language, topics=["N07"])
    add_read(town, course, "de", month, 60)
    add_read(town, course, "de", months.before(month), 40)
    add_read(town, course, "ar", month, 12)
    add_read(town, advice, "ar", month, 30)
    add_read(town, advice, "en", month, 3)
    add_read(town, advice, "de", month, 9)
    return course, advice


def text(client, **query):
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return response.content.decode()


def test_a121_editors_see_what_is_read_and_compare_it_with_the_month_before(
    editor, read
):
    context = editor.get(PAGE).context
    first, second = context["lines"]

    assert first.place.title == "Kurs de"
    assert (first.pair.now, first.pair.before, first.pair.change) == (
        72,
        40,
        "+80\N{NO-BREAK SPACE}%",
    )
    assert second.pair.now == 42
    assert str(second.pair.change)
    assert [name for name, _number in first.parts] == ["Deutsch", "Arabisch"]


def test_a121_editors_see_where_a_translation_is_asked_for(editor, read):
    _course, advice = read
    answer = editor.get(PAGE)
    missing = [
        (str(each.place.title), each.language, str(each.now))
        for each in answer.context["missing"]
    ]

    assert missing[0] == ("Mietberatung", "Arabisch", "30")
    assert missing[1][:2] == ("Mietberatung", "Englisch")
    assert f"/hier/desk/offers/{advice}/" in answer.content.decode()


def test_a121_small_numbers_by_language_are_not_told(editor, read):
    context = editor.get(PAGE).context
    _first, second = context["lines"]
    told = {name: str(number) for name, number in second.parts}

    # The next smallest goes too, else the sum of the page would tell the three.
    assert told == {
        "Arabisch": "30",
        "Englisch": "weniger als 5",
        "Deutsch": "nicht gezeigt",
    }
    assert str(context["missing"][1].now) == "weniger als 5"
    assert [
        (name, str(each.pair.now), str(each.pair.before), str(each.untranslated))
        for name, each in context["languages_read"]
    ] == [
        ("Deutsch", "69", "40", "0"),
        ("Arabisch", "42", "0", "30"),
        ("Englisch", "weniger als 5", "0", "weniger als 5"),
    ]


def test_a121_small_numbers_stay_hidden_in_files_and_behind_the_filter(editor, read):
    book = load_workbook(io.BytesIO(editor.get(PAGE, {"as": "xlsx"}).content))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows] == [72, 42]
    assert "Englisch: weniger als 5" in rows[1][5]

    english = editor.get(PAGE, {"as": "csv", "language": "en"}).content.decode()
    assert "weniger als 5" in english
    assert ";3;" not in english


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"topic": "N01"}, ["Kurs de"]),
        ({"kind": "list"}, []),
        ({"kind": "service"}, ["Kurs de", "Mietberatung"]),
        ({"language": "ar"}, ["Mietberatung", "Kurs de"]),
        ({"month": "nonsense", "kind": "<script>"}, ["Kurs de", "Mietberatung"]),
    ],
)
def test_a121_pages_are_narrowed(editor, read, query, titles):
    lines = editor.get(PAGE, query).context["lines"]

    assert [line.place.title for line in lines] == titles


def test_a121_another_month_is_chosen(editor, read, month):
    last = months.before(month)
    (line,) = editor.get(PAGE, {"month": f"{last:%Y-%m-%d}"}).context["lines"]

    assert (line.pair.now, line.pair.before) == (40, 0)


def test_pages_that_are_gone_keep_their_numbers(editor, town, add_read, month):
    add_read(town, uuid7(), "de", month, 8)

    assert "nicht mehr öffentlich" in text(editor)


def test_an_empty_month_says_why(editor):
    assert "In diesem Monat wurde hier nichts gezählt." in text(editor)


def test_a121_what_other_towns_read_is_not_shown(editor, other_town, add_read, month):
    key = uuid7()
    document(other_town, "Fremdes Angebot", key)
    add_read(other_town, key, "de", month, 55_555)

    assert "Fremdes Angebot" not in text(editor)
    # A key of the page may hold any digits, but none of them with a point.
    assert "55.555" not in text(editor)
    assert editor.get("/dort/desk/readings/").status_code == 404


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.VOLUNTEER, Role.AUDITOR])
def test_a121_other_roles_do_not_get_in(town, person, sign_in, role):
    assert sign_in(person(town, role)).get(PAGE).status_code == 404


def test_a121_the_switch_hides_the_page(editor, town):
    town.features = {"readings": False}
    town.save()

    assert editor.get(PAGE).status_code == 404


def test_a121_the_page_asks_no_more_of_many_rows(
    editor, town, add_read, month, questions, read
):
    few = len(questions(editor, PAGE))
    for number in range(60):
        key = uuid7()
        document(town, f"Angebot {number}", key)
        document(town, f"Angebot {number}", key, language="ar")
        for language in ("de", "ar", "en"):
            add_read(town, key, language, month, number + 1)

    assert len(questions(editor, PAGE)) == few
    assert few <= 12


def test_months_pass_the_year():
    assert months.before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert months.after(date(2025, 12, 1)) == date(2026, 1, 1)
    assert months.first_kept_day(date(2026, 12, 24)) == date(2025, 11, 1)
