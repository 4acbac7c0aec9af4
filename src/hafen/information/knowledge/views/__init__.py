"""Pages of the knowledge base: for everybody, and for who keeps them."""

from hafen.information.knowledge.views._desk import (
    end_test,
    law_change,
    law_changes,
    pages,
    read,
    readability,
    testers,
)
from hafen.information.knowledge.views._public import faq, home, page, situations

__all__ = [
    "end_test",
    "faq",
    "home",
    "law_change",
    "law_changes",
    "page",
    "pages",
    "read",
    "readability",
    "situations",
    "testers",
]
