"""What the pages of the portal need beyond the language of templates."""

import json
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from django import template
from django.utils.safestring import SafeString, mark_safe

from hafen.core.taxonomy import reference
from hafen.core.translation.texts import Text
from hafen.core.ui.tongues import tongue_of
from hafen.web.portal.filters import language_name
from hafen.web.portal.shown import state_said
from hafen.web.portal.topics import icon_of

register = template.Library()

_GERMANY = 49


@register.filter
def tongue(text: Text, page_language: str) -> SafeString:
    """Return the attributes of a text that is in another language than its page."""
    return tongue_of(text.language, page_language)


register.filter("state_said", state_said)


@register.filter
def topic_icon(code: str) -> str:
    return icon_of(code)


@register.filter
def language_named(tag: str, reader: str) -> str:
    return language_name(tag, reader)


@register.filter
def own_name(tag: str) -> str:
    return reference.own_name(tag)


@register.filter
def phone_number(number: str) -> str:
    """Return a number of E.164 in groups, as people read it aloud."""
    try:
        parsed = phonenumbers.parse(number, "DE")
    except phonenumbers.NumberParseException:
        return number
    is_german = parsed.country_code == _GERMANY
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, style.NATIONAL if is_german else style.INTERNATIONAL
    )


@register.filter
def host_of(address: str) -> str:
    """Return what a person wants to know of a web address: whose it is."""
    return urlsplit(address).netloc.removeprefix("www.") or address


@register.filter
def unlocalized(number: float) -> str:
    """Return a number with a point, as machines read it."""
    return f"{number:.6f}"


@register.filter
def as_json(value: Any) -> SafeString:
    """Return data for a script block that no text in it can end."""
    written = json.dumps(value, ensure_ascii=False, default=str)
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        written = written.replace(sign, code)
    return mark_safe(written)  # noqa: S308  # nothing is left that HTML reads


@register.filter
def day(text: str) -> date:
    """Return the day that a document of the search names."""
    return date.fromisoformat(text)
