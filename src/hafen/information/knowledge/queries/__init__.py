"""Reads of the knowledge base; the only door to its pages."""

from hafen.information.knowledge.queries._parts import (
    ContactCard,
    Crumb,
    Part,
    in_language,
    parts_of,
    rich,
)
from hafen.information.knowledge.queries._public import (
    Branch,
    PageView,
    Question,
    QuestionGroup,
    faq_groups,
    find_entry,
    has_kind,
    listed,
    page_view,
    tested_by,
    topics_of,
    tree_of,
)

__all__ = [
    "Branch",
    "ContactCard",
    "Crumb",
    "PageView",
    "Part",
    "Question",
    "QuestionGroup",
    "faq_groups",
    "find_entry",
    "has_kind",
    "in_language",
    "listed",
    "page_view",
    "parts_of",
    "rich",
    "tested_by",
    "topics_of",
    "tree_of",
]
