"""An office's list of contacts: one row is one contact, however alike two are.

Numbers of households, persons and actors become keys (`keys.py`): they can be
counted and lead back to nobody.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from hafen.core.db.names import sort_key
from hafen.core.places.models import Site
from hafen.mechanisms.imports import cleaning
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import (
    Entry,
    Importer,
    Order,
    Return,
    Scope,
    SourceRow,
    Written,
)
from hafen.network.contacts import services
from hafen.network.contacts.import_choices import words
from hafen.network.contacts.import_words import (
    FIELDS,
    Vocabularies,
    is_no,
    is_yes,
    occasion,
    time_of,
)
from hafen.network.contacts.keys import key_of
from hafen.network.contacts.models import Channel, Contact
from hafen.network.contacts.rules import MANAGE_CONTACT
from hafen.network.organisations.models import Organisation

_MOST_MINUTES = 600
_LONGEST_NOTE = 2_000


def _(sentence: str) -> str:
    """Mark a sentence; the mechanism translates it where it is shown."""
    return sentence


NO_DATE = _("The row has no day that can be read. Please write it as 31.12.2026.")
NOT_YET = _("This day has not come yet.")
NO_GROUP = _("The target group is not known here. Please say whom it concerned.")
NO_KIND = _("This kind of contact is not known; it was counted as one in person.")
TO_NOTE = _("This word is not known here; it stands in the note.")


@dataclass
class _Reader:
    """Reads one list; a word that is not known is told the first time only."""

    known: Vocabularies
    today: date
    told: set[tuple[str, str]] = field(default_factory=set)
    remarks: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def values(self, row: SourceRow) -> dict[str, Any]:
        self.remarks, self.notes = [], []
        whom = self._group(row)
        channel, setting, first = self._kind(row)
        actor = cleaning.line(row.cell("actor"))
        said = {
            "held_on": self._day(row),
            "held_at": str(time_of(row.cell("held_at")) or "") or None,
            "site": self._named(row, "site", self.known.sites),
            "group": whom[:1],
            "subtype": whom if "." in whom else "",
            "channel": str(channel),
            "setting": str(setting),
            "occasion": str(first or occasion(row.cell("occasion"))),
            "topics": self._topics(row),
            "minutes": self._minutes(row),
            **self._tongue(row),
            "organisation": self.known.actors.get(sort_key(actor)) if actor else None,
            "has_cooperation": is_yes(row.cell("cooperation")),
            **{
                f"{name}_key": key_of(self.known.municipality.pk, name, row.cell(name))
                for name in ("household", "person", "actor")
            },
        }
        note = cleaning.text(row.cell("note"))
        said["note"] = "\n".join([*self.notes, note]).strip()[:_LONGEST_NOTE]
        return said

    def _day(self, row: SourceRow) -> str | None:
        found = cleaning.date(row.cell("held_on")).value
        if found is None or found > self.today:
            self._remark(NOT_YET if found else NO_DATE, row, "held_on", is_error=True)
            return None
        return found.isoformat()

    def _group(self, row: SourceRow) -> str:
        whom = self.known.group(cleaning.line(row.cell("group")))
        if whom is None:
            self._remark(NO_GROUP, row, "group", is_error=True)
        return whom or ""

    def _kind(self, row: SourceRow) -> tuple[str, str, str]:
        word = cleaning.line(row.cell("kind"))
        found = self.known.kinds.get(sort_key(word))
        if word and found is None:
            self._once(NO_KIND, row, "kind", word)
            self.notes.append(word)
        return found or (Channel.PERSONAL, "", "")

    def _topics(self, row: SourceRow) -> list[str]:
        found: list[str] = []
        cell = cleaning.line(row.cell("topics"))
        whole = self.known.topics.get(sort_key(cell))
        for word in [cell] if whole else cell.replace(";", ",").split(","):
            code = self.known.topics.get(sort_key(word))
            if code:
                found.append(code)
            elif word.strip():
                self._once(TO_NOTE, row, "topics", word.strip())
                self.notes.append(word.strip())
        return list(dict.fromkeys(found))

    def _tongue(self, row: SourceRow) -> dict[str, str]:
        """Return the language, and that somebody interpreted into it."""
        helper = cleaning.line(row.cell("interpreter"))
        spoken = self.known.languages.get(sort_key(helper))
        other = self.known.languages.get(sort_key(row.cell("language")))
        if helper and not spoken and not is_yes(helper) and not is_no(helper):
            self._once(TO_NOTE, row, "interpreter", helper)
            self.notes.append(helper)
        who = "" if is_no(helper) else str(Contact.Interpreting.INTERPRETER)
        return {"language": spoken or other or "", "interpreting": who}

    def _minutes(self, row: SourceRow) -> int | None:
        digits = cleaning.line(row.cell("minutes")).split(" ")[0]
        number = int(digits) if digits.isdecimal() else 0
        return number if 0 < number <= _MOST_MINUTES else None

    def _named(self, row: SourceRow, name: str, known: Mapping[str, str]) -> str | None:
        word = cleaning.line(row.cell(name))
        found = known.get(sort_key(word)) if word else None
        if word and found is None:
            self._once(TO_NOTE, row, name, word)
            self.notes.append(word)
        return found

    def _once(self, sentence: str, row: SourceRow, name: str, word: str) -> None:
        if (name, sort_key(word)) not in self.told:
            self.told.add((name, sort_key(word)))
            self._remark(sentence, row, name)

    def _remark(
        self, sentence: str, row: SourceRow, name: str, *, is_error: bool = False
    ) -> None:
        told = Problem(sentence, row.heading(name), row.cell(name), is_error=is_error)
        self.remarks.append(told)


def clean(rows: Sequence[SourceRow], scope: Scope) -> list[Entry]:
    """Return one entry per row; two equal rows are two contacts."""
    today = timezone.localdate(scope.now)
    reader = _Reader(Vocabularies(scope.municipality, today), today)
    times: Counter[str] = Counter()
    entries = []
    for row in rows:
        values = reader.values(row)
        same = _same(values)
        times[same] += 1
        entries.append(
            Entry(
                f"{same}|{times[same]}", _title(values), values, tuple(reader.remarks)
            )
        )
    return entries


def _same(values: Mapping[str, Any]) -> str:
    """Return what makes a row the same contact when its list comes again."""
    named = (
        "held_on", "held_at", "group", "channel", "setting", "household_key",
        "person_key", "actor_key", "topics",
    )  # fmt: skip
    return "|".join(str(values[name]) for name in named)


def _title(values: Mapping[str, Any]) -> str:
    day = values["held_on"]
    shown = date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT") if day else "–"
    return f"{shown} {(values['held_at'] or '')[:5]} {values['group']}".strip()


def fold(entries: Sequence[Entry]) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the last of several entries with one key; `clean` makes none."""
    return entries[-1].values, ()


