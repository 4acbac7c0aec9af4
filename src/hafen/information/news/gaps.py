"""Gaps in the texts of templates: `{date}` in "The office is closed on {date}".

The beginning of its name says what belongs into a gap: a day, a time of day, or
words that are the same in every language, such as a name.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Literal

from django.utils import formats

from hafen.core.taxonomy.reference import words_in

Value = date | time | str

_GAP = re.compile(r"\{([^\W\d]\w{0,30})\}")
_DAYS = ("date", "day", "datum", "tag")
_TIMES = ("time", "hour", "uhr", "zeit")


def gaps_in(texts: Iterable[str]) -> list[str]:
    """Return the names of the gaps, each once, in the order of the text."""
    return list(dict.fromkeys(name for text in texts for name in _GAP.findall(text)))


def kind_of(gap: str) -> Literal["day", "time", "words"]:
    name = gap.casefold()
    if name.startswith(_DAYS):
        return "day"
    return "time" if name.startswith(_TIMES) else "words"


def filled(text: str, values: Mapping[str, Value], language: str) -> str:
    """Return a text with its gaps filled, days and times as the language says them.

    What has no value stays as it is; a value that looks like a gap is none.
    """
    with words_in(language):
        said = {name: _said(value) for name, value in values.items()}
    return _GAP.sub(lambda gap: said.get(gap[1], gap[0]), text)


def _said(value: Value) -> str:
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, time):
        return formats.time_format(value)
    return value
