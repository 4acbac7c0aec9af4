"""The concept of a programme as PDF/UA, in the language of the town."""

from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hafen.core.files.typesetting import pdf
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.exchange.mentoring.models import Concept

_FOLDER = Path(__file__).parent / "typst"


def parts_of(concept: Concept) -> list[tuple[str, str]]:
    """Return the parts that are written, each with its heading."""
    found = []
    for name in (*Concept.PARTS, "budget"):
        if said := getattr(concept, name).strip():
            found.append((Concept.heading(name), said))
    return found


def paper(concept: Concept) -> bytes:
    town = concept.municipality
    language = town.default_language
    with words_in(language):
        facts = {"number": concept.edition, "state": concept.get_state_display()}
        edition = _("Edition %(number)s, %(state)s") % facts
        if concept.approved_on:
            edition = f"{edition}, {date_format(concept.approved_on)}"
        data = {
            "title": _("Concept: %(name)s") % {"name": concept.programme.name},
            "edition": edition,
            "issuer": town.name,
            "language": screen_language(language).split("-")[0],
            "parts": [
                {
                    "heading": heading,
                    "lines": [line for line in said.splitlines() if line],
                }
                for heading, said in parts_of(concept)
            ],
        }
    return pdf(_FOLDER / "concept.typ", data)
