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
from hafen.information.knowledge.views._desk import (
    end_test,
    law_change,
    law_changes,
    pages,
    read,
    readability,
    testers,
)
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
from hafen.information.knowledge.views._printed import (
    leaflet,
    leaflet_pdf,
    paper_pdf,
    write_letter,
)
from hafen.information.knowledge.views._public import faq, home, page, situations

__all__ = [
    "act_on_block",
    "act_on_paper",
    "block",
    "blocks",
    "edit_block",
    "edit_paper",
    "end_test",
    "faq",
    "home",
    "law_change",
    "law_changes",
    "leaflet",
    "leaflet_pdf",
    "new_block",
    "new_paper",
    "page",
    "pages",
    "paper",
    "paper_parts",
    "paper_pdf",
    "paper_variables",
    "papers",
    "quote",
    "read",
    "readability",
    "release_paper",
    "situations",
    "testers",
    "translate_block",
    "translate_paper",
    "write_letter",
]
