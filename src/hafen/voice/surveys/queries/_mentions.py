"""Open answers, for those who evaluate them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, QuerySet

from hafen.core.accounts.models import User
from hafen.core.db.names import sort_key
from hafen.mechanisms.questions.models import Question
from hafen.voice.surveys.models import (
    Category,
    OpenAnswer,
    Quote,
    Response,
    Wave,
)
from hafen.voice.surveys.rules import READ_ANSWERS

# Fewer who answered in a language could be known by it.
LEAST_SPEAKERS = 5


@dataclass
class Same:
    """Answers of the same words.

    :param answer: one of them, which stands for all
    """

    text: str
    answer: UUID
    count: int = 0
    categories: Sequence[Category] = field(default_factory=list)


def open_answers_visible_to(user: User) -> QuerySet[OpenAnswer]:
    if not READ_ANSWERS.held_by(user):
        return OpenAnswer.objects.none()
    return OpenAnswer.objects.filter(municipality=user.municipality_id)


def responses_visible_to(user: User) -> QuerySet[Response]:
    """Return single sheets, in the order of their keys: drawn by lot."""
    if not READ_ANSWERS.held_by(user):
        return Response.objects.none()
    return Response.objects.filter(municipality=user.municipality_id).order_by("pk")


def languages_told(wave: Wave) -> set[str]:
    """Return the languages in which so many answered that nobody is told by them."""
    rows = wave.responses.values_list("language").annotate(n=Count("pk"))
    least = max(wave.survey.least_cell, LEAST_SPEAKERS)
    return {language for language, n in rows.order_by("language") if n >= least}


def same_answers(user: User, wave: Wave) -> list[tuple[Question, list[Same]]]:
    """Return the open answers of each question; those of the same words once."""
    rows = (
        open_answers_visible_to(user)
        .filter(response__wave=wave)
        .select_related("question")
        .prefetch_related("mentions__category")
        .order_by("question__place", "pk")
    )
    found: dict[UUID, tuple[Question, dict[str, Same]]] = {}
    for row in rows:
        _question, texts = found.setdefault(row.question_id, (row.question, {}))
        same = texts.setdefault(sort_key(row.text), Same(row.text, row.pk))
        same.count += 1
        same.categories = [mention.category for mention in row.mentions.all()]
    return [
        (question, sorted(texts.values(), key=lambda same: (-same.count, same.text)))
        for question, texts in found.values()
    ]


def quotes_of(wave: Wave) -> QuerySet[Quote]:
    return Quote.objects.filter(wave=wave).select_related("wave").order_by("text", "pk")


def categories_of(wave: Wave) -> QuerySet[Category]:
    rows = Category.objects.filter(survey=wave.survey_id)
    return rows.order_by("question", "sort_key", "id")
