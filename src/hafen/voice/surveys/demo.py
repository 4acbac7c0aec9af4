"""Surveys of the demo municipality; all answers are invented by a rule."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.mechanisms.questions.models import Question
from hafen.mechanisms.questions.queries import asked
from hafen.voice.surveys import services
from hafen.voice.surveys.instruments import INSTRUMENTS
from hafen.voice.surveys.models import OpenAnswer, Response, Survey, Wave


def register() -> None:
    demo_seeds.register(DemoSeed("surveys", 80, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Ask both questionnaires; a second time changes nothing."""
    if Survey.objects.filter(municipality=municipality).exists():
        return
    today = timezone.localdate()
    for key, facts in data["surveys"].items():
        survey = services.create_from(
            municipality=municipality, instrument=INSTRUMENTS[key], by=None
        )
        for entry in facts["rounds"]:
            wave = services.plan_wave(
                survey=survey,
                data={
                    "name": entry["name"],
                    "opens_on": today - timedelta(days=entry["from_days_ago"]),
                    "closes_on": today + timedelta(days=entry["until_days"]),
                    "invited": _invited(survey, entry["invited"]),
                    "remark": entry["remark"],
                },
                by=None,
            )
            _answer(wave, entry, facts.get("words", {}))
            _code(wave, facts.get("mentions", {}))


def _invited(survey: Survey, numbers: list[int]) -> dict[str, int]:
    question = survey.group_question
    keys = [each["key"] for each in question.options] if question else [""]
    return dict(zip(keys, numbers, strict=False))


def _answer(wave: Wave, entry: dict[str, Any], words: dict[str, list[str]]) -> None:
    """Answer like people who are pleased on the whole, each a little otherwise."""
    questions = asked(wave.survey.questionnaire_id)
    ways = entry["ways"]
    for sheet in range(entry["answers"]):
        services.answer(
            wave=wave,
            answers={
                question.pk: _said(question, sheet + place, words)
                for place, question in enumerate(questions)
            },
            language=wave.municipality.default_language,
            way=Response.Way(ways[sheet % len(ways)]),
            today=wave.opens_on,
        )


def _said(question: Question, turn: int, words: dict[str, list[str]]) -> Any:
    if question.is_choice:
        # Mostly the first answer, now and then one of those behind.
        place = (0, 1, 0, 0, 2, 0, 1)[turn % 7] % len(question.options)
        return question.options[place]["key"]
    if question.kind == Question.Kind.NUMBER:
        return 2 + turn % 5
    said = words.get(question.code, [])
    return said[turn % len(said)] if said and turn % 3 else ""


def _code(wave: Wave, mentions: dict[str, list[str]]) -> None:
    """Count what answers mention: their words, and the categories they name."""
    answers = OpenAnswer.objects.filter(response__wave=wave)
    for answer in answers.select_related("response__wave__survey"):
        for name in mentions.get(answer.text, []):
            services.code(answer=answer, name=name, by=None)
