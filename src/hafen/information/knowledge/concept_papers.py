"""A written concept as PDF/UA, in the language of the town."""

from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format

from hafen.core.files.typesetting import pdf
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.information.knowledge.models import ConceptDraft
from hafen.information.knowledge.outlines import written

_TEMPLATE = Path(__file__).parent / "print" / "concept.typ"


def paper(draft: ConceptDraft) -> bytes:
    town = draft.document.municipality
    language = town.default_language
    with words_in(language):
        edition = [draft.label, str(draft.state.label)]
        if draft.approved_at:
            edition.append(date_format(timezone.localdate(draft.approved_at)))
        data = {
            "title": draft.document.title,
            "edition": ", ".join(edition),
            "issuer": town.name,
            "contributors": draft.contributors,
            "language": screen_language(language).split("-")[0],
            "parts": [
                {
                    "heading": heading,
                    "lines": [line for line in text.splitlines() if line],
                }
                for heading, text in written(draft)
            ],
        }
    return pdf(_TEMPLATE, data)
