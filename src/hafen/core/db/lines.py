"""Texts without signs that nobody types: they end lines where none may end."""

import re

# Control signs of both sets, and the two separators of Unicode.
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# In longer text, lines and tabs are meant.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def one_line(text: str) -> str:
    """Return the text as one line: for names, titles and heads of mails."""
    return _BREAKS.sub(" ", text).strip()


def many_lines(text: str) -> str:
    """Return the text with its lines, without other control signs."""
    return _CONTROLS.sub("", text)
