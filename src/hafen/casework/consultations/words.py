"""Words for what is stored as codes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.db.languages import comma
from hafen.core.places.models.days import WEEKDAYS
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Vocabulary

Choices = list[tuple[str, Any]]
MARKS = {"full": _("overloaded"), "empty": _("under-used"), "": _("as expected")}
DAYS = dict(WEEKDAYS)


@dataclass(frozen=True)
class Words:
    """What a page calls languages, topics and target groups, in its own language."""

    languages: dict[str, str]
    topics: dict[str, str]
    groups: dict[str, str]

    def language(self, tag: str) -> str:
        return self.languages.get(tag, tag)

    def topic(self, code: str) -> str:
        return self.topics.get(code, code)

    def brief(self, visit: Any) -> str:
        """Return language and topic of a number, and whom it waits for."""
        parts = [self.language(visit.language), self.topic(visit.topic)]
        parts += [visit.wanted.who] if visit.wanted else []
        parts += [visit.appointment.adviser.name] if visit.appointment else []
        return " · ".join(part for part in parts if part)

    def of_appointment(self, row: Any) -> str:
        """Return language, topic, and how it stands with the interpreter."""
        booked = row.interpreting
        parts = [self.language(row.language), self.topic(row.topic)]
        parts += [str(interpreter_state(booked))] if booked else []
        return " · ".join(part for part in parts if part)

    def languages_of(self, row: Any) -> str:
        return comma().join(self.language(tag) for tag in row.languages)

    def topics_of(self, row: Any) -> str:
        return comma().join(self.topic(code) for code in row.topics) if row else ""

    def channel(self, row: Any) -> str:
        if row.talk:
            return str(row.talk.get_channel_display())
        return str(_("visit, nothing recorded"))

    def result(self, row: Any) -> str:
        return str(row.talk.get_result_display()) if row.talk else ""

    def recorder(self, row: Any) -> str:
        known = row.talk and row.talk.recorded_by
        return str(known.name) if known else ""

    @property
    def language_choices(self) -> Choices:
        return [*self.languages.items()]

    @property
    def topic_choices(self) -> Choices:
        return [*self.topics.items()]


def words(today: date) -> Words:
    """Return the words of today in the active language; two queries."""
    tag = get_language() or "de"
    spoken = {row.tag: row.name_in(tag) for row in taxonomy.languages(today=today)}
    return replace(topics(today), languages=spoken)


def topics(today: date) -> Words:
    """Return the same without the languages; one query."""
    kinds = (Vocabulary.NEEDS, Vocabulary.TARGET_GROUPS)
    tag = get_language() or "de"
    found = taxonomy.trees(kinds, language=tag, today=today)
    needs, groups = (
        {label.code: label.name for label in found[kind]} for kind in kinds
    )
    return Words({}, needs, groups)


def interpreter_state(booked: Any) -> Any:
    if booked.is_open:
        return _("interpreter asked for")
    if booked.is_confirmed or booked.is_done:
        return _("interpreter comes")
    return _("no interpreter")
