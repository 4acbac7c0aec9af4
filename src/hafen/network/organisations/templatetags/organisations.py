"""What templates about organisations and their offers need."""

from django import template

from hafen.core.ui import fields

register = template.Library()


@register.filter
def spelled(number: str) -> str:
    """Return a telephone number as people read it."""
    return fields.spelled(number)
