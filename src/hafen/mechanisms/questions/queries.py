import json
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.db.languages import comma
from hafen.mechanisms.questions.models import (
    Answer,
    Question,
    Questionnaire,
    said_in,
)
from hafen.mechanisms.questions.registries import askers
from hafen.mechanisms.questions.rules import EDIT_QUESTIONS

Kind = Question.Kind


def questionnaires_editable_by(user: User) -> QuerySet[Questionnaire]:
    """Return the questionnaires of the rooms that let this user edit them."""
    if not EDIT_QUESTIONS.held_by(user):
        return Questionnaire.objects.none()
    found = Q(pk__in=[])
    for asker in askers:
        found |= Q(pk__in=asker.editable(user))
    return Questionnaire.objects.filter(found, municipality=user.municipality_id)


def asked(questionnaire: Questionnaire | UUID | None) -> list[Question]:
    """Return the questions of a form in their order; none without a form."""
    if questionnaire is None:
        return []
    return list(Question.objects.filter(questionnaire=questionnaire).asked())


def answers_about(
    subjects: Collection[UUID], language: str
) -> dict[UUID, list[tuple[str, str]]]:
    """Return question and answer in words, by the row they are about: one query."""
    rows = (
        Answer.objects.filter(sheet__about__in=subjects)
        .select_related("question", "sheet")
        .order_by("question__place", "question__pk")
    )
    found: dict[UUID, list[tuple[str, str]]] = {}
    for row in rows:
        pair = (row.question.label_in(language), in_words(row, language))
        if row.sheet.about is not None:
            found.setdefault(row.sheet.about, []).append(pair)
    return found


def value_of(answer: Answer) -> Any:
    """Return what was answered: a text, a number, yes or no, or keys of options."""
    return json.loads(answer.value)


def in_words(answer: Answer, language: str) -> str:
    """Return an answer as a person reads it."""
    value = value_of(answer)
    question = answer.question
    if question.kind == Kind.CONSENT:
        return str(_("yes") if value else _("no"))
    if question.kind == Kind.DATE and (day := _day_in(value)):
        return formats.date_format(day, "SHORT_DATE_FORMAT")
    if question.is_choice:
        words = {
            each["key"]: said_in(each["texts"], language) for each in question.options
        }
        chosen = value if isinstance(value, list) else [value]
        return comma().join(str(words.get(key, key)) for key in chosen)
    return comma().join(map(str, value)) if isinstance(value, list) else str(value)


def _day_in(value: Any) -> date | None:
    """Return a day; None for what was answered while it was another question."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
