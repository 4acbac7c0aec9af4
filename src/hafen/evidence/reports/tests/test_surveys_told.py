"""Surveys in a report: return, mentions, quotes, and what partners approved."""

import io
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from hafen.core.db.roles import Role
from hafen.evidence.reports.tests.test_kinds import TODAY, lines
from hafen.voice.surveys import services
from hafen.voice.surveys.instruments import CONTACT_PERSONS
from hafen.voice.surveys.models import (
    Assessment,
    Category,
    Mention,
    OpenAnswer,
    Partner,
    Quote,
    Response,
)
from hafen.voice.surveys.queries import results_of
from hafen.voice.surveys.tests.conftest import by_code, over
from hafen.voice.surveys.words import cautions

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(town, acting):
    """A round that is over: twelve sheets of partners and two of volunteers."""
    acting(town)
    survey = services.create_from(
        municipality=town, instrument=CONTACT_PERSONS, by=None
    )
    facts = {
        "name": "Herbst", "opens_on": TODAY, "closes_on": TODAY + timedelta(days=9),
    }  # fmt: skip
    row = over(services.plan_wave(survey=survey, data=facts, by=None))
    role = by_code(row)["role"]
    partner, volunteer = (option["key"] for option in role.options)
    row.invited = {partner: 20, volunteer: 20}
    row.save()
    row.survey.least_cell = 3
    row.survey.save()
    question = next(q for q in by_code(row).values() if q.is_open)
    category = Category.objects.create(
        municipality=town, survey=survey, question=question, name="Öffnungszeiten",
        sort_key="o",
    )  # fmt: skip
    for number in range(14):
        sheet = Response.objects.create(
            municipality=town, wave=row, way="PAPER",
            answers={"role": partner if number < 12 else volunteer},
        )  # fmt: skip
        if number < 4:
            answer = OpenAnswer.objects.create(
                municipality=town, response=sheet, question=question, text="Länger auf"
            )
            Mention.objects.create(municipality=town, answer=answer, category=category)
    Quote.objects.create(
        municipality=town, wave=row, question=question, text="Bitte länger öffnen."
    )
    joint = Assessment.objects.create(
        municipality=town, wave=row, text="Wir öffnen donnerstags länger.", edition=1
    )
    Partner.objects.create(municipality=town, assessment=joint, organisation=None)
    return row


@pytest.fixture
def page(town, person, sign_in, acting):
    client = sign_in(person(town, Role.PROJECT_LEAD))

    def read(kind=""):
        days = {"first": str(TODAY), "last": str(TODAY), "as": kind}
        answer = client.get(reverse("reports:report", args=["hier", "pilot"]), days)
        acting(town)
        return answer

    return read


def figure_of(answer):
    found = {each.key: each for each in answer.context["report"].figures}
    return found["survey_contact_persons"]


def test_return_mentions_and_quotes_stand_in_the_report(wave, page):
    told = figure_of(page())
    tables = {table.caption: place for place, table in enumerate(told.tables)}

    assert [*lines(told).values()] == [[14, 40, 35.0]]
    groups = lines(told, tables["Rücklauf nach Gruppe"])
    # Two volunteers are too few to tell, and so the others are hidden with them.
    assert groups["Ehrenamtliche*r"] == [None, 20, None]
    named = next(t for t in told.tables if t.heads[0] == "Genannt")
    assert [row.cells[0].value for row in named.rows] == [4, 4]
    texts = [text for _title, text in told.texts]
    assert "„Bitte länger öffnen.“" in texts
    assert "weniger als 30" in texts[0]
    assert "nicht geantwortet" in texts[0]


def test_a_joint_assessment_is_included_once_all_have_approved_it(wave, page):
    said = "donnerstags länger"
    assert said not in page().content.decode()

    Assessment.objects.update(approved_on=timezone.localdate())

    assert said in page().content.decode()
    assert page("pdf").content.startswith(b"%PDF")
    assert said in page("csv").content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(page("xlsx").content))
    cells = {cell.value for tab in book for row in tab.iter_rows() for cell in row}
    assert any(said in str(cell) for cell in cells)
    with zipfile.ZipFile(io.BytesIO(page("docx").content)) as package:
        assert said in package.read("word/document.xml").decode()
    # The report of the pilot keeps its own keys.
    assert set(page("json").json()["survey_contact_persons"]) == {
        "invited", "returned", "roles", "questions",
    }  # fmt: skip


def test_what_is_said_of_few_answers_depends_on_them_and_on_the_return(wave):
    whole = results_of(wave)
    few = SimpleNamespace(returned=4, rate=None, is_uneven=False)
    sound = SimpleNamespace(returned=200, rate=100.0, is_uneven=False)

    assert len(cautions(few)) == len(cautions(sound)) == 1
    assert cautions(few) != cautions(sound)
    assert len(cautions(whole)) == 2


def test_a_question_with_hidden_answers_says_how_many_answered(wave, page):
    question = by_code(wave)["advice"]
    sheets = list(Response.objects.filter(wave=wave))
    for number, sheet in enumerate(sheets):
        place = 0 if number < 9 else 1 if number < 13 else 2
        sheet.answers["advice"] = question.options[place]["key"]
        sheet.save()

    told = figure_of(page())

    table = next(t for t in told.tables if "Beratung" in t.caption)
    shown = [(row.label, row.cells[0].value) for row in table.rows]
    assert shown[-1] == ("Beantwortet", 14)
    assert None in [value for _label, value in shown]
