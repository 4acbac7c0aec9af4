"""The kinds of pages; all their columns are those of `Entry`."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.information.knowledge.models._pages import Entry
from hafen.information.knowledge.panels import (
    CHECKING,
    CLASSIFIED,
    GUIDE,
    IMPORTED,
    STEPS,
    TEXT,
    tabs,
)


class TopicPage(Entry):
    """The first page of a topic; articles and questions stand below it."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    KIND = Entry.Kind.TOPIC
    edit_handler = tabs(TEXT, CLASSIFIED, CHECKING)

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")


class ArticlePage(Entry):
    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    KIND = Entry.Kind.ARTICLE
    edit_handler = tabs(TEXT, CLASSIFIED, CHECKING, IMPORTED)

    class Meta:
        verbose_name = pgettext_lazy("knowledge base", "article")
        verbose_name_plural = _("articles")


class FaqPage(Entry):
    """A question as people ask it, and its answer."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    KIND = Entry.Kind.FAQ
    subpage_types: ClassVar[list[str]] = []
    edit_handler = tabs(TEXT, CLASSIFIED, CHECKING)

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")


class GuidePage(Entry):
    """A guideline (Leitfaden) for people who help, in numbered editions."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    KIND = Entry.Kind.GUIDE
    edit_handler = tabs(TEXT, CLASSIFIED, CHECKING, GUIDE)

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")


class StepsPage(Entry):
    """What to do in a situation, step by step."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    KIND = Entry.Kind.STEPS
    edit_handler = tabs(TEXT, CLASSIFIED, CHECKING, STEPS)

    class Meta:
        verbose_name = _("guide step by step")
        verbose_name_plural = _("guides step by step")


class InternalPage(Entry):
    """Know-how for the staff of all sites; the public never sees it."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    KIND = Entry.Kind.INTERNAL
    subpage_types: ClassVar[list[str]] = ["knowledge.InternalPage"]
    edit_handler = tabs(TEXT, CLASSIFIED, CHECKING)

    class Meta:
        verbose_name = _("article for staff")
        verbose_name_plural = _("articles for staff")
