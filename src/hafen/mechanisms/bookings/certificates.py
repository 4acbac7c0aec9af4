"""The certificate of attendance as PDF/UA, in the language of the person."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.mechanisms.bookings.models import Bookable

_FOLDER = Path(__file__).parent / "typst"


def certificate(bookable: Bookable, *, name: str, language: str, today: date) -> bytes:
    """Return the paper; texts come as data and never become markup."""
    with words_in(language):
        data = _data(bookable, name, screen_language(language), today)
    return pdf(_FOLDER / "certificate.typ", data)


def _data(bookable: Bookable, name: str, language: str, today: date) -> dict[str, Any]:
    municipality = bookable.municipality
    starts, ends = (
        timezone.localtime(moment) for moment in (bookable.starts_at, bookable.ends_at)
    )
    day = formats.date_format(starts, "DATE_FORMAT")
    hours = f"{formats.time_format(starts)} – {formats.time_format(ends)}"
    lines = [
        (_("Date"), day),
        (_("Time"), hours if starts.date() == ends.date() else ""),
        (_("Place"), bookable.place),
    ]
    return {
        "language": language.split("-")[0],
        "direction": direction(language),
        "heading": _("Certificate of attendance"),
        "name": name,
        "took_part": _("took part in:"),
        "title": isolated(bookable.title_in(language), language),
        "lines": [[label, isolated(text, language)] for label, text in lines if text],
        "issued": isolated(
            _("Issued on %(day)s") % {"day": formats.date_format(today, "DATE_FORMAT")},
            language,
        ),
        "issuer": municipality.name,
        "contact": str(municipality.contact.get("email", "")),
    }
