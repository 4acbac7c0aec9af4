"""Letters as PDF: DIN 5008 form B for the window, and a sheet of labels.

Typst refuses a document that a screen reader could not read (PDF/UA-1), and
lets no text of ours become markup: all of it comes as data.
"""

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.apps import apps
from django.utils import formats, translation

from hafen.core.db.languages import RIGHT_TO_LEFT
from hafen.core.mail.models import Notice
from hafen.core.places.models import Municipality

_TEMPLATES = Path(__file__).parent / "letters"
# Numbers, addresses and mailboxes keep their direction in a right-to-left text.
_LEFT_TO_RIGHT = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+|[+(]?\d[\d ()/.,:–-]*\d|\d")
_ISOLATE, _END = "\u2066", "\u2069"


def letters(
    notices: Sequence[Notice], municipality: Municipality, *, today: date
) -> bytes:
    """Return all letters of a batch in one PDF, each on pages of its own."""
    return _pdf(
        "letters.typ",
        {
            "sender": _sender(municipality),
            "letters": [_letter(notice, today) for notice in notices],
        },
    )


def labels(notices: Sequence[Notice]) -> bytes:
    """Return labels of 70 × 37 mm, three times eight on a sheet."""
    return _pdf(
        "labels.typ",
        {"labels": [[notice.name, *_lines(notice.address)] for notice in notices]},
    )


def isolated(text: str, language: str) -> str:
    """Return the text with what runs left to right kept together.

    Without it "+49 251 12345" stands in an Arabic sentence as "12345 251 49+".
    """
    if language not in RIGHT_TO_LEFT:
        return text
    return _LEFT_TO_RIGHT.sub(lambda found: f"{_ISOLATE}{found[0]}{_END}", text)


def _letter(notice: Notice, today: date) -> dict[str, Any]:
    with translation.override(notice.language):
        day = formats.date_format(today, "DATE_FORMAT")
    return {
        "language": notice.language.split("-")[0],
        "direction": "rtl" if notice.language in RIGHT_TO_LEFT else "ltr",
        "address": [notice.name, *_lines(notice.address)],
        "date": isolated(day, notice.language),
        "subject": isolated(notice.subject, notice.language),
        "paragraphs": [
            isolated(paragraph, notice.language)
            for paragraph in re.split(r"\n\s*\n", notice.text.strip())
        ],
    }


def _sender(municipality: Municipality) -> dict[str, Any]:
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


def _pdf(template: str, data: dict[str, Any]) -> bytes:
    fonts = Path(apps.get_app_config("ui").path) / "fonts"
    found: bytes = typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
    )
    return found
