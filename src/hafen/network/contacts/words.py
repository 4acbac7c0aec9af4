"""Words for what is stored as codes: target groups, topics, languages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import Label
from hafen.network.contacts.models import Channel, Contact, Setting

Choices = list[tuple[str, Any]]

DIMENSION_NAMES: dict[str, str | Promise] = {
    "month": _("Month"),
    "channel": _("Channel"),
    "subtype": _("Target group, more precisely"),
    "setting": _("Occasion"),
    "occasion": _("First or further contact"),
    "topic": _("Topic"),
    "language": _("Language"),
    "interpreting": _("Who interpreted"),
    "result": _("Result"),
    "site": _("Site"),
    "task": _("Task of the contact point"),
}
ACTIONS = {
    "contacts.contact.recorded": _("Recorded"),
    "contacts.contact.edited": _("Changed"),
}


@dataclass(frozen=True)
class Words:
    """What a page says for the codes of contacts, in its language."""

    groups: list[Label]
    topics: list[Label]

    @property
    def group_choices(self) -> Choices:
        return _grouped(self.groups)

    @property
    def topic_choices(self) -> Choices:
        return [(label.code, label.name) for label in self.topics]

    @property
    def detailed_topics(self) -> Choices:
        return _grouped(self.topics)

    def group(self, code: str) -> str:
        return _named(self.groups, code)

    def topic(self, code: str) -> str:
        return _named(self.topics, code)

    def codes_below(self, topic: str) -> tuple[str, ...]:
        """Return a topic with its sub-topics."""
        found = [label for label in self.topics if label.code == topic]
        below = [child.code for label in found for child in label.children]
        return (topic, *below)


def words(today: date) -> Words:
    """Return the words of today in the active language; one query."""
    groups, topics = Vocabulary.TARGET_GROUPS, Vocabulary.NEEDS
    found = taxonomy.trees(
        (groups, topics), language=get_language() or "de", today=today
    )
    return Words(groups=found[groups], topics=found[topics])


def language_choices(today: date) -> Choices:
    tag = get_language() or "de"
    rows = taxonomy.languages(today=today)
    return [(row.tag, row.name_in(tag)) for row in rows]


def namer(dimension: str, known: Words, today: date) -> Callable[[str], str]:
    """Return what gives the key of a line of the figures its name."""
    tables: dict[str, dict[str, Any]] = {
        "channel": dict(Channel.choices),
        "setting": dict(Setting.choices),
        "occasion": dict(Contact.Occasion.choices),
        "interpreting": dict(Contact.Interpreting.choices),
        "result": dict(Contact.Result.choices),
    }
    if dimension == "language":
        tables["language"] = dict(language_choices(today))
    special = {"subtype": known.group, "topic": known.topic, "month": _month}
    if dimension in special:
        return special[dimension]
    table = tables.get(dimension, {})
    return lambda key: str(table.get(key, key))


def _month(key: str) -> str:
    return f"{key[5:7]}/{key[:4]}"


def _grouped(labels: list[Label]) -> Choices:
    """Return choices by domain; the domain itself stands first in its group."""
    return [
        (
            label.name,
            [
                (label.code, label.name),
                *((child.code, child.name) for child in label.children),
            ],
        )
        for label in labels
    ]


def _named(labels: list[Label], code: str) -> str:
    for label in labels:
        for found in (label, *label.children):
            if found.code == code:
                return found.name
    return code


def site_name(pk: UUID | None, sites: dict[UUID, str]) -> str:
    return sites.get(pk, "") if pk else ""
