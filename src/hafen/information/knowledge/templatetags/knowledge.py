"""What the pages of the knowledge base need beyond the language of templates."""

from django import template

from hafen.core.taxonomy import reference

register = template.Library()


@register.filter
def own_name(tag: str) -> str:
    return reference.own_name(tag)


@register.filter
def is_address(text: str) -> bool:
    """Return whether a source can be opened."""
    return text.startswith(("https://", "http://"))
