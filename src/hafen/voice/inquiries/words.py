"""Words for what is stored as codes, and for the trail of an inquiry."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import Label

Choices = list[tuple[str, Any]]
ACTIONS = {
    "inquiries.inquiry.received": _("Received"),
    "inquiries.inquiry.sorted": _("Sorted"),
    "inquiries.inquiry.answered": _("Answered"),
    "inquiries.inquiry.asked_back": _("Asked back"),
    "inquiries.inquiry.heard": _("The requester wrote"),
    "inquiries.inquiry.called_back": _("Called back"),
    "inquiries.inquiry.closed": _("Closed"),
    "inquiries.inquiry.reopened": _("Opened again"),
    "inquiries.inquiry.merged": _("Merged"),
    "inquiries.inquiry.unmerged": _("Merge taken back"),
    "inquiries.inquiry.placed": _("Passed on to the exchange"),
    "inquiries.complaint.escalated": _("Passed up"),
    "inquiries.checklist.laid": _("Checklist added"),
    "inquiries.person.saved": _("Person changed"),
}

DIMENSION_NAMES: dict[str, Any] = {
    "who": _("Who asks"),
    "kind": _("Kind"),
    "channel": _("Channel"),
    "topic": _("Topic"),
    "subtopic": _("Sub-topic"),
    "demand": _("Topic and language"),
    "month": _("Month"),
    "legal_area": _("Legal area"),
    "language": _("Language"),
    "site": _("Contact point"),
}


@dataclass(frozen=True)
class Words:
    """Topics and legal areas in the language of the page."""

    topics: list[Label]
    legal_areas: list[Label]

    @property
    def topic_choices(self) -> Choices:
        """Topics of both levels; each of the first begins a group of its own."""
        return [
            (
                label.name,
                [(each.code, each.name) for each in (label, *label.children)],
            )
            for label in self.topics
        ]

    @property
    def legal_choices(self) -> Choices:
        return [(label.code, label.name) for label in self.legal_areas]

    def topic_names(self, codes: list[str]) -> list[str]:
        return [_named(self.topics, code) for code in codes]

    def legal_names(self, codes: list[str]) -> list[str]:
        return [_named(self.legal_areas, code) for code in codes]

    def below(self, topic: str) -> tuple[str, ...]:
        found = [label for label in self.topics if label.code == topic]
        return (topic, *(each.code for label in found for each in label.children))


def words(today: date) -> Words:
    """Return the words of today in the active language; two queries."""
    language = get_language() or "de"
    return Words(
        topics=taxonomy.topics_tree(language=language, today=today),
        legal_areas=taxonomy.tree(
            Vocabulary.LEGAL_AREAS, language=language, today=today
        ),
    )


def language_choices(today: date) -> Choices:
    tag = get_language() or "de"
    return [(row.tag, row.name_in(tag)) for row in taxonomy.languages(today=today)]


def _named(labels: list[Label], code: str) -> str:
    for label in labels:
        for found in (label, *label.children):
            if found.code == code:
                return found.short
    return code
