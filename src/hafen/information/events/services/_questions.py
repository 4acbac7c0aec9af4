from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import locked, save_next
from hafen.core.places.services import content_changed
from hafen.core.taxonomy.reference import words_in
from hafen.information.events.models import Event, EventAnswer, VisitorQuestion


class AlreadyAnswered(DomainError):
    """A colleague has answered this question."""


@transaction.atomic
def ask_question(
    *, event: Event, text: str, email: str, language: str
) -> VisitorQuestion:
    """Keep what somebody asks about an event; nobody else reads it yet."""
    return VisitorQuestion.objects.create(
        municipality_id=event.municipality_id,
        event=event,
        text=text,
        email=email,
        language=language,
    )


@transaction.atomic
def answer_question(
    *, question: VisitorQuestion, words: str, answer: str, by: Any, now: datetime
) -> EventAnswer | None:
    """
    Publish the answer and tell who asked.

    :param words: the question as everybody may read it; empty: not published
    :raises AlreadyAnswered: if a colleague was faster
    """
    fresh = locked(question, expected=None)
    if fresh.closed_at is not None:
        raise AlreadyAnswered
    fresh.closed_at = now
    save_next(fresh)
    if fresh.email and answer:
        _tell(fresh, answer)
    made = None
    if words and answer:
        made = publish_answer(event=fresh.event, words=words, answer=answer, by=by)
    audit.record(action="events.question.closed", subject=fresh, by=by)
    return made


@transaction.atomic
def publish_answer(*, event: Event, words: str, answer: str, by: Any) -> EventAnswer:
    """Put a question with its answer on the page, such as one from the room."""
    made = EventAnswer.objects.create(
        municipality_id=event.municipality_id,
        event=event,
        question=words,
        answer=answer,
    )
    content_changed(event.municipality_id)
    audit.record(action="events.answer.published", subject=made, by=by)
    return made


def _tell(question: VisitorQuestion, answer: str) -> None:
    with words_in(question.language):
        values = {"title": question.event.title}
        subject = _("Answer to your question: %(title)s") % values
        greeting = _("Good day,")
        EmailMessage(
            subject=subject, body=f"{greeting}\n\n{answer}", to=[question.email]
        ).send()
