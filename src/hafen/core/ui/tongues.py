"""Texts in another language than the page around them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hafen.core.taxonomy.reference import direction, screen_language


def tongue_of(language: str, page_language: str) -> SafeString:
    """Return the attributes of a text that is in another language than its page.

    :param page_language: of the address; what the page itself says may be in the
        next best language
    """
    if not language or language == screen_language(page_language):
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, direction(language))
