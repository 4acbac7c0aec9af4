"""Making surveys and their rounds."""

from datetime import date
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import Max

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.mechanisms.questions.models import Question
from hafen.mechanisms.questions.scales import SCALES
from hafen.mechanisms.questions.services import QuestionData, create_questionnaire
from hafen.voice.surveys.instruments import Instrument, Item, Words
from hafen.voice.surveys.models import Survey, Wave
from hafen.voice.surveys.services._errors import AlreadyOver, NameTaken

Texts = dict[str, str]


class SurveyData(TypedDict, total=False):
    """What a person says about a survey."""

    name: str
    titles: Texts
    introductions: Texts
    audience: str
    least_cell: int
    group_question: Question | None
    persons_question: Question | None
    is_archived: bool


class WaveData(TypedDict, total=False):
    """What a person says about a round."""

    name: str
    opens_on: date
    closes_on: date
    takes_open_link: bool
    remark: str
    invited: dict[str, int]


@transaction.atomic
def create_survey(
    *, municipality: Municipality, data: SurveyData, by: User | None
) -> Survey:
    """
    Begin a survey with an empty questionnaire.

    :raises NameTaken: if there is one of this name
    """
    form = create_questionnaire(municipality=municipality, name=data["name"], by=by)
    survey = Survey(municipality=municipality, questionnaire=form)
    _write(survey, data)
    survey.save()
    audit.record(action="surveys.survey.created", subject=survey, by=by)
    return survey


@transaction.atomic
def create_from(
    *, municipality: Municipality, instrument: Instrument, by: User | None
) -> Survey:
    """
    Make a survey of a questionnaire that comes ready, in all languages of a town.

    :raises NameTaken: if there is one of its name
    """
    tags = municipality.languages
    with words_in(municipality.default_language):
        name = str(instrument.name)
    form = create_questionnaire(
        municipality=municipality,
        name=name,
        by=by,
        questions=[_question(item, tags) for item in instrument.items],
    )
    by_code = {row.code: row for row in form.questions.all()}
    survey = Survey(
        municipality=municipality, questionnaire=form, instrument=instrument.key
    )
    _write(
        survey,
        {
            "name": name,
            "titles": _said(instrument.title, tags),
            "introductions": _said(instrument.introduction, tags),
            "audience": instrument.audience,
            "least_cell": instrument.least_cell,
            "group_question": by_code.get(instrument.group),
            "persons_question": by_code.get(instrument.persons),
        },
    )
    survey.save()
    audit.record(action="surveys.survey.created", subject=survey, by=by)
    return survey


def _question(item: Item, tags: list[str]) -> QuestionData:
    own = [_said(option, tags) for option in item.options]
    scale = SCALES.get(item.scale)
    return QuestionData(
        kind=item.kind,
        code=item.code,
        texts=_said(item.text, tags),
        hints=_said(item.hint, tags) if item.hint else {},
        options=scale.options(tags) if scale else tuple(own),
        lowest=0 if item.kind == Question.Kind.NUMBER else None,
        stems=_said(item.stem, tags) if item.stem else {},
        easy=_said(item.easy, tags) if item.easy else {},
        pictogram=item.pictogram,
        pictograms=scale.pictograms if scale else item.pictograms,
    )


def _said(words: Words, tags: list[str]) -> Texts:
    said = {}
    for tag in tags:
        with words_in(tag):
            said[tag] = str(words)
    return said


@transaction.atomic
def change_survey(
    *, survey: Survey, data: SurveyData, expected: int | None, by: User
) -> Survey:
    """
    Change what is said about a survey; its questions have pages of their own.

    :raises NameTaken: if another one has the name
    :raises LostUpdate: if it changed since it was read
    """
    fresh = locked(survey, expected=expected)
    _write(fresh, data)
    save_next(fresh)
    audit.record(action="surveys.survey.changed", subject=fresh, by=by)
    return fresh


def _write(survey: Survey, data: SurveyData) -> None:
    for name, value in data.items():
        setattr(survey, name, value)
    survey.sort_key = sort_key(survey.name)
    same = Survey.objects.filter(
        municipality=survey.municipality_id, sort_key=survey.sort_key
    )
    if same.exclude(pk=survey.pk).exists():
        raise NameTaken


@transaction.atomic
def plan_wave(*, survey: Survey, data: WaveData, by: User | None) -> Wave:
    """Plan that a survey is asked, once more or for the first time."""
    fresh = locked(survey, expected=None)
    last: int | None = fresh.waves.aggregate(last=Max("number"))["last"]
    facts: dict[str, Any] = {**data}
    wave = Wave.objects.create(
        municipality_id=fresh.municipality_id,
        survey=fresh,
        number=(last or 0) + 1,
        **facts,
    )
    audit.record(action="surveys.wave.planned", subject=wave, by=by)
    return wave


@transaction.atomic
def change_wave(
    *, wave: Wave, data: WaveData, today: date, expected: int | None, by: User
) -> Wave:
    """
    Change when and how it is asked.

    :raises AlreadyOver: if people could answer again whose tables were seen
    :raises LostUpdate: if it changed since it was read
    """
    fresh = locked(wave, expected=expected)
    if fresh.closes_on < today <= data.get("closes_on", fresh.closes_on):
        raise AlreadyOver
    for name, value in data.items():
        setattr(fresh, name, value)
    save_next(fresh)
    fresh.invitations.update(forget_on=fresh.closes_on)
    audit.record(action="surveys.wave.changed", subject=fresh, by=by)
    return fresh
