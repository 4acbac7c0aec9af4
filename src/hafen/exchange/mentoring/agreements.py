"""The agreement of the two as PDF/UA: in German, and in the language of each."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.exchange.mentoring.models import Side, Sponsorship

_FOLDER = Path(__file__).parent / "typst"


def agreement(row: Sponsorship, *, today: date) -> bytes:
    """Return the paper that both sign; first names alone stand in it."""
    parts = []
    for language in languages_of(row):
        with words_in(language):
            parts.append(_part(row, screen_language(language), today))
    town = row.municipality
    data = {
        "title": parts[0]["heading"],
        "parts": parts,
        "issuer": town.name,
        "contact": str(town.contact.get("email", "")),
    }
    return pdf(_FOLDER / "agreement.typ", data)


def languages_of(row: Sponsorship) -> list[str]:
    """Return the town's language, then those of both, each once."""
    spoken = [row.municipality.default_language]
    for side in Side.values:
        tag = row.person(side).language
        if tag in row.municipality.languages and tag not in spoken:
            spoken.append(tag)
    return spoken


def _part(row: Sponsorship, language: str, today: date) -> dict[str, Any]:
    programme = row.programme
    rules = programme.rules_in(language) if programme else []
    day = formats.date_format(today, "DATE_FORMAT")
    names = {
        "sponsor": row.person(Side.HELPER).first_name,
        "other": row.person(Side.SEEKER).first_name,
    }
    agreed = [
        _("We meet regularly and tell each other in time when one of us cannot come."),
        _("What we learn of each other stays between us."),
        _("Nobody owes the other money, and nobody has to do what they do not want."),
        _("After 2, 6 and 12 weeks and after half a year we are asked how it goes."),
        _("Each of us can end it at any time and tells the desk."),
    ]
    return {
        "language": language.split("-")[0],
        "direction": direction(language),
        "heading": _("Agreement on a sponsorship"),
        "programme": programme.title_in(language) if programme else "",
        "between": isolated(_("between %(sponsor)s and %(other)s") % names, language),
        "agreed": [isolated(each, language) for each in [*agreed, *rules]],
        "lines": [_("Place and day"), _("Signature of the sponsor"),
                  _("Signature of the other person")],
        "issued": isolated(_("Printed on %(day)s") % {"day": day}, language),
    }  # fmt: skip
