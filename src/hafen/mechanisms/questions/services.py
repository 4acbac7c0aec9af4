import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.identifiers import short_id
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.mechanisms.questions.models import (
    Answer,
    AnswerSheet,
    Question,
    Questionnaire,
)

Texts = dict[str, str]


class NotAsked(DomainError):
    """An answer was given to a question of another form."""


@dataclass(frozen=True)
class QuestionData:
    """A question as a person writes it.

    :param options: the words of each answer by language, in their order
    :param code: the name of its column; without one it is numbered
    :param stems: what the table asks of which it is a row
    :param easy: the same in easy words, and `easy_options` for each answer
    :param pictogram: an icon of the house, and `pictograms` for each answer
    """

    kind: str
    texts: Texts
    hints: Texts = field(default_factory=dict)
    options: tuple[Texts, ...] = ()
    is_required: bool = False
    code: str = ""
    lowest: int | None = None
    highest: int | None = None
    only_if: str = ""
    stems: Texts = field(default_factory=dict)
    easy: Texts = field(default_factory=dict)
    easy_options: tuple[Texts, ...] = ()
    pictogram: str = ""
    pictograms: tuple[str, ...] = ()


@transaction.atomic
def create_questionnaire(
    *,
    municipality: Municipality,
    name: str,
    by: User | None,
    questions: Iterable[QuestionData] = (),
) -> Questionnaire:
    """Make a form with its first questions."""
    made = Questionnaire.objects.create(municipality=municipality, name=name)
    for data in questions:
        add_question(questionnaire=made, data=data, by=by)
    audit.record(action="questions.questionnaire.created", subject=made, by=by)
    return made


@transaction.atomic
def add_question(
    *, questionnaire: Questionnaire, data: QuestionData, by: User | None
) -> Question:
    """Ask one thing more, at the end."""
    last = questionnaire.questions.aggregate(last=Max("place"))["last"]
    question = Question(
        municipality_id=questionnaire.municipality_id,
        questionnaire=questionnaire,
        place=0 if last is None else last + 1,
    )
    question.code = data.code or _next_code(questionnaire)
    _write(question, data)
    question.save()
    audit.record(action="questions.question.added", subject=question, by=by)
    return question


@transaction.atomic
def add_table(
    *,
    questionnaire: Questionnaire,
    rows: Iterable[Texts],
    data: QuestionData,
    by: User | None,
) -> list[Question]:
    """
    Ask several things with the same answers, as a table: each row is a question.

    :param data: of all rows; its words are what the table asks
    """
    return [
        add_question(
            questionnaire=questionnaire,
            data=replace(data, texts=texts, stems=data.texts),
            by=by,
        )
        for texts in rows
    ]


@transaction.atomic
def change_question(
    *, question: Question, data: QuestionData, expected: int | None, by: User | None
) -> Question:
    """
    Put other words to a question; what a table asks changes in all its rows.

    :raises LostUpdate: if it changed since it was read
    """
    fresh = locked(question, expected=expected)
    if fresh.stems and data.stems != fresh.stems:
        rows = Question.objects.filter(
            questionnaire=fresh.questionnaire_id, stems=fresh.stems
        )
        for row in rows.exclude(pk=fresh.pk):
            row.stems = data.stems
            save_next(row)
    _write(fresh, data)
    save_next(fresh)
    audit.record(action="questions.question.changed", subject=fresh, by=by)
    return fresh


@transaction.atomic
def stop_asking(*, question: Question, by: User | None) -> None:
    """Take a question off its form; answers that were given stay readable."""
    fresh = locked(question, expected=None)
    if fresh.answers.exists():
        fresh.is_asked = False
        save_next(fresh)
    else:
        fresh.delete()
    audit.record(
        action="questions.question.dropped",
        by=by,
        details={"questionnaire": str(question.questionnaire_id)},
    )


@transaction.atomic
def move_up(*, question: Question, by: User | None) -> None:
    """Let a question change places with the one before it."""
    rows = list(
        Question.objects.select_for_update()
        .filter(questionnaire=question.questionnaire_id)
        .asked()
    )
    index = next(i for i, row in enumerate(rows) if row.pk == question.pk)
    if index:
        rows[index - 1], rows[index] = rows[index], rows[index - 1]
        for place, row in enumerate(rows):
            if row.place != place:
                row.place = place
                save_next(row)
        audit.record(action="questions.question.moved", subject=question, by=by)


@transaction.atomic
def keep_answers(
    *,
    questionnaire: Questionnaire,
    answers: Mapping[UUID, Any],
    about: UUID | None,
    language: str,
    forget_on: date | None,
) -> AnswerSheet:
    """
    Keep what somebody answered; a second sheet about the same row replaces it.

    :param answers: by the key of the question; empty ones are left out
    :param forget_on: the day after which nobody needs them any more
    :raises NotAsked: if a key is none of this form
    """
    known = {row.pk: row for row in questionnaire.questions.all()}
    if not answers.keys() <= known.keys():
        raise NotAsked
    if about is not None:
        AnswerSheet.objects.filter(questionnaire=questionnaire, about=about).delete()
    sheet = AnswerSheet.objects.create(
        municipality_id=questionnaire.municipality_id,
        questionnaire=questionnaire,
        about=about,
        language=language,
        forget_on=forget_on,
    )
    for key, value in answers.items():
        if value is None or value is False or value in ("", []):
            continue
        Answer.objects.create(
            municipality_id=questionnaire.municipality_id,
            sheet=sheet,
            question=known[key],
            value=_as_text(value),
        )
    return sheet


@transaction.atomic
def forget_answers(*, about: Iterable[UUID]) -> int:
    """Delete what was answered about these rows; return how many sheets went."""
    _total, gone = AnswerSheet.objects.filter(about__in=list(about)).delete()
    return gone.get("questions.AnswerSheet", 0)


def _next_code(questionnaire: Questionnaire) -> str:
    taken = set(questionnaire.questions.values_list("code", flat=True))
    return next(code for number in count(1) if (code := f"q{number}") not in taken)


def _write(question: Question, data: QuestionData) -> None:
    keys = [option["key"] for option in question.options]
    question.kind = data.kind
    question.texts, question.hints = data.texts, data.hints
    question.is_required, question.only_if = data.is_required, data.only_if
    question.lowest, question.highest = data.lowest, data.highest
    question.stems, question.easy = data.stems, data.easy
    question.pictogram = data.pictogram
    # Answers hold keys: the third answer stays the third when it is reworded.
    question.options = [
        {"key": keys[i] if i < len(keys) else short_id(), "texts": texts}
        | ({"easy": data.easy_options[i]} if any(data.easy_options[i:][:1]) else {})
        | ({"pictogram": data.pictograms[i]} if any(data.pictograms[i:][:1]) else {})
        for i, texts in enumerate(data.options if question.is_choice else ())
    ]


def _as_text(value: Any) -> str:
    plain = value.isoformat() if isinstance(value, date) else value
    return json.dumps(plain, ensure_ascii=False)
