"""Letters, forms and leaflets as PDF/UA, and letters as plain text."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from hafen.core.files import typesetting
from hafen.core.files.typesetting import direction, isolated
from hafen.core.mail.letters import sender
from hafen.core.taxonomy.reference import words_in
from hafen.information.knowledge import on_paper
from hafen.information.knowledge.models import Paper
from hafen.information.knowledge.on_paper import Said
from hafen.information.knowledge.queries import filled_in

_TEMPLATES = Path(__file__).parent / "print"
_BLANK = "_" * 28
Kind = Paper.Variable
# What a clerk entered, by code; words by code and language.
Entered = Mapping[str, Any]


@dataclass(frozen=True)
class Text:
    """The content of a paper in one language."""

    language: str
    content: Said


def leaflet(
    paper: Paper, text: Text, *, number: int, at: datetime, is_draft: bool = False
) -> bytes:
    """Return a leaflet or an information sheet; a form with room to write."""
    town, language = paper.municipality, text.language
    path = f"leaflets/{paper.address}/" if paper.is_public else ""
    content = text.content
    if paper.is_filled_in:
        blanks = {code: [_BLANK] for code in paper.variables}
        content = filled_in(content, blanks, language)
    with words_in(language):
        day = formats.date_format(timezone.localdate(at), "DATE_FORMAT")
        edition = _("Edition %(number)s, %(day)s") % {"number": number, "day": day}
        foot = on_paper.foot(town, language, at, path=path)
        words = on_paper.words() | {"today": _("This sheet on the web:")}
        as_of = _("Draft, not for handing out") if is_draft else edition
    data = foot | content | {"as_of": isolated(as_of, language), "words": words}
    return typesetting.pdf(_TEMPLATES / "leaflet.typ", data)


def letter(
    paper: Paper,
    texts: Sequence[Text],
    *,
    recipient: str,
    entered: Entered,
    today: date,
) -> bytes:
    """Return a letter for the window, in one language or in two side by side.

    :param texts: the German one first; it is the one that binds
    """
    town = paper.municipality
    columns = [_column(paper, text, entered) for text in texts]
    with words_in(texts[0].language):
        day = formats.date_format(today, "DATE_FORMAT")
    data = {
        "sender": sender(town),
        "address": _lines(recipient),
        "date": isolated(day, texts[0].language),
        "date_language": texts[0].language.split("-")[0],
        "columns": columns,
        "binding": _binding(texts),
    }
    return typesetting.pdf(_TEMPLATES / "letter.typ", data)


def letter_text(
    paper: Paper, texts: Sequence[Text], *, recipient: str, entered: Entered
) -> str:
    """Return a letter as plain text, one language below the other."""
    pieces = ["\n".join(_lines(recipient))]
    for text in texts:
        column = _column(paper, text, entered)
        pieces.append(column["title"])
        for part in column["parts"]:
            pieces += _plain(part)
    pieces += [sender(paper.municipality)["name"]]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _plain(part: Said) -> Iterator[str]:
    yield part["heading"]
    for each in part["paragraphs"]:
        lines = "\n".join(each["lines"])
        yield f"- {lines}" if each["is_point"] else lines


def _column(paper: Paper, text: Text, entered: Entered) -> Said:
    values = {
        code: [said(variable["kind"], entered.get(code), text.language)]
        for code, variable in paper.variables.items()
    }
    content = filled_in(text.content, values, text.language)
    parts = [_as_text(part) for part in content["parts"]]
    with words_in(text.language):
        greeting = _("Yours sincerely")
    return content | {"parts": parts, "greeting": greeting}


def _as_text(part: Said) -> Said:
    """Return an offer or a site in a letter as a passage of text."""
    if part["kind"] == "text":
        return part
    lines = [f"{each['label']}: {each['value']}" for each in part["facts"]]
    lines += [f"{day}: {times}" for day, times in part["hours"]]
    paragraphs = [{"is_point": False, "lines": lines}]
    return {"kind": "text", "heading": part["name"], "paragraphs": paragraphs}


def said(kind: str, value: Any, language: str) -> str:
    """Return what was entered as a reader of the language reads it."""
    with words_in(language):
        if isinstance(value, date):
            return formats.date_format(value, "DATE_FORMAT")
        if isinstance(value, time):
            return formats.time_format(value)
    if kind == Kind.WORDS and isinstance(value, Mapping):
        return str(value.get(language) or next(iter(value.values()), ""))
    return str(value or "")


def _binding(texts: Collection[Text]) -> list[Said]:
    """Return which of two texts binds, in the reader's language."""
    if len(texts) < 2:
        return []
    reader = [text.language for text in texts][-1]
    with words_in(reader):
        note = _("The German text is the binding one. The other is there to help you.")
    return [{"text": note, "direction": direction(reader)}]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
