"""What somebody was paid in a year, for the tax office, as PDF/UA."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from hafen.core.files.typesetting import (
    direction,
    isolated,
    pdf,
)
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.exchange.allowances.queries import Year
from hafen.exchange.allowances.words import money

_FOLDER = Path(__file__).parent / "typst"


def certificate(
    years: Iterable[Year], *, municipality: Municipality, language: str, today: date
) -> bytes:
    """Return the paper of a helper's year; only what was paid stands in it."""
    with words_in(language):
        rows = list(years)
        data = _data(rows, municipality, screen_language(language), today)
    return pdf(_FOLDER / "year.typ", data)


def _data(
    rows: list[Year], municipality: Municipality, language: str, today: date
) -> dict[str, Any]:
    paid = sum(row.paid for row in rows)
    refunds = sum(row.refunds for row in rows)
    table = [
        [isolated(f"{row.kind.label} ({row.source})", language), money(row.paid)]
        for row in rows
    ]
    table.append([_("Kilometres and receipts"), money(refunds)])
    day = formats.date_format(today, "DATE_FORMAT")
    issued = _("Issued on %(day)s") % {"day": day}
    return {
        "language": language.split("-")[0],
        "direction": direction(language),
        "heading": _("Certificate of payments for voluntary work"),
        "name": rows[0].helper.name,
        "year": isolated(
            _("was paid in %(year)s:") % {"year": str(rows[0].year)}, language
        ),
        "head": [_("For"), _("Amount")],
        "rows": table,
        "sum": [_("Sum"), money(paid + refunds)],
        "hint": _(
            "The yearly limits hold for all activities together, also those for others."
        ),
        "issued": isolated(issued, language),
        "issuer": municipality.name,
        "contact": str(municipality.contact.get("email", "")),
    }
