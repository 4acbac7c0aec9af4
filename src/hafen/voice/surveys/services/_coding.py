"""Coding: what several open answers have in common is counted as mentions."""

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.voice.surveys.models import Category, Mention, OpenAnswer, Quote


@transaction.atomic
def code(*, answer: OpenAnswer, name: str, by: User | None) -> int:
    """
    Count an answer, and all of the round that say just the same, for a category.

    :param name: of the category; a new one is made
    :return: how many mentions were added
    """
    category, _is_new = Category.objects.get_or_create(
        question_id=answer.question_id,
        sort_key=sort_key(name),
        defaults={
            "municipality_id": answer.municipality_id,
            "survey": answer.response.wave.survey,
            "name": name,
        },
    )
    # Somebody may code the same at this moment; each mention counts once.
    made = Mention.objects.bulk_create(
        [
            Mention(municipality_id=row.municipality_id, answer=row, category=category)
            for row in _alike(answer)
            if category.pk not in {each.category_id for each in row.mentions.all()}
        ],
        ignore_conflicts=True,
    )
    audit.record(action="surveys.mention.coded", subject=category, by=by)
    return len(made)


@transaction.atomic
def uncode(*, answer: OpenAnswer, category: Category, by: User) -> None:
    """Take back that an answer, and all that say the same, name a category."""
    Mention.objects.filter(category=category, answer__in=_alike(answer)).delete()
    audit.record(action="surveys.mention.taken_back", subject=category, by=by)


@transaction.atomic
def quote(*, answer: OpenAnswer, text: str, by: User) -> Quote:
    """Let words stand in the report, as somebody has checked and shortened them."""
    made = Quote.objects.create(
        municipality_id=answer.municipality_id,
        wave=answer.response.wave,
        question_id=answer.question_id,
        text=text,
    )
    audit.record(action="surveys.quote.released", subject=made.wave, by=by)
    return made


@transaction.atomic
def take_quote_back(*, quote: Quote, by: User) -> None:
    audit.record(action="surveys.quote.taken_back", subject=quote.wave, by=by)
    quote.delete()


def _alike(answer: OpenAnswer) -> list[OpenAnswer]:
    rows = OpenAnswer.objects.filter(
        response__wave=answer.response.wave_id, question=answer.question_id
    )
    key = sort_key(answer.text)
    return [
        row for row in rows.prefetch_related("mentions") if sort_key(row.text) == key
    ]
