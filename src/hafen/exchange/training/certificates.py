"""The certificate of a whole training as PDF/UA, in the language of the person."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.exchange.training.errors import NotComplete
from hafen.exchange.training.models import Participant
from hafen.mechanisms.bookings import certificates

# The same paper as for one event.
_PAPER = Path(certificates.__file__).parent / "typst" / "certificate.typ"
_HOUR = 60


def hours(minutes: int) -> str:
    """Return "9" or "4,5"."""
    return number_format(minutes / _HOUR, decimal_pos=0 if minutes % _HOUR == 0 else 1)


def certificate(row: Participant, *, today: date) -> bytes:
    """
    Return the paper of somebody who was there at all parts.

    :raises NotComplete: while parts are missing
    """
    if row.completed_on is None:
        raise NotComplete
    language = screen_language(row.language)
    with words_in(language):
        data = _data(row, language, today)
    return pdf(_PAPER, data)


def _data(row: Participant, language: str, today: date) -> dict[str, Any]:
    parts = list(row.attendances.order_by("day"))
    days = ", ".join(formats.date_format(p.day, "SHORT_DATE_FORMAT") for p in parts)
    town = row.run.municipality
    issued = _("Issued on %(day)s") % {"day": formats.date_format(today, "DATE_FORMAT")}
    lines = [
        (pgettext("training", "Hours"), hours(sum(part.minutes for part in parts))),
        (_("Days"), days),
    ]
    return {
        "language": language.split("-")[0],
        "direction": direction(language),
        "heading": _("Certificate of attendance"),
        "name": row.name,
        "took_part": _("took part in:"),
        "title": isolated(row.run.module.name, language),
        "lines": [[label, isolated(text, language)] for label, text in lines],
        "issued": isolated(issued, language),
        "issuer": town.name,
        "contact": str(town.contact.get("email", "")),
    }
