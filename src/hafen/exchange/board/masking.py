"""Addresses and numbers in what strangers read: nobody's leave the platform."""

import re
from collections.abc import Iterable

_MAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@.,;:!?)\]]+")
_LINK = re.compile(r"(?:https?://|www\.|\b(?:t|wa|m)\.me/)\S+", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")
# It begins with + or a zero of any script, as numbers in Germany do.
_PHONE = re.compile(r"(?<![\w.])(?:\+|[0٠۰])[\d ()/–-]{4,}\d(?![\w])")
_LEAST_DIGITS = 6
HIDDEN = "[…]"


def has_address(text: str) -> bool:
    """Return whether a text names a mailbox, a number or a page elsewhere."""
    return hidden(text) != text


def hidden(text: str) -> str:
    """Return the text without mailboxes, numbers and pages elsewhere."""
    for pattern in (_LINK, _MAIL):
        text = pattern.sub(HIDDEN, text)
    return _PHONE.sub(_unless_a_day, text)


def _unless_a_day(found: re.Match[str]) -> str:
    said = found[0]
    digits = sum(char.isdigit() for char in said)
    is_day = _DAY.fullmatch(said.strip()) is not None
    return said if is_day or digits < _LEAST_DIGITS else HIDDEN


def refused_word_in(text: str, refused: Iterable[str]) -> str:
    """Return the first word of the list that a text has, whole and in any case."""
    words = set(re.findall(r"\w+", text.casefold()))
    plain = " ".join(text.casefold().split())
    for each in refused:
        word = each.casefold().strip()
        if word and (word in words or (" " in word and word in plain)):
            return each
    return ""
