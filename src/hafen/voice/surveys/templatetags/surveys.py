"""How results are drawn and written."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

register = template.Library()
WIDTH = 200


@register.simple_tag
def bar(share: float | None) -> SafeString | str:
    """Draw a share as a bar that begins where lines begin; the cell beside says it."""
    if share is None:
        return ""
    length = round(WIDTH * share / 100)
    start = WIDTH - length if get_language_bidi() else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 {0} 16" width="{0}" height="16"'
        ' aria-hidden="true" focusable="false">'
        '<rect x="0" y="15" width="{0}" height="1" opacity="0.4"/>'
        '<rect x="{1}" width="{2}" height="16"/></svg>',
        WIDTH,
        start,
        length,
    )


@register.filter
def at(found: Mapping[Any, Any], key: Any) -> Any:
    """Return what belongs to a key, or nothing."""
    return found.get(key)


@register.filter
def isolated(text: str) -> str:
    """Keep a text of another direction together where no element can hold it."""
    return f"\u2068{text}\u2069"


@register.filter
def as_number(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


@register.filter
def in_percent(value: Fraction) -> Decimal:
    return as_number(value * 100)
