"""Words for what is stored as codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.words import NOT_ASSESSED
from hafen.core.db.languages import comma
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Term, Vocabulary

# What speaks for an offer, and what could not be checked.
_REASONS = {
    "language": _("speaks the language of the person"),
    "residence": _("open to this residence status"),
    "age": _("for this age"),
    "level": _("German is enough"),
    "district": _("for this district"),
    "near": _("in the district"),
    "places": _("places are free"),
    "full": _("full at the moment"),
}
_CONDITIONS = {
    "age": _("age"),
    "residence": _("residence status"),
    "level": _("German"),
    "district": _("district"),
}
Choices = list[tuple[str, Any]]


def reasons(codes: Iterable[str]) -> str:
    """Return in a line what speaks for an offer."""
    return comma().join(str(_REASONS[code]) for code in codes)


def conditions(codes: Iterable[str]) -> str:
    """Return in a line what is to be asked."""
    return comma().join(str(_CONDITIONS[code]) for code in codes)


def tongue() -> str:
    """Return the language of the page."""
    return get_language() or "de"


@dataclass(frozen=True)
class Topics:
    """The needs domains with their sub-topics, and which are legal topics."""

    grouped: list[tuple[str, Choices]]
    names: dict[str, str]
    legal: frozenset[str]

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    @property
    def of_a_file(self) -> list[tuple[str, Choices]]:
        """For somebody with a file: without what is the person's own wish (P14)."""
        return [
            (name, choices)
            for name, choices in self.grouped
            if choices[0][0] not in NOT_ASSESSED
        ]

    def is_legal(self, code: str) -> bool:
        return code in self.legal or code.partition(".")[0] in self.legal


def topics(
    today: date, language: str = "", labels: list[taxonomy.Label] | None = None
) -> Topics:
    """Return the topics in a language, else in that of the page; one query.

    :param labels: of the needs domains, where the page has asked for them already
    """
    found = labels or taxonomy.labels(
        Vocabulary.NEEDS, language=language or tongue(), today=today
    )
    domains = [label for label in found if label.parent is None]
    below = {
        domain.term: [
            (label.code, label.name) for label in found if label.parent == domain.term
        ]
        for domain in domains
    }
    return Topics(
        [(each.name, [(each.code, each.name), *below[each.term]]) for each in domains],
        {label.code: label.name for label in found},
        frozenset(label.code for label in found if Term.Flag.LEGAL in label.flags),
    )


def areas(codes: Iterable[str], today: date) -> Choices:
    """Return legal areas with their names."""
    rows = taxonomy.labels(Vocabulary.LEGAL_AREAS, language=tongue(), today=today)
    named = {
        label.code: " · ".join(dict.fromkeys((label.short, label.name)))
        for label in rows
    }
    return [(code, named.get(code, code)) for code in codes]
