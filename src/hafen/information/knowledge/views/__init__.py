"""Pages of the knowledge base: for everybody, and for who keeps them."""

from hafen.information.knowledge.views._public import faq, home, page, situations

__all__ = ["faq", "home", "page", "situations"]
