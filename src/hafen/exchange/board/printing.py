"""A notice for a wall: QR code, number, and strips to tear off, as PDF/UA."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils import formats
from django.utils.translation import gettext as _

from hafen.core.files import qr
from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.places.public_addresses import public_address
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.exchange.board import categories
from hafen.exchange.board.models import Post

_TEMPLATE = Path(__file__).parent / "typst" / "notice.typ"
STRIPS = 8


def notice(row: Post, *, language: str) -> bytes:
    """Return the sheet; what stands around the author's words is in the language."""
    town = row.municipality
    address = public_address(town, f"{language}/board/{row.short_id}/")
    board = public_address(town, f"{language}/board/")
    with words_in(language):
        data = _words(row, screen_language(language))
    return pdf(
        _TEMPLATE,
        data
        | {
            "text_language": row.language.split("-")[0],
            "text_direction": row.direction,
            "title": row.title,
            "paragraphs": [part for part in row.text.splitlines() if part.strip()],
            "address": _short(address),
            "board": _short(board),
            "number": str(row.number),
            "code": qr.svg(address).decode(),
            "strips": STRIPS,
        },
    )


def _words(row: Post, language: str) -> dict[str, Any]:
    day = formats.date_format(row.valid_until, "SHORT_DATE_FORMAT")
    facts = [
        str(row.get_side_display()),
        categories.names(row.valid_until).get(row.category, ""),
        row.district.name if row.district else "",
        _("until %(day)s") % {"day": day},
    ]
    body = row.member.organisation if row.member else None
    return {
        "language": language.split("-")[0],
        "direction": direction(language),
        "issuer": row.municipality.name,
        "facts": [isolated(fact, language) for fact in facts if fact],
        "body": body.name if body and body.is_published else "",
        "how": _("Answer here. Your address and the other’s stay hidden."),
        "number_is": _("Number of the notice"),
        "code_says": _("QR code with the address of the notice"),
    }


def _short(address: str) -> str:
    """Return an address as it is typed: without scheme and last slash."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}".rstrip("/")