def write(order: Order, scope: Scope) -> Written:
    """Record a contact, or write what changed in its row."""
    if order.object_id is None:
        made = services.record_contact(
            municipality=scope.municipality, data=_data(order.values), by=scope.by
        )
        return Written(made.pk)
    contact = _contact(order.object_id, scope)
    changed = {name: order.values[name] for name in order.changed}
    before = {name: _stored(getattr(contact, name)) for name in changed}
    services.correct_contact(contact=contact, data=_data(changed), by=scope.by)
    return Written(contact.pk, before)


def _data(values: Mapping[str, Any]) -> services.ContactData:
    """Return what JSON holds as a contact takes it."""
    said = dict(values)
    if day := said.get("held_on"):
        said["held_on"] = date.fromisoformat(day)
    if hour := said.get("held_at"):
        said["held_at"] = time.fromisoformat(hour)
    for name, model in (("site", Site), ("organisation", Organisation)):
        if key := said.get(name):
            said[name] = model.objects.filter(pk=key).first()
    return said  # type: ignore[return-value]  # its keys are those of a contact


def _stored(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value.pk) if isinstance(value, Site | Organisation) else value


def take_back(back: Return, scope: Scope) -> None:
    """Remove a contact, or restore what its row said before."""
    contact = _contact(back.object_id, scope)
    if back.was_created:
        services.remove_contact(contact=contact, by=scope.by)
    else:
        services.correct_contact(contact=contact, data=_data(back.before), by=scope.by)


def _contact(pk: UUID, scope: Scope) -> Contact:
    return Contact.objects.get(municipality=scope.municipality, pk=pk)


def versions(ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    found = Contact.objects.filter(municipality=scope.municipality, pk__in=ids)
    return dict(found.values_list("pk", "version"))


CONTACTS = Importer(
    key="contacts",
    label=gettext_lazy("Contacts"),
    fields=FIELDS,
    clean=clean,
    fold=fold,
    write=write,
    take_back=take_back,
    versions=versions,
    permission=MANAGE_CONTACT,
    can_publish=False,
    words=words,
)
