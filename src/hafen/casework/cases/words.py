"""Words for what is stored as codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models import Circumstance
from hafen.core.db.names import sort_key
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.countries import countries
from hafen.core.taxonomy.models import Vocabulary
from hafen.exchange.pool.models import Kind

Choices = list[tuple[str, Any]]
# Return counselling is the client's own wish, and stands apart (P14).
NOT_ASSESSED = frozenset({"N22"})
DAY = timedelta(days=1)
_Kind = Circumstance.Kind
# Residence and legal area are vocabularies with dates and sources; these are words.
_OWN: dict[str, Choices] = {
    _Kind.ACCOMMODATION: [
        ("collective", _("collective accommodation")),
        ("municipal", _("flat that the municipality assigned")),
        ("private", _("own flat")),
        ("family", _("with relatives or friends")),
        ("protected", _("protected accommodation")),
        ("none", _("without a home")),
    ],
    _Kind.GERMAN: [
        ("alpha", _("learns to read and write")),
        ("none", pgettext_lazy("level of German", "none yet")),
        *[(level.lower(), level) for level in ("A1", "A2", "B1", "B2", "C1", "C2")],
    ],
    _Kind.COURSE: [
        ("waiting", _("waits for a place in a course")),
        ("attending", _("attends a course")),
        ("passed", _("course passed")),
        ("left", _("course left without a certificate")),
        ("none", _("needs no course")),
    ],
}
VOCABULARIES = {
    _Kind.RESIDENCE: Vocabulary.RESIDENCE_TITLES,
    _Kind.LEGAL_AREA: Vocabulary.LEGAL_AREAS,
}
# What was read, by the action that the trail keeps.
READ: dict[str, Any] = {
    "cases.household.read": _("the household"),
    "cases.client.read": _("the data of a person"),
    "cases.case.read": _("the case with its notes"),
    "cases.special.read": _("notes of a special category"),
    "cases.consent.read": _("what a consent lets others have"),
    "cases.grid.read": _("the counselling grid, by an office that takes part"),
    "cases.secret.read": _("own notes under professional secrecy"),
}


# What of the exchange helps in an area of life; what is of a special category, and
# what asks for advice, has none.
HELP_KINDS = {
    "N01": Kind.TEACHING,
    "N02": Kind.TEACHING,
    "N04": Kind.TEACHING,
    "N05": Kind.WORK,
    "N07": Kind.TRANSPORT,
    "N08": Kind.COMPANY,
    "N12": Kind.COMPANY,
    "N17": Kind.SPONSORSHIP,
    "N18": Kind.LEISURE,
    "N19": Kind.COMPANY,
    "N20": Kind.LEISURE,
    "N21": Kind.GOODS,
}


@dataclass(frozen=True)
class Words:
    """What codes of circumstances are called in the language of the page."""

    by_kind: dict[str, Choices]

    def name(self, kind: str, code: str) -> str:
        return str(dict(self.by_kind[kind]).get(code, code))

    @property
    def legal_areas(self) -> Choices:
        """The laws themselves, without what each of them has below."""
        known = self.by_kind[_Kind.LEGAL_AREA]
        return [
            (code, name)
            for code, name in known
            if "." not in code and code != "unknown"
        ]

    @property
    def choices(self) -> list[tuple[Any, Choices]]:
        """All that are chosen, in a group for each kind: `KIND:code`."""
        return [
            (label, [(f"{kind}:{code}", name) for code, name in self.by_kind[kind]])
            for kind, label in _Kind.choices
            if kind != _Kind.NATIONALITY
        ]

    def nationality(self, said: str) -> str:
        """Return the code of a country that is named or given by its two letters.

        Typed and not chosen: a list of all countries is longer than the page.
        """
        known = self.by_kind[_Kind.NATIONALITY]
        codes = {
            sort_key(str(word)): code for code, name in known for word in (code, name)
        }
        return codes.get(sort_key(said), "")


def words(
    today: date, labels: Mapping[str, list[taxonomy.Label]] | None = None
) -> Words:
    """Return the words of today in the active language; one query.

    :param labels: by vocabulary, where the page has asked for them already
    """
    language = get_language() or "de"
    known = labels or taxonomy.labels_by_vocabulary(
        VOCABULARIES.values(), language=language, today=today
    )
    nationality = [*countries(language), ("stateless", _("stateless"))]
    return Words(
        _OWN
        | {_Kind.NATIONALITY: nationality}
        | {
            kind: [(label.code, label.short or label.name) for label in known[code]]
            for kind, code in VOCABULARIES.items()
        }
    )


def domain_choices(today: date) -> Choices:
    """Return the needs domains, which are what data is given away for."""
    found = taxonomy.topics_tree(language=get_language() or "de", today=today)
    return [(label.code, label.name) for label in found]


def language_choices(today: date) -> Choices:
    tag = get_language() or "de"
    return [(row.tag, row.name_in(tag)) for row in taxonomy.languages(today=today)]


@dataclass(frozen=True)
class Quarter:
    """Three months that are over."""

    code: str
    name: str
    first: date
    last: date


def quarters(today: date, number: int = 8) -> list[Quarter]:
    """Return the last quarters that are over, the newest first."""
    found = []
    year, quarter = today.year, (today.month - 1) // 3
    for _each in range(number):
        if quarter == 0:
            year, quarter = year - 1, 4
        first = date(year, quarter * 3 - 2, 1)
        after = date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
        name = _("Quarter %(number)d of %(year)d") % {"number": quarter, "year": year}
        found.append(Quarter(f"{year}-{quarter}", name, first, after - DAY))
        quarter -= 1
    return found
