from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.questions.queries import asked
from hafen.voice.surveys import services
from hafen.voice.surveys.instruments import CONTACT_PERSONS, HOUSEHOLDS

TODAY = timezone.localdate()


@pytest.fixture
def town(town):
    town.languages = ["de", "en", "ar", "fa"]
    town.save()
    return town


@pytest.fixture
def paul(town, person):
    """Leads the project and asks."""
    return person(town, Role.PROJECT_LEAD, name="Paul Probe")


@pytest.fixture
def eva(town, person):
    """Evaluates, from outside."""
    return person(town, Role.EVALUATOR, name="Eva Exempel")


@pytest.fixture
def ines(town, person):
    """Interprets, and asks people after the consultation."""
    return person(town, Role.INTERPRETER, name="Ines Muster")


def begin(town, instrument, **facts):
    survey = services.create_from(municipality=town, instrument=instrument, by=None)
    data = {
        "name": "Herbst",
        "opens_on": TODAY,
        "closes_on": TODAY + timedelta(days=20),
    }
    return services.plan_wave(survey=survey, data=data | facts, by=None)


@pytest.fixture
def partners(town, acting):
    """A round of the questionnaire for partners, open today."""
    acting(town)
    return begin(town, CONTACT_PERSONS)


@pytest.fixture
def households(town, acting):
    acting(town)
    return begin(town, HOUSEHOLDS)


def over(wave):
    """Let the round be over, as the calendar would."""
    wave.opens_on, wave.closes_on = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    wave.save()
    return wave


def by_code(wave):
    return {row.code: row for row in asked(wave.survey.questionnaire_id)}


def key_of(question, word):
    return next(o["key"] for o in question.options if word in o["texts"].values())


def sheet(wave, **said):
    """What a browser sends: words of answers by the code of the question."""
    questions = by_code(wave)
    found = {"token": new_token(is_corrected=True)}
    for code, value in said.items():
        row = questions[code]
        found[f"question_{row.pk.hex}"] = key_of(row, value) if row.is_choice else value
    return found


def post(client, address, data):
    return client.post(address, data, headers={"Origin": "http://testserver"})


def counts(results, code):
    table = next(each for each in results.tables if each.code == code)
    return {line.label: line.count for line in table.lines if line.count}
