"""Pages of the knowledge base: for everybody, and for who keeps them."""

from hafen.information.knowledge.views._blocks import (
    act_on_block,
    block,
    blocks,
    edit_block,
    new_block,
    quote,
    translate_block,
)
from hafen.information.knowledge.views._concept_writing import (
    draft_paper,
    next_edition,
    write_draft,
)
from hafen.information.knowledge.views._concepts import (
    approve_draft,
    comment_draft,
    concept,
    concepts,
    new_concept,
)
from hafen.information.knowledge.views._desk import (
    end_test,
    law_change,
    law_changes,
    pages,
    read,
    readability,
    testers,
)
from hafen.information.knowledge.views._library import (
    archive_document,
    document,
    document_file,
    drop_version,
    edit_document,
    library,
    new_document,
)
from hafen.information.knowledge.views._links import links, replace_link
from hafen.information.knowledge.views._papers import (
    act_on_paper,
    edit_paper,
    new_paper,
    paper,
    paper_parts,
    paper_variables,
    papers,
    release_paper,
    translate_paper,
)
from hafen.information.knowledge.views._pictures import picture, rendition
from hafen.information.knowledge.views._printed import (
    leaflet,
    leaflet_pdf,
    page_pdf,
    paper_pdf,
    write_letter,
)
from hafen.information.knowledge.views._public import faq, home, page, situations
from hafen.information.knowledge.views._public_library import (
    document as public_document,
)
from hafen.information.knowledge.views._public_library import (
    document_file as public_document_file,
)
from hafen.information.knowledge.views._public_library import (
    documents as public_documents,
)
from hafen.information.knowledge.views._translating import translate

__all__ = [
    "act_on_block",
    "act_on_paper",
    "approve_draft",
    "archive_document",
    "block",
    "blocks",
    "comment_draft",
    "concept",
    "concepts",
    "document",
    "document_file",
    "draft_paper",
    "drop_version",
    "edit_block",
    "edit_document",
    "edit_paper",
    "end_test",
    "faq",
    "home",
    "law_change",
    "law_changes",
    "leaflet",
    "leaflet_pdf",
    "library",
    "links",
    "new_block",
    "new_concept",
    "new_document",
    "new_paper",
    "next_edition",
    "page",
    "page_pdf",
    "pages",
    "paper",
    "paper_parts",
    "paper_pdf",
    "paper_variables",
    "papers",
    "picture",
    "public_document",
    "public_document_file",
    "public_documents",
    "quote",
    "read",
    "readability",
    "release_paper",
    "rendition",
    "replace_link",
    "situations",
    "testers",
    "translate",
    "translate_block",
    "translate_paper",
    "write_draft",
    "write_letter",
]
