"""What cells of today's lists of helpers mean; importers of the rooms above read so."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from hafen.core.db.names import sort_key
from hafen.core.places.models import District, Municipality
from hafen.core.taxonomy import queries as taxonomy
from hafen.exchange.pool.models import Gender
from hafen.mechanisms.imports import cleaning, numbers
from hafen.mechanisms.imports.cleaning import Cleaned
from hafen.mechanisms.imports.registry import Field

_GENDERS = {
    "w": Gender.FEMALE, "f": Gender.FEMALE, "frau": Gender.FEMALE,
    "weiblich": Gender.FEMALE, "m": Gender.MALE, "herr": Gender.MALE,
    "mann": Gender.MALE, "männlich": Gender.MALE, "d": Gender.OTHER,
}  # fmt: skip
# What every list of helpers has: its columns, and what offices call them.
EMAIL = Field("email", _("E-mail address"), ("e-mail", "email", "mail", "mailadresse"))
PHONE = Field("phone", _("Telephone"), ("telefon", "tel", "tel.", "handy", "mobil"))
GENDER = Field("gender", _("Woman or man"), ("geschlecht", "anrede", "m/w"))
DISTRICT = Field("district", _("District"), ("stadtteil", "bezirk", "ortsteil"))
LANGUAGES = Field(
    "languages",
    _("Languages"),
    ("sprachen", "sprache", "sprache(n)", "sprachkenntnisse", "languages"),
)
# A language, and its dialect, level or country in brackets behind it.
_SPOKEN = re.compile(r"([^,;/()\n]+)(?:\(([^)]*)\))?")
_IN_BRACKETS = re.compile(r"\(([^)]+)\)")


def gender(cell: str) -> str:
    return _GENDERS.get(cleaning.line(cell).casefold(), "")


def phone(cell: str) -> Cleaned[str]:
    """Return the first number of a cell as forms keep it."""
    found = numbers.phones(cell)
    return Cleaned(found.value[0].number if found.value else "", found.problems)


def districts_of(municipality: Municipality) -> dict[str, str]:
    """Return the keys of districts by the keys of their names; the upper one wins."""
    rows = District.objects.filter(municipality=municipality).order_by("-level", "pk")
    return {key: str(pk) for key, pk in rows.values_list("sort_key", "pk")}


@dataclass
class Languages:
    """The languages as people write them: by any of their names, or by the tag."""

    today: date
    _tags: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in taxonomy.languages(today=self.today):
            for name in map(str, (*row.names.values(), row.own_name, row.tag)):
                self._tags.setdefault(sort_key(name), row.tag)
                # "Kurdisch (Sorani)" is known as Sorani too.
                if inner := _IN_BRACKETS.search(name):
                    self._tags.setdefault(sort_key(inner[1]), row.tag)

    def read(self, cell: str) -> list[tuple[str, str, str | None]]:
        """Return of each entry its words, what stood in brackets, and the tag.

        What in brackets is a part of the language's name is not repeated.
        """
        found = []
        for name, inner in _SPOKEN.findall(cell):
            if not sort_key(name):
                continue
            whole = self._tags.get(sort_key(f"{name} {inner}"))
            beside = "" if whole and inner else cleaning.line(inner)
            tag = whole or self._tags.get(sort_key(name))
            found.append((cleaning.line(name), beside, tag))
        return found
