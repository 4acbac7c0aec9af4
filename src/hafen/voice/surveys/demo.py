"""Surveys of the demo municipality; all answers are invented by a rule."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.mechanisms.questions.models import Question
from hafen.mechanisms.questions.queries import asked
from hafen.network.organisations.models import Organisation
from hafen.voice.surveys import queries, services
from hafen.voice.surveys.forms import said_in_line
from hafen.voice.surveys.instruments import INSTRUMENTS
from hafen.voice.surveys.models import (
    Conference,
    OpenAnswer,
    Response,
    Side,
    Survey,
    Wave,
)
from hafen.voice.surveys.registries import Person


def register() -> None:
    demo_seeds.register(DemoSeed("surveys", 80, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Ask both questionnaires; a second time changes nothing."""
    if Survey.objects.filter(municipality=municipality).exists():
        return
    for facts in data.get("conferences", []):
        load_conference(municipality, facts)
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
            if "assessment" in entry:
                assess(wave, entry["assessment"])
        if "after" in facts:
            _ask_after(survey, facts["after"])


def _ask_after(survey: Survey, facts: dict[str, Any]) -> None:
    """Let it go out after services; one person waits for it, one was asked."""
    now = timezone.now()
    today = timezone.localdate(now)
    services.ask_after(
        survey=survey,
        data={
            "occasion": facts["occasion"],
            "days_after": 1,
            "rest_days": 180,
            "is_on": True,
        },
        today=today - timedelta(days=3),
        by=None,
    )
    for email, days_ago in facts["people"].items():
        services.remember_served(
            municipality=survey.municipality,
            occasion=facts["occasion"],
            people=[Person(email, "ar")],
            today=today - timedelta(days=days_ago),
        )
    services.ask_served(municipality=survey.municipality, now=now)


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


def load_conference(municipality: Municipality, facts: dict[str, Any]) -> None:
    """Hold a feedback conference; one that is closed has its result published."""
    now = timezone.now()
    today = timezone.localdate(now)
    open_days = facts.get("open_days")
    row = services.plan_conference(
        municipality=municipality,
        data={
            "titles": facts["titles"],
            "held_on": today - timedelta(days=facts["days_ago"]),
            "open_until": today + timedelta(days=open_days) if open_days else None,
        },
        by=None,
    )
    _collect(row, Side.LESS_GOOD, facts.get("unsorted", []))
    for side, topics in facts["topics"].items():
        for name, texts in topics.items():
            known = set(row.statements.values_list("pk", flat=True))
            _collect(row, side, texts)
            services.sort_statements(
                statements=row.statements.exclude(pk__in=known),
                name=name,
                is_shown=True,
                by=None,
            )
    if not open_days:
        _finish(row, facts, now)


def _collect(row: Conference, side: str, lines: list[str]) -> None:
    said = [one for line in lines if (one := said_in_line(side, line))]
    services.collect(conference=row, said=said, group="", by=None)


def _finish(row: Conference, facts: dict[str, Any], now: datetime) -> None:
    """Find somebody who sees to what goes less well, and publish the result."""
    today = timezone.localdate(now)
    owner = queries.people_for(row.municipality, today).first()
    if owner is None:
        return
    for topic in row.clusters.filter(side=Side.LESS_GOOD):
        services.assign(
            topic=topic,
            follow_up=facts["follow_up"],
            office=facts["office"],
            due_on=today + timedelta(days=30),
            owner=owner,
            expected=None,
            now=now,
            by=None,
        )
    services.publish_result(conference=row, today=today, by=None)


def assess(wave: Wave, facts: dict[str, Any]) -> None:
    """Let the municipality and an organisation assess a round together."""
    body = Organisation.objects.filter(municipality=wave.municipality)
    organisation = body.order_by("sort_key", "pk").first()
    if organisation is None:
        return
    partner = services.add_partner(wave=wave, organisation=organisation, by=None)
    for topic, text in facts["statements"].items():
        services.contribute(partner=partner, topic=topic, text=text, by=None)
    joint = services.write_assessment(
        assessment=partner.assessment, text=facts["text"], expected=None, by=None
    )
    for row in joint.partners.all():
        services.approve_assessment(
            partner=row,
            edition=joint.edition,
            is_on_behalf=row.organisation_id is not None,
            today=timezone.localdate(),
            by=None,
        )
