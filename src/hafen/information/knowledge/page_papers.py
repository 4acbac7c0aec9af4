"""A page of the knowledge base on paper, with the short way back to it."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hafen.core.files import typesetting
from hafen.core.files.typesetting import isolated, titled
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.information.knowledge import on_paper
from hafen.information.knowledge.queries import ContactCard, PageView, Part
from hafen.information.knowledge.texts import plain

Said = dict[str, Any]
_TEMPLATE = Path(__file__).parent / "print" / "leaflet.typ"
_BLOCK = re.compile(r"<(p|li|h[1-6])\b[^>]*>(.*?)</\1>", re.DOTALL)


def page_paper(view: PageView, town: Municipality, *, now: datetime) -> bytes:
    """Return what a page says as PDF, in the language that it is really in.

    Its address carries the short id alone, which is quicker to type and holds
    when the page is renamed.
    """
    language, entry = view.entry.language, view.entry
    offers = on_paper.Offers([part.offer.id for part in view.parts if part.offer], now)
    with words_in(language):
        foot = on_paper.foot(
            town, language, now, path=f"knowledge/{view.original.short_id}/"
        )
        parts = [*_opening(entry.summary, language)]
        for part in view.parts:
            parts += _parts(part, offers, language)
        data = {"title": isolated(entry.title, language), "parts": parts}
        return typesetting.pdf(_TEMPLATE, foot | data | {"words": on_paper.words()})


def _opening(summary: str, language: str) -> Iterator[Said]:
    if summary:
        yield _text("", [_line(summary, language)], language)


def _parts(part: Part, offers: on_paper.Offers, language: str) -> Iterator[Said]:
    """Yield a piece of the page and what it names; pictures are left out."""
    heading = f"{part.number}. {part.title}" if part.number else part.title
    said = list(_paragraphs(part.html, language))
    if heading or said:
        yield _text(heading, said, language)
    if part.contact:
        yield _contact(part.contact, language)
    if part.offer:
        yield {"kind": "offer", **offers.said(part.offer, language)}
    if part.document:
        yield _text("", [_line(part.document.title, language)], language)


def _text(heading: str, paragraphs: list[Said], language: str) -> Said:
    return {
        "kind": "text",
        "heading": titled(heading, language),
        "paragraphs": paragraphs,
    }


def _paragraphs(html: str, language: str) -> Iterator[Said]:
    for tag, inner in _BLOCK.findall(html):
        if text := plain(inner):
            yield _line(text, language, is_point=tag == "li")


def _line(text: str, language: str, *, is_point: bool = False) -> Said:
    lines = [isolated(line, language) for line in text.splitlines() if line.strip()]
    return {"is_point": is_point, "lines": lines}


def _contact(card: ContactCard, language: str) -> Said:
    told = [
        (_("Telephone"), card.phone),
        (_("E-mail"), card.email),
        (_("Website"), card.website),
        (_("Address"), card.where),
    ]
    return {
        "kind": "site",
        "name": titled(card.name, language),
        "summary": "",
        "facts": [on_paper.fact(str(a), b, language) for a, b in told if b],
        "hours": [],
    }
