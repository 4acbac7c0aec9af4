"""Names of places in the language of the page."""

from django import template

from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality, NamedRow

register = template.Library()


@register.filter
def name_in(row: NamedRow, language: str) -> str:
    """Return the translated name, or the one in the municipality's language."""
    return row.name_in(language)


@register.filter
def uses(municipality: Municipality, feature: str) -> bool:
    """Return whether a room is switched on: `{% if municipality|uses:"map" %}`."""
    return is_on(municipality, feature)
