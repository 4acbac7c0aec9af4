"""What becomes of an inquiry elsewhere; nothing there leads back to the person."""

from datetime import datetime

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.information.knowledge import services as knowledge
from hafen.mechanisms.feedback import services as feedback
from hafen.mechanisms.feedback.models import FeedbackEntry
from hafen.voice.inquiries.models import Inquiry


@transaction.atomic
def draft_faq(*, inquiry: Inquiry, question: str, answer: str, by: User) -> None:
    """Make the draft of a public question from what was asked; an editor releases it.

    :param question: freed of names and cases by whoever calls
    """
    knowledge.draft_faq(
        municipality=inquiry.municipality,
        question=question,
        answer=answer,
        topics=list(inquiry.topics),
        language=inquiry.municipality.default_language,
        by=by,
    )
    audit.record(action="inquiries.inquiry.drafted", subject=inquiry, by=by)


@transaction.atomic
def tell_editors(*, inquiry: Inquiry, text: str, by: User, now: datetime) -> None:
    """
    Tell the editors what an inquiry showed to be wrong on public pages.

    :raises TooManyMessages: when the limit of the hour is reached
    """
    feedback.send_feedback(
        municipality=inquiry.municipality,
        kind=FeedbackEntry.Kind.MISTAKE,
        page="",
        language=inquiry.municipality.default_language,
        message=text,
        reply_to="",
        sender=f"desk:{by.pk}",
        now=now,
    )
    audit.record(action="inquiries.inquiry.corrected", subject=inquiry, by=by)
