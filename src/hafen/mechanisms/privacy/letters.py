"""What a person is told before a restriction is lifted (Art. 18 Abs. 3 DSGVO)."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.privacy.registries import Reach

_PAPER = Path(__file__).parent / "typst" / "lifting.typ"
_HOUSE = "de"


def lifting(asked: RightsRequest, reaches: Iterable[Reach], *, today: date) -> bytes:
    """Return the letter as PDF/UA: in the person's language, and in German."""
    town = asked.municipality
    parts = []
    for reach in reaches:
        for language in dict.fromkeys((screen_language(reach.language), _HOUSE)):
            with words_in(language):
                parts.append(_part(asked, reach.name, language, today))
    data = {
        "title": parts[-1]["heading"] if parts else town.name,
        "parts": parts,
        "issuer": town.name,
        "contact": str(town.contact.get("email", "")),
    }
    return pdf(_PAPER, data)


def _part(
    asked: RightsRequest, name: str, language: str, today: date
) -> dict[str, Any]:
    since = {"day": _day(asked.in_force_since or today)}
    said = [
        _("The processing of your data is restricted since %(day)s.") % since,
        _(
            "We want to lift this restriction. Then the office that helps you reads"
            " and uses your data again."
        ),
        _(
            "Do you not agree? Please tell us soon. You can also complain to the data"
            " protection authority of the state."
        ),
    ]
    return {
        "language": language.split("-")[0],
        "direction": direction(language),
        "name": isolated(name, language),
        "heading": _("Your data: the restriction ends"),
        "said": [isolated(each, language) for each in said],
        "issued": isolated(_("Printed on %(day)s") % {"day": _day(today)}, language),
    }


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
