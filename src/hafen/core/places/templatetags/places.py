"""Names of places in the language of the page."""

from django import template

from hafen.core.places.models import NamedRow

register = template.Library()


@register.filter
def name_in(row: NamedRow, language: str) -> str:
    """Return the translated name, or the one in the municipality's language."""
    return row.name_in(language)
