"""What the pages of the knowledge base need beyond the language of templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hafen.core.taxonomy import reference

register = template.Library()


@register.filter
def tongue_of(language: str, page_language: str) -> SafeString:
    """Return the attributes of a text that is in another language than its page."""
    if not language or language == page_language:
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, reference.direction(language))


@register.filter
def own_name(tag: str) -> str:
    return reference.own_name(tag)


@register.filter
def is_address(text: str) -> bool:
    """Return whether a source can be opened."""
    return text.startswith(("https://", "http://"))
