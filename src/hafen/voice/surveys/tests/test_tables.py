"""Tables of questions and days, from the desk to the statistics program."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.mechanisms.questions.queries import asked
from hafen.mechanisms.questions.services import QuestionData, add_question
from hafen.voice.surveys import importers, papers, queries, services
from hafen.voice.surveys.models import Response
from hafen.voice.surveys.queries._periods import periods
from hafen.voice.surveys.tests.conftest import (
    TODAY,
    by_code,
    counts,
    key_of,
    over,
    post,
    sheet,
)
from tests.visits import look

STEM = {"de": "Wie gut ist das?", "ar": "ما مدى جودة ذلك؟"}
GOOD = {
    "kind": "SCALE",
    "scale": "opinion",
    "text_de": STEM["de"],
    "text_ar": STEM["ar"],
}


@pytest.fixture
def editor(town, person):
    return person(town, Role.PROJECT_LEAD, Role.EVALUATOR, name="Edda Exempel")


@pytest.fixture
def wave(town, acting, editor, sign_in):
    """A table of three rows and a day, written at the desk as people do."""
    acting(town)
    survey = services.create_survey(
        municipality=town,
        data={"name": "Kurs", "titles": {"de": "Kurs", "ar": "دورة"}, "least_cell": 0,
              "audience": "EVERYBODY"},
        by=None,
    )  # fmt: skip
    where = reverse("questions:add", args=["hier", survey.questionnaire_id])
    rows = {
        "rows_de": "Raum\n\nLehrkraft\nZeiten",
        "rows_ar": "القاعة\nالمعلم\nالأوقات",
    }
    done = sign_in(editor).post(where, GOOD | rows)
    assert done.status_code == 302
    acting(town)
    day = QuestionData("DATE", {"de": "Seit wann?", "ar": "منذ متى؟"}, code="since")
    add_question(questionnaire=survey.questionnaire, data=day, by=None)
    return services.plan_wave(
        survey=survey,
        data={"name": "1", "opens_on": TODAY, "closes_on": TODAY},
        by=None,
    )


def link(wave, language="de"):
    return reverse("surveys_public:open_link", args=["hier", language, wave.short_id])


def table(wave):
    return [row for row in by_code(wave).values() if row.stems]


def test_j01_a_table_is_written_once_and_each_row_is_a_question(wave):
    rows = table(wave)

    assert [row.texts["de"] for row in rows] == ["Raum", "Lehrkraft", "Zeiten"]
    assert rows[1].texts["ar"] == "المعلم"
    assert [row.stems for row in rows] == [STEM] * 3
    assert [len(row.options) for row in rows] == [5, 5, 5]


def test_j01_a_table_needs_answers_to_choose_from(wave, sign_in, editor):
    where = reverse("questions:add", args=["hier", wave.survey.questionnaire_id])
    client = sign_in(editor)
    # It was not asked yet, so its questions can be changed.
    wave.opens_on = wave.closes_on = date(2099, 1, 1)
    wave.save()

    page = client.post(where, {"kind": "TEXT", "text_de": "Wie?", "rows_de": "A\nB"})

    assert page.status_code == 422
    assert len(table(wave)) == 3


def test_j01_what_the_table_asks_changes_in_all_its_rows(wave, sign_in, editor):
    wave.opens_on = wave.closes_on = date(2099, 1, 1)
    wave.save()
    row = table(wave)[1]
    where = reverse(
        "questions:change", args=["hier", wave.survey.questionnaire_id, row.pk]
    )
    said = GOOD | {"stem_de": "Wie finden Sie es?", "text_de": "Lehrerin"}

    done = sign_in(editor).post(where, said | {"version": row.version})

    assert done.status_code == 302
    rows = table(wave)
    assert [row.texts["de"] for row in rows] == ["Raum", "Lehrerin", "Zeiten"]
    assert {row.stems["de"] for row in rows} == {"Wie finden Sie es?"}


def test_j01_a_table_is_answered_counted_and_taken_away(
    client, wave, acting, town, sign_in, editor
):
    first, second, third = table(wave)
    said = sheet(wave, **{first.code: "sehr positiv", second.code: "neutral"})
    assert post(client, link(wave), said).status_code == 302
    acting(town)
    over(wave)

    found = queries.results_of(wave)
    (stem, tables), alone = found.parts
    assert (stem, len(tables), alone[0]) == (STEM["de"], 3, "")
    assert [(one.n, one.missing) for one in tables] == [(1, 0), (1, 0), (0, 1)]
    assert counts(found, first.code) == {"sehr positiv": 1}

    desk = sign_in(editor)
    page = desk.get(reverse("surveys:results", args=["hier", wave.pk])).content.decode()
    assert STEM["de"] in page
    assert "Jede Zeile mit Anteilen" in page
    file = desk.get(reverse("surveys:results", args=["hier", wave.pk]) + "?as=csv")
    lines = list(
        csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    )
    assert f"{STEM['de']} – Raum" in {line[0] for line in lines}
    syntax = desk.get(reverse("surveys:spss", args=["hier", wave.pk])).content.decode()
    assert f"VARIABLE LABELS {third.code} '{STEM['de']} – Zeiten'." in syntax


def test_j01_rows_stand_below_each_other_on_a_phone_and_beside_on_a_screen(visit, wave):
    page = visit(link(wave, "ar"), width=360)
    boxes = page.locator(".matrix fieldset").first.locator(".kern-form-check")
    assert not page.locator(".matrix__head").is_visible()
    assert boxes.nth(1).bounding_box()["y"] > boxes.nth(0).bounding_box()["y"]

    page.set_viewport_size({"width": 1280, "height": 900})

    assert page.locator(".matrix__head").is_visible()
    assert boxes.nth(1).bounding_box()["y"] == boxes.nth(0).bounding_box()["y"]
    # The first step is on the side where reading begins.
    assert boxes.nth(0).bounding_box()["x"] > boxes.nth(4).bounding_box()["x"]
    for head, box in zip(
        page.locator(".matrix__head > div > span").all(), boxes.all(), strict=True
    ):
        one, other = head.bounding_box(), box.bounding_box()
        middle = one["x"] + one["width"] / 2
        assert abs(middle - other["x"] - other["width"] / 2) < 2


def test_j01_a_table_is_filled_by_keyboard(visit, wave, acting, town):
    page = visit(link(wave))
    page.locator(".matrix input").first.focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    ticked = page.locator(".matrix input:checked")
    first, second, _third = table(wave)
    assert [each.get_attribute("value") for each in ticked.all()] == [
        first.options[1]["key"], second.options[0]["key"],
    ]  # fmt: skip


def test_j01_the_paper_has_the_table_and_its_numbers(wave):
    for language, beside in (("de", ""), ("ar", "de")):
        for is_large in (False, True):
            pdf = papers.questionnaire(
                wave, language=language, beside=beside, address="", is_large=is_large
            )
            assert pdf.startswith(b"%PDF")
    (part, single) = papers._parts(wave.survey.questionnaire_id, "ar", "de")
    assert part["stem"]
    assert [one["number"] for one in part["questions"]] == ["1", "2", "3"]
    assert single["questions"][0]["number"] == "4"


def test_j01_thirty_sheets_are_entered_by_numbers(wave, sign_in, editor):
    desk = sign_in(editor)
    where = reverse("surveys:enter", args=["hier", wave.pk])
    fields = [f"q_{row.pk.hex}" for row in asked(wave.survey.questionnaire_id)]

    for turn in range(30):
        typed = [str(1 + (turn + place) % 5) for place in range(3)]
        said = dict(zip(fields, [*typed, "03.05.2024"], strict=True))
        assert desk.post(where, said).status_code == 302

    found = queries.results_of(wave)
    assert found.returned == 30
    assert list(counts(found, table(wave)[0].code).values()) == [6] * 5
    assert counts(found, "since") == {"Mai 2024": 30}


@pytest.mark.parametrize(
    "headings",
    [
        ["Raum", "Lehrkraft", "Zeiten", "Seit wann?"],
        [f"{STEM['de']} [{row}]" for row in ("Raum", "Lehrkraft", "Zeiten")]
        + ["Seit wann?"],
        [f"{STEM['ar']} [{row}]" for row in ("القاعة", "المعلم", "الأوقات")]
        + ["منذ متى؟"],
    ],
)
def test_j01_lists_of_form_services_are_recognised(town, wave, headings):
    found = importers.fit(town, headings, {})

    assert {field.name for field in found.fields} >= set(by_code(wave))


def test_j01_days_of_a_list_are_read_in_three_styles(town, wave):
    read = []
    remarks = []
    row = by_code(wave)["since"]
    for cell in ("31.12.2025", "31.12.25", "2025-12-31", "irgendwann"):
        read.append(importers._read(row, cell, "Seit wann?", remarks))

    assert read == ["2025-12-31"] * 3 + [None]
    assert [each.value for each in remarks] == ["irgendwann"]


def test_j01_days_are_told_by_periods_in_which_nobody_stands_alone():
    days = ["2026-01-03", "2026-02-01", "2026-02-09", "2026-05-01", "2026-05-02"]

    def told(least):
        return [
            (one.label, one.count) for one in periods(days, least=least, language="de")
        ]

    assert told(0) == [("Januar 2026", 1), ("Februar 2026", 2), ("Mai 2026", 2)]
    assert told(3) == [("Januar 2026 – Mai 2026", 5)]
    assert told(2) == [("Januar 2026 – Februar 2026", 3), ("Mai 2026", 2)]
    assert told(6) == []


def test_j01_a_long_time_is_told_by_years():
    days = ["2019-04-01", "2024-01-01", "2024-12-31"]

    found = periods(days, least=1, language="de")

    assert [(one.label, one.number, one.count) for one in found] == [
        ("2019", 2019, 1), ("2024", 2024, 2),
    ]  # fmt: skip


def test_j01_a_row_that_hangs_on_an_answer_is_a_row_still(client, wave, acting, town):
    first, second, _third = table(wave)
    second.only_if = f"{first.code}={key_of(first, 'sehr positiv')}"
    second.save()
    said = sheet(wave, **{first.code: "neutral", second.code: "neutral"})

    assert post(client, link(wave), said).status_code == 302

    acting(town)
    (row,) = Response.objects.all()
    assert set(row.answers) == {first.code}


@pytest.mark.parametrize("language", ["de", "ar"])
def test_these_pages_have_no_barrier(
    visit, wave, editor, sign_in, language, town, acting
):
    type(editor).objects.filter(pk=editor.pk).update(language=language)
    editor.refresh_from_db()
    sign_in(editor)
    pages = {
        "table": link(wave, language),
        "table_enter": reverse("surveys:enter", args=["hier", wave.pk]),
        "table_interview": reverse("surveys:interview", args=["hier", wave.pk])
        + "?language=ar",
    }
    look(pages, visit, language)
    services.answer(
        wave=wave,
        answers={row.pk: row.options[0]["key"] for row in table(wave)},
        language="de",
        way=Response.Way.PAPER,
        today=TODAY,
    )
    over(wave)
    results = reverse("surveys:results", args=["hier", wave.pk])
    look({"table_results": results}, visit, language)
