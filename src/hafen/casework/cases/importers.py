"""An office's list of persons: one row is one person, a number makes a household.

Nobody is taken in without the day of the data-protection notice. What somebody has
begun to work with since is kept when the list is taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from hafen.casework.cases import services
from hafen.casework.cases.models import (
    BenefitCommunity,
    Circumstance,
    Client,
    Membership,
)
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
from hafen.mechanisms.imports import cleaning
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import (
    Entry,
    Field,
    Importer,
    Order,
    Return,
    Scope,
    SourceRow,
    Written,
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
_KINDS = {
    "legal_area": Circumstance.Kind.LEGAL_AREA,
    "residence": Circumstance.Kind.RESIDENCE,
    "accommodation": Circumstance.Kind.ACCOMMODATION,
    "nationality": Circumstance.Kind.NATIONALITY,
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
            for name, kind in _KINDS.items()
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
            **{name: self._known(row, name, self.codes[name]) for name in _KINDS},
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


def write(order: Order, scope: Scope) -> Written:
    """Take a person into their household, or write what changed."""
    said = order.values
    person = _person(said)
    if order.object_id is not None:
        client = _client(order.object_id, scope)
        before = {name: _stored(getattr(client, name)) for name in person}
        services.save_client(client=client, facts=person, expected=None, by=scope.by)
        return Written(client.pk, before)
    client = _taken_in(said, person, scope)
    for name, kind in _KINDS.items():
        if said[name]:
            services.note_circumstance(
                client=client,
                kind=kind,
                code=said[name],
                valid_from=_begin(said),
                expires_on=None,
                by=scope.by,
            )
    return Written(client.pk)


def _taken_in(
    said: Mapping[str, Any], person: Mapping[str, Any], scope: Scope
) -> Client:
    number = said["household"]
    there = BenefitCommunity.objects.filter(
        municipality=scope.municipality, number=number, valid_until=None
    ).select_related("household")
    community = there.first() if number else None
    if community is None:
        return _first(said, person, scope)
    client = services.add_member(
        household=community.household,
        person=person,
        kind=Membership.Kind.OTHER,
        came=Membership.Came.FIRST,
        on=_begin(said),
        by=scope.by,
    )
    services.join_community(community=community, client=client, on=_begin(said))
    return client


def _first(said: Mapping[str, Any], person: Mapping[str, Any], scope: Scope) -> Client:
    """Begin a household with its first person, and its benefit community."""
    household = services.take_in(
        municipality=scope.municipality,
        household={
            "name": said["name"].split(",")[0][:120],
            "address": said["address"],
            "district_id": UUID(said["district"]) if said["district"] else None,
            "team": Team.objects.get(pk=said["team"]),
            "arrived_on": _date(said["arrived_on"]),
        },
        person=person,
        on=_begin(said),
        today=timezone.localdate(scope.now),
        by=scope.by,
    )
    client = household.clients.get()
    if said["household"]:
        services.form_community(
            household=household,
            number=said["household"],
            clients=[client],
            valid_from=_begin(said),
            by=scope.by,
        )
    return client


def _person(said: Mapping[str, Any]) -> dict[str, Any]:
    names = ("name", "gender", "languages", "phone")
    days = {name: _date(said[name]) for name in ("born_on", "notice_on")}
    return {name: said[name] for name in names} | days | {"notice_edition": "–"}


def _begin(said: Mapping[str, Any]) -> date:
    """Return since when somebody belongs to the household, as far as is known."""
    return _date(said["arrived_on"]) or date.fromisoformat(said["notice_on"])


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _client(pk: UUID, scope: Scope) -> Client:
    return Client.objects.get(municipality=scope.municipality, pk=pk)


def take_back(back: Return, scope: Scope) -> None:
    """Remove a person and a household that is empty then, or restore the row."""
    client = _client(back.object_id, scope)
    if back.was_created:
        services.remove_client(client=client, by=scope.by)
        return
    said = dict(back.before)
    for name in ("born_on", "notice_on"):
        said[name] = _date(said[name])
    services.save_client(client=client, facts=said, expected=None, by=scope.by)


def versions(ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    """Return versions; a case of the household counts as a change."""
    rows = Client.objects.filter(municipality=scope.municipality, pk__in=ids)
    counted = rows.annotate(at=F("version") + Count("household__cases", distinct=True))
    return dict(counted.values_list("pk", "at"))


PERSONS = Importer(
    key="persons",
    label=gettext_lazy("Persons and households"),
    fields=FIELDS,
    clean=clean,
    fold=fold,
    write=write,
    take_back=take_back,
    versions=versions,
    permission=WORK_ON_CASES,
    can_publish=False,
)
