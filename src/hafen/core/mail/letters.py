"""Letters as PDF: DIN 5008 form B for the window, labels, and sheets to sign."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in

_TEMPLATES = Path(__file__).parent / "letters"


class Addressed(Protocol):
    """Whose name and lines stand on an envelope; a notice is one."""

    @property
    def name(self) -> str: ...

    @property
    def address(self) -> str: ...


class Written(Addressed, Protocol):
    """A letter to one addressee; a notice is one."""

    @property
    def language(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Label:
    """One label."""

    name: str
    address: str


@dataclass(frozen=True)
class Size:
    """How labels lie on a sheet of A4, in millimetres.

    :param left: where the first column begins
    :param top: where the first row begins
    """

    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float = 0
    top: float = 0
    between_columns: float = 0
    between_rows: float = 0

    @property
    def on_a_sheet(self) -> int:
        return self.columns * self.rows


# The usual sheets of German shops; the key stands in addresses.
SIZES = {
    "70x37": Size("70 × 37 mm, 3 × 8", 3, 8, 70, 37, top=0.5),
    "70x36": Size("70 × 36 mm, 3 × 8", 3, 8, 70, 36, top=4.5),
    "63x38": Size("63,5 × 38,1 mm, 3 × 7", 3, 7, 63.5, 38.1, 7.25, 15.15, 2.5),
    "97x42": Size("97 × 42,3 mm, 2 × 6", 2, 6, 97, 42.3, 8, 21.6),
    "99x68": Size("99,1 × 67,7 mm, 2 × 4", 2, 4, 99.1, 67.7, 4.65, 13.1, 2.5),
    "105x48": Size("105 × 48 mm, 2 × 6", 2, 6, 105, 48, top=4.5),
}


def letters(
    notices: Sequence[Written], municipality: Municipality, *, today: date
) -> bytes:
    """Return all letters of a batch in one PDF, each on pages of its own."""
    return pdf(
        _TEMPLATES / "letters.typ",
        {
            "sender": sender(municipality),
            "letters": [_letter(notice, today) for notice in notices],
        },
    )


def labels(
    addressees: Sequence[Addressed], *, size: Size = SIZES["70x37"], first: int = 1
) -> bytes:
    """Return labels on sheets of one size.

    :param first: the first free label of a sheet that has been begun
    """
    taken: list[list[str]] = [[""] for _place in range(first - 1)]
    return pdf(
        _TEMPLATES / "labels.typ",
        {
            "size": asdict(size),
            "labels": taken
            + [[each.name, *_lines(each.address)] for each in addressees],
        },
    )


def sign_in_sheet(
    people: Sequence[tuple[str, str]],
    *,
    title: str,
    note: str,
    empty: int,
    municipality: Municipality,
) -> bytes:
    """Return a sheet with names, what they belong to, and room to sign."""
    language = get_language() or "de"
    rows = [*people, *([("", "")] * empty)]
    return pdf(
        _TEMPLATES / "sheet.typ",
        {
            "language": language.split("-")[0],
            "direction": direction(language),
            "title": isolated(title, language),
            "note": isolated(note, language),
            "headings": [_("Name"), _("Organisation"), _("Signature")],
            "rows": [[isolated(cell, language) for cell in row] for row in rows],
            "foot": municipality.name,
        },
    )


def _letter(notice: Written, today: date) -> dict[str, Any]:
    with words_in(notice.language):
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
            [municipality.name, *_lines(str(contact.get("address", "")))]
        ),
        "phone": str(contact.get("phone", "")),
        "email": str(contact.get("email", "")),
    }


def _lines(address: str) -> list[str]:
    return [line.strip() for line in address.splitlines() if line.strip()]
