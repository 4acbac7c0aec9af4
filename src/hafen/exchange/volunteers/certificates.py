"""A certificate of engagement: what somebody did in a year, as PDF/UA."""

from datetime import date
from pathlib import Path

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.exchange.volunteers.models import Volunteer

_FOLDER = Path(__file__).parent / "typst"


def certificate(
    volunteer: Volunteer, *, year: int, done: list[tuple[str, int]], today: date
) -> bytes:
    """Return the paper; the hours stand as a clock shows them."""
    town = volunteer.municipality
    with words_in(volunteer.helper.language):
        language = screen_language(volunteer.helper.language)
        day = formats.date_format(today, "DATE_FORMAT")
        data = {
            "language": language.split("-")[0],
            "direction": direction(language),
            "heading": _("Certificate of engagement"),
            "name": volunteer.name,
            "year": isolated(
                _("has given voluntary help in %(year)s:") % {"year": str(year)},
                language,
            ),
            "head": [_("What was done"), pgettext("volunteering", "Hours")],
            "rows": [[isolated(what, language), _clock(sum_)] for what, sum_ in done],
            "sum": [_("Sum"), _clock(sum(minutes for _what, minutes in done))],
            "thanks": _("Thank you for your time and your commitment."),
            "issued": isolated(_("Issued on %(day)s") % {"day": day}, language),
            "issuer": town.name,
            "contact": str(town.contact.get("email", "")),
        }
    return pdf(_FOLDER / "thanks.typ", data)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
