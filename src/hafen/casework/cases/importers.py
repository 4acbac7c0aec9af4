"""An office's list of persons: one row is one person, a number makes a household.

Nobody is taken in without the day of the data-protection notice. What somebody has
begun to work with since is kept when the list is taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy

from hafen.casework.cases.import_writing import (
    KINDS,
    clients_of,
    differences,
    take_back,
    versions,
    write,
)
from hafen.casework.cases.models import Client
from hafen.casework.cases.rules import WORK_ON_CASES
from hafen.casework.cases.words import words
from hafen.core.accounts.models import Team
from hafen.core.accounts.queries import teams_of
from hafen.core.db.names import sort_key
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.countries import countries
from hafen.core.taxonomy.models import Vocabulary
from hafen.exchange.pool.lists import (
    DISTRICT,
    GENDER,
    LANGUAGES,
    PHONE,
    Languages,
    districts_of,
    gender,
    phone,
)
from hafen.exchange.pool.persons import likeness_of
from hafen.mechanisms.imports import cleaning
from hafen.mechanisms.imports.likeness import Entry as LikenessEntry
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import (
    Entry,
    Field,
    Importer,
    Scope,
    SourceRow,
)


def _(sentence: str) -> str:
    """Mark a sentence; the mechanism translates it where it is shown."""
    return sentence


NO_NAME = _("The row names nobody.")
NO_NOTICE = _(
    "The row has no day of the data-protection notice; without it nobody is taken in."
)
NO_TEAM = _("No team of yours has this name. Please name the responsible team.")
UNKNOWN = _("This word is not known here and was left out. Please correct it.")

FIELDS = (
    Field(
        "name",
        gettext_lazy("Name as in the document"),
        ("name", "person", "familienname, vorname", "nachname, vorname"),
        is_required=True,
    ),
    Field("first_name", gettext_lazy("First name"), ("vorname", "rufname")),
    Field(
        "notice_on",
        gettext_lazy("Data-protection notice given on"),
        ("datenschutzhinweis", "datenschutz am", "hinweis am"),
        is_required=True,
    ),
    Field(
        "household",
        gettext_lazy("Number of the household"),
        ("bg-nr.", "bg", "bg-nummer", "haushalt", "bedarfsgemeinschaft"),
    ),
    Field("born_on", gettext_lazy("Born on"), ("geburtsdatum", "geboren am", "geb.")),
    GENDER,
    LANGUAGES,
    PHONE,
    Field("address", gettext_lazy("Address"), ("adresse", "anschrift", "straße")),
    DISTRICT,
    Field("team", gettext_lazy("Responsible team"), ("team", "zuständig")),
    Field(
        "arrived_on",
        gettext_lazy("Lives here since"),
        ("zugezogen am", "einzug", "wohnt hier seit"),
    ),
    Field("legal_area", gettext_lazy("Legal area"), ("rechtskreis", "leistung")),
    Field("residence", gettext_lazy("Residence"), ("aufenthalt", "aufenthaltsstatus")),
    Field(
        "accommodation",
        gettext_lazy("Accommodation"),
        ("unterbringung", "wohnform", "unterkunft"),
    ),
    Field(
        "nationality",
        gettext_lazy("Nationality"),
        ("staatsangehörigkeit", "nationalität", "herkunftsland"),
    ),
)
_VOCABULARIES = {
    "legal_area": Vocabulary.LEGAL_AREAS,
    "residence": Vocabulary.RESIDENCE_TITLES,
}


@dataclass
class _Reader:
    """Reads the rows of one list."""

    scope: Scope
    today: date
    remarks: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        here = self.scope.municipality
        by = self.scope.by
        teams = (
            teams_of(by, self.today) if by else Team.objects.filter(municipality=here)
        )
        self.teams = {sort_key(name): str(pk) for pk, name in _pairs(teams)}
        self.districts = districts_of(here)
        self.tongues = Languages(self.today)
        known = words(self.today).by_kind
        self.codes = {
            name: {sort_key(str(label)): code for code, label in known[kind]}
            for name, kind in KINDS.items()
        }
        self.codes["nationality"] |= {
            sort_key(word): code
            for code, german in countries("de")
            for word in (code, german)
        }
        for name, vocabulary in _VOCABULARIES.items():
            labels = taxonomy.labels(vocabulary, language="de", today=self.today)
            self.codes[name] |= {
                sort_key(word): label.code
                for label in labels
                for word in (label.code, label.name, *label.synonyms)
            }

    def values(self, row: SourceRow) -> dict[str, Any]:
        self.remarks = []
        name = ", ".join(
            part
            for part in (
                cleaning.line(row.cell("name")), cleaning.line(row.cell("first_name"))
            )
            if part
        )[:160]  # fmt: skip
        if not name:
            self._remark(NO_NAME, row, "name", is_error=True)
        born = cleaning.date(row.cell("born_on")).value
        return {
            "name": name,
            "household": cleaning.line(row.cell("household"))[:40],
            "notice_on": self._notice(row),
            "born_on": born.isoformat() if born and born <= self.today else None,
            "gender": gender(row.cell("gender")),
            "languages": [
                tag for *_w, tag in self.tongues.read(row.cell("languages")) if tag
            ],
            "phone": phone(row.cell("phone")).value,
            "address": cleaning.line(row.cell("address"))[:200],
            "district": self._known(row, "district", self.districts),
            "team": self._team(row),
            "arrived_on": self._day(row, "arrived_on"),
            **{name: self._known(row, name, self.codes[name]) for name in KINDS},
        }

    def _notice(self, row: SourceRow) -> str | None:
        found = self._day(row, "notice_on")
        if found is None:
            self._remark(NO_NOTICE, row, "notice_on", is_error=True)
        return found

    def _day(self, row: SourceRow, name: str) -> str | None:
        found = cleaning.date(row.cell(name)).value
        return found.isoformat() if found and found <= self.today else None

    def _team(self, row: SourceRow) -> str | None:
        word = cleaning.line(row.cell("team"))
        found = self.teams.get(sort_key(word))
        if not word and len(self.teams) == 1:
            found = next(iter(self.teams.values()))
        if found is None:
            self._remark(NO_TEAM, row, "team", is_error=True)
        return found

    def _known(self, row: SourceRow, name: str, known: Mapping[str, str]) -> str | None:
        word = cleaning.line(row.cell(name))
        found = known.get(sort_key(word)) if word else None
        if word and found is None:
            self._remark(UNKNOWN, row, name)
        return found

    def _remark(
        self, sentence: str, row: SourceRow, name: str, *, is_error: bool = False
    ) -> None:
        told = Problem(sentence, row.heading(name), row.cell(name), is_error=is_error)
        self.remarks.append(told)


def _pairs(teams: Any) -> list[tuple[UUID, str]]:
    return list(teams.values_list("pk", "name"))


def clean(rows: Sequence[SourceRow], scope: Scope) -> list[Entry]:
    """Return one entry per row; name, day of birth and household make it one."""
    reader = _Reader(scope, timezone.localdate(scope.now))
    entries = []
    for row in rows:
        said = reader.values(row)
        key = f"{said['household']}|{sort_key(said['name'])}|{said['born_on']}"
        entries.append(Entry(key, said["name"], said, tuple(reader.remarks)))
    return entries


def fold(entries: Sequence[Entry]) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the last of several rows on one person."""
    return entries[-1].values, ()


def likeness(entry: Entry) -> LikenessEntry:
    return likeness_of(name=entry.values["name"], email="", phone="")


def known(scope: Scope) -> dict[UUID, LikenessEntry]:
    """Return whom the bringer of the list sees here already, in all spellings."""
    rows = clients_of(scope).filter(same_as=None)
    return {row.pk: _of_all_spellings(row) for row in rows}


def _of_all_spellings(client: Client) -> LikenessEntry:
    own = likeness_of(name=client.name, email="", phone="")
    further = [
        likeness_of(name=name, email="", phone="").contacts
        for name in (client.original_name, *client.other_names)
        if name
    ]
    return replace(own, contacts=own.contacts.union(*further))


PERSONS = Importer(
    key="persons",
    label=gettext_lazy("Persons and households"),
    fields=FIELDS,
    clean=clean,
    fold=fold,
    write=write,
    take_back=take_back,
    versions=versions,
    likeness=likeness,
    known=known,
    differences=differences,
    permission=WORK_ON_CASES,
    can_publish=False,
    is_own=True,
)
