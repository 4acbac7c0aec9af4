"""Keeping answers: nothing of a person, and nothing of a moment."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hafen.core.db.versions import save_next
from hafen.core.places.models import Municipality
from hafen.mechanisms.questions.conditions import answered
from hafen.mechanisms.questions.models import Question
from hafen.mechanisms.questions.queries import asked
from hafen.voice.surveys.models import (
    Invitation,
    OpenAnswer,
    Response,
    Statement,
    Wave,
)
from hafen.voice.surveys.services._errors import (
    AlreadyAnswered,
    NothingAnswered,
    NotOpen,
)

Way = Response.Way


@transaction.atomic
def answer(
    *,
    wave: Wave,
    answers: Mapping[UUID, Any],
    language: str,
    way: Way,
    today: date,
) -> Response:
    """
    Keep one sheet.

    :param answers: by the key of the question; a number of texts for open ones
    :raises NotOpen: before the round and after it; paper may come in later
    :raises NothingAnswered: if all was left out
    """
    fresh = _held(wave)
    is_paper = way in {Way.PAPER, Way.LIST} and fresh.approved_on is None
    if not is_paper and not fresh.is_open(today):
        raise NotOpen
    return _kept(fresh, answers, language=language, way=way)


def keep_sheet(
    *,
    wave: Wave,
    answers: Mapping[str, Any],
    words: Mapping[str, list[str]],
    language: str,
) -> Response:
    """
    Keep one sheet of a list, by codes of questions.

    :raises NotOpen: if the report of the round was approved
    """
    keys = {row.code: row.pk for row in asked(wave.survey.questionnaire_id)}
    return answer(
        wave=wave,
        answers={keys[code]: value for code, value in {**answers, **words}.items()},
        language=language,
        way=Way.LIST,
        today=wave.closes_on,
    )


@transaction.atomic
def answer_invitation(
    *,
    invitation: Invitation,
    answers: Mapping[UUID, Any],
    language: str,
    today: date,
) -> None:
    """
    Keep the sheet of somebody's own link, and mark the link as used.

    Both at once, or neither; afterwards nothing leads from one to the other.

    :raises AlreadyAnswered: if the link was used
    :raises NotOpen: before the round and after it
    :raises NothingAnswered: if all was left out
    """
    wave = _held(invitation.wave)
    if not wave.is_open(today):
        raise NotOpen
    # The number of rows tells who was first, without a moment being written.
    unused = Invitation.objects.filter(pk=invitation.pk, is_used=False)
    if not unused.update(is_used=True):
        raise AlreadyAnswered
    _kept(wave, answers, language=language, way=Way.LINK)


@transaction.atomic
def replace(
    *, response: Response, answers: Mapping[str, Any], words: Mapping[str, list[str]]
) -> None:
    """Put what a list says now in the place of what it said, by codes of questions."""
    form = response.wave.survey.questionnaire_id
    response.open_answers.all().delete()
    for question in asked(form):
        if question.is_open and words.get(question.code):
            _keep_words(response, question, words[question.code])
    response.answers = dict(answers)
    save_next(response)


@transaction.atomic
def remove(*, response: Response) -> None:
    """Take a sheet back that was entered from a list."""
    response.delete()


def _held(wave: Wave) -> Wave:
    return Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)


def _kept(
    wave: Wave, answers: Mapping[UUID, Any], *, language: str, way: Way
) -> Response:
    known = {row.pk: row for row in asked(wave.survey.questionnaire_id)}
    by_code = {row.code: row for row in known.values()}
    given = {
        known[key].code: value
        for key, value in answers.items()
        if key in known and not _is_empty(value)
    }
    # What hangs on another answer counts only where that answer was given.
    found = answered(known.values(), given)
    said = {by_code[code]: value for code, value in found.items()}
    if not said:
        raise NothingAnswered
    response = Response.objects.create(
        municipality_id=wave.municipality_id,
        wave=wave,
        way=way,
        language=language,
        answers={
            question.code: _plain(value)
            for question, value in said.items()
            if not question.is_open
        },
    )
    for question, value in said.items():
        if question.is_open:
            _keep_words(response, question, value)
    return response


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [])


def _keep_words(response: Response, question: Question, value: Any) -> None:
    texts: Iterable[str] = value if isinstance(value, list) else [value]
    for text in texts:
        OpenAnswer.objects.create(
            municipality_id=response.municipality_id,
            response=response,
            question=question,
            text=text,
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def mix(*, municipality: Municipality, today: date) -> int:
    """
    Write the answers of the last weeks anew, in an order drawn by lot.

    The database numbers what it writes: a link that was marked and the sheet that
    came with it would carry the same number, and sheets would lie in the order in
    which they came. Afterwards all carry the number of this night.
    """
    edge = today - timedelta(days=7)
    total = 0
    for model, last_day in (
        (Response, "wave__closes_on"),
        (OpenAnswer, "response__wave__closes_on"),
        (Statement, "conference__open_until"),
    ):
        rows = model._default_manager.filter(
            municipality=municipality, **{f"{last_day}__gte": edge}
        )
        keys = list(rows.values_list("pk", flat=True))
        SystemRandom().shuffle(keys)
        for key in keys:
            model._default_manager.filter(pk=key).update(version=F("version"))
        total += len(keys)
    return total
