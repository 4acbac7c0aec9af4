"""The knowledge base: pages of editors, and the work with them."""

from hafen.information.knowledge.models._kinds import (
    ArticlePage,
    FaqPage,
    GuidePage,
    InternalPage,
    StepsPage,
    TopicPage,
)
from hafen.information.knowledge.models._pages import (
    Entry,
    EntryQuerySet,
    LanguageRoot,
)
from hafen.information.knowledge.models._work import (
    Area,
    AreaMember,
    LawChange,
    Mention,
    Tester,
)

__all__ = [
    "Area",
    "AreaMember",
    "ArticlePage",
    "Entry",
    "EntryQuerySet",
    "FaqPage",
    "GuidePage",
    "InternalPage",
    "LanguageRoot",
    "LawChange",
    "Mention",
    "StepsPage",
    "Tester",
    "TopicPage",
]
