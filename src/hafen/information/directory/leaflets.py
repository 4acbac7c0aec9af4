"""Offers on paper, as tagged PDF: a personal list, or a whole edition."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_address
from hafen.core.taxonomy.reference import words_in
from hafen.core.ui.fields import spelled
from hafen.information.directory.queries import Entry, HoursLine

_TEMPLATES = Path(__file__).parent / "leaflets"


def leaflet(
    entries: Iterable[Entry], town: Municipality, *, language: str, today: date
) -> bytes:
    """Return a list of offers to print, in the reader's language."""
    with words_in(language):
        offers = [offer_of(entry, town, language) for entry in entries]
        heading = _("My list")
        return sheet(heading, town, [("", offers)], language=language, today=today)


def sheet(
    title: str,
    town: Municipality,
    sections: Sequence[tuple[str, list[dict[str, Any]]]],
    *,
    language: str,
    today: date,
) -> bytes:
    """Return offers below headings in one PDF that a screen reader can read."""
    with words_in(language):
        day = formats.date_format(today, "DATE_FORMAT")
    data = {
        "language": language.split("-")[0],
        "direction": direction(language),
        "title": title,
        "date": isolated(day, language),
        "town": town.name,
        "sections": [
            {"heading": heading, "offers": offers} for heading, offers in sections
        ],
    }
    return pdf(_TEMPLATES / "sheet.typ", data)


def offer_of(entry: Entry, town: Municipality, language: str) -> dict[str, Any]:
    """Return a public offer as the sheet takes it, in the active language."""
    card, texts = entry.card, entry.texts
    rows = [
        (_("Where"), [where.one_line for where in card.where]),
        (_("When"), _hours(entry)),
        (_("Contact"), _contacts(entry)),
        (_("Who may come"), [str(texts["eligibility"])]),
        (_("What to bring"), [str(texts["documents"]), *_papers(entry)]),
        (_("How to register"), [str(texts["application"])]),
        (
            _("Costs"),
            [_("free of charge") if card.is_free else "", str(texts["costs"])],
        ),
    ]
    address = public_address(town, f"{language}/offers/{card.address}/")
    return offer_data(
        str(card.name), card.organisation, str(card.summary), rows, address, language
    )


def offer_data(
    name: str,
    organisation: str,
    summary: str,
    rows: Iterable[tuple[str, Sequence[str]]],
    address: str,
    language: str,
) -> dict[str, Any]:
    """Return an offer as the sheet takes it; what has no text is left out."""
    told = [
        {
            "label": str(label),
            "lines": [isolated(line, language) for line in lines if line],
        }
        for label, lines in rows
    ]
    return {
        "name": isolated(name, language),
        "organisation": organisation if organisation != name else "",
        "summary": isolated(summary, language),
        "rows": [row for row in told if row["lines"]],
        "address": address,
    }


def _hours(entry: Entry) -> list[str]:
    lines = [line for where in entry.card.where for line in where.hours]
    return [_line(line) for line in (*entry.hours, *lines)]


def _line(line: HoursLine) -> str:
    days = " ".join(part for part in (line.day_names, line.rhythm) if part)
    if line.opens_at is None or line.closes_at is None:
        return f"{days}: {_('by appointment')}"
    return f"{days}: {line.opens_at:%H:%M}–{line.closes_at:%H:%M}"


def _contacts(entry: Entry) -> list[str]:
    phones = [spelled(phone.value) for phone in entry.phones]
    return [*phones, *(mail.value for mail in entry.emails)]


def _papers(entry: Entry) -> list[str]:
    return [paper.name for paper in entry.documents]
