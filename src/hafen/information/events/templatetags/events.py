"""What the pages of events need beyond the language of templates."""

import json
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hafen.core.db.languages import comma
from hafen.core.taxonomy.reference import own_name
from hafen.core.translation.texts import Text
from hafen.core.ui.tongues import tongue_of
from hafen.information.events import wording
from hafen.information.events.models import EventDate

register = template.Library()

# A line may break after a dash, unless the word joiner holds both times together.
_DASH = "\N{NO-BREAK SPACE}–\N{WORD JOINER}\N{NO-BREAK SPACE}"


@register.filter
def spoken(text: Text, page_language: str) -> SafeString:
    """Return the attributes of a text that is in another language than its page."""
    return tongue_of(text.language if text else "", page_language)


@register.filter
def when(date: EventDate) -> str:
    """Return day and time of a date, as people write it."""
    first = (
        f"{_weekday(date)}{comma()}{formats.date_format(date.first_day, 'DATE_FORMAT')}"
    )
    if date.last_day != date.first_day:
        last = formats.date_format(date.last_day, "DATE_FORMAT")
        return f"{first} – {last}"
    if date.is_all_day:
        return _("%(day)s, all day") % {"day": first}
    starts, ends = (timezone.localtime(each) for each in (date.starts_at, date.ends_at))
    if starts == ends:
        return f"{first}{comma()}{formats.time_format(starts)}"
    # Both times stay on one line of a narrow card.
    times = map(formats.time_format, (starts, ends))
    return f"{first}{comma()}{_DASH.join(map(str, times))}"


def _weekday(date: EventDate) -> str:
    return str(WEEKDAYS[date.first_day.weekday()])


@register.filter
def in_words(rule: str) -> str:
    """Return how often something takes place; empty for what happens once."""
    return wording.in_words(rule)


@register.filter
def language_name(tag: str) -> str:
    return own_name(tag)


@register.filter
def as_json_ld(data: Any) -> SafeString:
    """Return data for a script block; no text of it can end the block."""
    written = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return mark_safe(written)  # noqa: S308 - the only letter that could end it is gone
