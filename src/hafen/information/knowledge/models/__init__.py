"""The knowledge base: pages of editors, and the work with them."""

from hafen.information.knowledge.models._blocks import (
    BlockQuerySet,
    BlockTranslation,
    BlockVersion,
    Quote,
    TextBlock,
)
from hafen.information.knowledge.models._concepts import ConceptComment, ConceptDraft
from hafen.information.knowledge.models._kinds import (
    ArticlePage,
    FaqPage,
    GuidePage,
    InternalPage,
    StepsPage,
    TopicPage,
)
from hafen.information.knowledge.models._library import (
    Document,
    DocumentQuerySet,
    DocumentVersion,
)
from hafen.information.knowledge.models._pages import (
    Entry,
    EntryQuerySet,
    LanguageRoot,
    links_in,
)
from hafen.information.knowledge.models._papers import (
    FactCheck,
    Paper,
    PaperEdition,
    PaperPart,
    PaperQuerySet,
    PaperSheet,
    PaperTranslation,
    PaperUse,
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
    "BlockQuerySet",
    "BlockTranslation",
    "BlockVersion",
    "ConceptComment",
    "ConceptDraft",
    "Document",
    "DocumentQuerySet",
    "DocumentVersion",
    "Entry",
    "EntryQuerySet",
    "FactCheck",
    "FaqPage",
    "GuidePage",
    "InternalPage",
    "LanguageRoot",
    "LawChange",
    "Mention",
    "Paper",
    "PaperEdition",
    "PaperPart",
    "PaperQuerySet",
    "PaperSheet",
    "PaperTranslation",
    "PaperUse",
    "Quote",
    "StepsPage",
    "Tester",
    "TextBlock",
    "TopicPage",
    "links_in",
]
