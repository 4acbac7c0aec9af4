"""Letters as PDF: DIN 5008 form B for the window, and a sheet of labels."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import formats, translation

from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.mail.models import Notice
from hafen.core.places.models import Municipality

_TEMPLATES = Path(__file__).parent / "letters"


def letters(
    notices: Sequence[Notice], municipality: Municipality, *, today: date
) -> bytes:
    """Return all letters of a batch in one PDF, each on pages of its own."""
    return pdf(
        _TEMPLATES / "letters.typ",
        {
            "sender": sender(municipality),
            "letters": [_letter(notice, today) for notice in notices],
        },
    )


def labels(notices: Sequence[Notice]) -> bytes:
    """Return labels of 70 × 37 mm, three times eight on a sheet."""
    return pdf(
        _TEMPLATES / "labels.typ",
        {"labels": [[notice.name, *_lines(notice.address)] for notice in notices]},
    )


def _letter(notice: Notice, today: date) -> dict[str, Any]:
    with translation.override(notice.language):
        day = formats.date_format(today, "DATE_FORMAT")
    return {
        "language": notice.language.split("-")[0],
        "direction": direction(notice.language),
        "address": [notice.name, *_lines(notice.address)],
        "date": isolated(day, notice.language),
        "subject": isolated(notice.subject, notice.language),
        "paragraphs": [
            isolated(paragraph, notice.language)
            for paragraph in re.split(r"\n\s*\n", notice.text.strip())
        ],
    }


def sender(municipality: Municipality) -> dict[str, Any]:
    """Return the municipality as the line above an address and the foot name it."""
    contact = municipality.contact
    return {
        "name": municipality.name,
        "line": " · ".join(
            part
            for part in (
                municipality.name,
                str(contact.get("street", "")),
                str(contact.get("place", "")),
            )
            if part
        ),
        "phone": str(contact.get("phone", "")),
        "email": str(contact.get("email", "")),
    }


def _lines(address: str) -> list[str]:
    return [line.strip() for line in address.splitlines() if line.strip()]
