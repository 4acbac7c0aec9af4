"""Typesetting with typst, which refuses a paper that a screen reader cannot read.

A room keeps its templates beside its code; what all papers share lies in
`print/`, and a template imports it as `/core/files/print/….typ`.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

import typst

from hafen.core.db.languages import RIGHT_TO_LEFT
from hafen.core.files.glyphs import drawable, fonts

_ROOT = Path(__file__).parents[2]
# What stands between two Arabic words and has none of their letters.
_FOREIGN = re.compile(r"[^\u0590-\u08ff\ufb1d-\ufefc\n]+(?:(?<=\w)[،؛؟])?")
# In it: what belongs to the words before, the run, what belongs to those after.
_RUN = re.compile(r"([^\w(+«„\"]*)(.*?)([\s(«„\[–—-]*)", re.DOTALL)
_JOINT = re.compile(r"\w-\w|@|://")
# A number, or a code such as "B1", whole: parted, its sides would change places. Of
# "9:00–12:00" each side is kept alone: the reader meets the beginning first.
# Looked for where a word begins, so that a long word is read once.
_NUMBER = re.compile(r"(?:[+§]|\((?=\d+\) ?\d))?(?<!\w)(?=\w*\d)\w(?:[\w ()/.,:-]*\w)?")
# Vowel marks: most prose leaves them out, and typst writes a letter with its mark
# twice into the text of the file, so that no program could read it in order.
_VOWEL_MARKS = re.compile("[\u064b-\u0652]")
_ISOLATE, _END, _NO_BREAK = "\u2066", "\u2069", "\u00a0"


def pdf(template: Path, data: dict[str, Any]) -> bytes:
    """Return the paper as PDF/UA-1.

    All texts come as data: none of them can become markup, and a sign that no
    font has becomes a question mark.
    """
    written = _VOWEL_MARKS.sub("", json.dumps(drawable(data), ensure_ascii=False))
    found: bytes = typst.compile(
        str(template),
        root=str(_ROOT),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": written},
        pdf_standards=["ua-1"],
    )
    # Typst asks viewers to show facing pages from right to left. Ours have no
    # facing pages, and PDFium takes it as the direction of every line: it would
    # read German addresses backwards.
    return found.replace(b"/Direction/R2L", b"/Direction/L2R")


@cache
def _fonts() -> typst.Fonts:
    """Return our letters and no others, read once in a process."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(fonts())])


def direction(language: str) -> str:
    """Return the direction in which a paper of the language is read."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def runs_right_to_left(text: str) -> bool:
    """Whether a line has a letter of a script from right to left."""
    return any(bidirectional(char) in ("R", "AL") for char in text)


def isolated(text: str, language: str) -> str:
    """Return the text so that what runs left to right in it is read in its order.

    Without marks "+49 251 12345" stands in an Arabic sentence as "12345 251 49+".
    A name of several German words gets a line of its own: PDFium turns the order
    of words in a line of two directions (docs/decisions/0003). A line of German
    alone needs nothing: it is set from left to right as a whole.
    """
    if language not in RIGHT_TO_LEFT or not runs_right_to_left(text):
        return text
    lines = _FOREIGN.sub(lambda found: _set_apart(found[0]), text).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def titled(text: str, language: str) -> str:
    """Return a heading like `isolated`; the last sign of a German one stays last.

    A heading runs in the direction of its paper, so the dot of "e. V." would stand
    before the name.
    """
    is_foreign = language in RIGHT_TO_LEFT and not runs_right_to_left(text)
    if is_foreign and text and not text[-1].isalnum():
        return f"{_ISOLATE}{text}{_END}"
    return isolated(text, language)


def unmarked(text: str) -> str:
    """Return what `isolated` was given, but for blanks: for search and screens."""
    text = text.replace(_ISOLATE, "").replace(_END, "").replace(_NO_BREAK, " ")
    return " ".join(text.split())


def _set_apart(foreign: str) -> str:
    if not _has_parts(foreign):
        return _NUMBER.sub(lambda number: _kept_together(number[0]), foreign)
    before, run, after = _RUN.fullmatch(foreign).groups()  # type: ignore[union-attr]
    return f"{before}\n{_ISOLATE}{run}{_END}\n{after}"


def _has_parts(foreign: str) -> bool:
    """Whether it has more than one word or number, and letters among them."""
    if not any(char.isalpha() for char in foreign):
        return False
    words = [word for word in foreign.split() if any(map(str.isalnum, word))]
    return len(words) > 1 or bool(_JOINT.search(foreign))


def _kept_together(number: str) -> str:
    return f"{_ISOLATE}{number.replace(' ', _NO_BREAK)}{_END}"
