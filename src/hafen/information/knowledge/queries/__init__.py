"""Reads of the knowledge base; the only door to its pages."""

from hafen.information.knowledge.queries._desk import (
    Line,
    affected_by,
    law_changes_visible_to,
    lines,
    naming,
    pages_visible_to,
)
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
    "Line",
    "PageView",
    "Part",
    "Question",
    "QuestionGroup",
    "affected_by",
    "faq_groups",
    "find_entry",
    "has_kind",
    "in_language",
    "law_changes_visible_to",
    "lines",
    "listed",
    "naming",
    "page_view",
    "pages_visible_to",
    "parts_of",
    "rich",
    "tested_by",
    "topics_of",
    "tree_of",
]
