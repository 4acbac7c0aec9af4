"""Texts as XML takes them: people paste signs that it knows no writing for."""

import re

# Control signs, halves of signs, and the two that are none (XML 1.0, 2.2).
_UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return the text without the signs that XML 1.0 does not know."""
    return _UNKNOWN.sub("", text)
