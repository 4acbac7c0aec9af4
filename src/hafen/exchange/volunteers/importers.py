"""Today's list of volunteers, row by row: one person may have several rows.

Somebody who may be there already is proposed as a duplicate, whatever the
spelling of the name; nothing is ever joined because it looks alike. What a list
says of an extended certificate is not taken over: whoever looks at it notes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.names import sort_key
from hafen.core.places.models import District
from hafen.exchange.pool import lists
from hafen.exchange.pool.models import Kind, Offer
from hafen.exchange.pool.persons import likeness_of
from hafen.exchange.volunteers import queries, reading, remarks, services
from hafen.exchange.volunteers.models import Proven, Volunteer
from hafen.exchange.volunteers.rules import EDIT_VOLUNTEER
from hafen.mechanisms.imports import cleaning, problems
from hafen.mechanisms.imports.likeness import Entry as LikenessEntry
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
from hafen.network.organisations.models import Organisation

FIELDS = (
    Field(
        "name",
        _("Name"),
        ("name", "nachname", "familienname", "vorname name", "name vorname"),
        is_required=True,
    ),
    Field("first_name", _("First name"), ("vorname", "rufname")),
    lists.EMAIL,
    lists.PHONE,
    Field("street", _("Postal address"), ("adresse", "anschrift", "straße")),
    Field("city", _("Postcode and town"), ("plz ort", "ort", "wohnort")),
    lists.GENDER,
    Field("birth", _("Year of birth"), ("geburtsjahr", "geburtsdatum", "jahrgang")),
    lists.LANGUAGES,
    Field(
        "kinds",
        _("Kinds of help"),
        ("einsatzbereich", "engagement", "angebot", "tätigkeit", "art der hilfe"),
    ),
    Field("skills", _("Skills"), ("fähigkeiten", "kenntnisse", "kompetenzen")),
    Field("slots", _("Has time"), ("zeiten", "verfügbarkeit", "wann")),
    lists.DISTRICT,
    Field("association", _("Association"), ("verein", "träger", "organisation")),
    Field("talked_on", _("First talk"), ("erstgespräch", "gespräch am")),
    Field(
        "confidentiality_on",
        _("Undertaking of confidentiality of"),
        ("verschwiegenheit", "schweigepflicht"),
    ),
    Field("protection_on", _("Data protection instruction of"), ("datenschutz",)),
    Field("consent_on", _("May be forwarded since"), ("weitergabe", "einwilligung")),
    Field("news_on", _("Wants news since"), ("newsletter", "rundbrief", "verteiler")),
    Field("state", _("State"), ("status", "stand", "aktiv")),
)
_DAYS = ("talked_on", "confidentiality_on", "protection_on", "consent_on", "news_on")
_SIGNED = {
    Proven.CONFIDENTIALITY.value: "confidentiality_on",
    Proven.DATA_PROTECTION.value: "protection_on",
}
_PERSON = ("name", "email", "phone", "address", "gender", "skills")
_GONE = ("ausgeschieden", "beendet", "inaktiv", "verzogen", "nein")
_RESTS = ("paus", "ruht")


@dataclass(frozen=True)
class _Known:
    """What names in cells may mean here."""

    languages: lists.Languages
    districts: Mapping[str, str]
    associations: Mapping[str, str]
    today: date


def clean(rows: Sequence[SourceRow], scope: Scope) -> list[Entry]:
    """Return one entry per row; languages, districts and associations by name."""
    today = timezone.localdate(scope.now)
    bodies = Organisation.objects.filter(municipality=scope.municipality)
    known = _Known(
        lists.Languages(today),
        lists.districts_of(scope.municipality),
        {key: str(pk) for key, pk in bodies.values_list("sort_key", "pk")},
        today,
    )
    return [_Row(row, known).entry() for row in rows]


class _Row:
    """One row on its way to an entry, with what is to be said about it."""

    def __init__(self, row: SourceRow, known: _Known) -> None:
        self.row, self.known = row, known
        self.remarks: list[Problem] = []

    def entry(self) -> Entry:
        cell = self.row.cell
        name = reading.person_name(
            cleaning.line(cell("first_name")), cleaning.line(cell("name"))
        )
        if not name:
            self.say(remarks.NO_NAME, "name", is_error=True)
        state = cell("state").casefold()
        if any(word in state for word in _GONE):
            self.say(remarks.HAS_LEFT, "state", is_error=True)
        values = {
            "name": name,
            **self.contact(),
            "gender": lists.gender(cell("gender")),
            "birth_year": reading.birth_year(cell("birth"), self.known.today),
            "languages": self.languages(),
            "kinds": self.kinds(),
            "skills": reading.skills(cell("skills")),
            "slots": self.slots(),
            "district": self.found("district", self.known.districts),
            "association": self.found("association", self.known.associations),
            "is_paused": any(word in state for word in _RESTS),
            **{day: self.day(day) for day in _DAYS},
        }
        key = f"{sort_key(name)}|{values['email'] or values['phone']}"
        return Entry(key, name, values, tuple(self.remarks))

    def say(self, sentence: str, name: str, *, is_error: bool = False) -> None:
        row = self.row
        heading, value = row.heading(name), row.cell(name)
        self.remarks.append(Problem(sentence, heading, value, is_error=is_error))

    def taken(self, cleaned: cleaning.Cleaned[Any], name: str) -> Any:
        heading = self.row.heading(name)
        self.remarks += [each.in_column(heading) for each in cleaned.problems]
        return cleaned.value

    def contact(self) -> dict[str, str]:
        cell = self.row.cell
        mails = self.taken(cleaning.mails(cell("email")), "email")
        phone = self.taken(lists.phone(cell("phone")), "phone")
        if not mails and not phone:
            self.say(remarks.NOBODY_REACHED, "email")
        lines = (cleaning.line(cell("street")), cleaning.line(cell("city")))
        address = "\n".join(lines) if all(lines) else lines[0]
        return {"email": mails[0] if mails else "", "phone": phone, "address": address}

    def languages(self) -> dict[str, int]:
        cell = self.row.cell("languages")
        found, is_unknown = reading.languages(cell, self.known.languages)
        if is_unknown:
            self.say(remarks.UNKNOWN_LANGUAGE, "languages")
        return found

    def kinds(self) -> list[str]:
        found, unknown = reading.kinds(self.row.cell("kinds"))
        if unknown:
            self.say(remarks.UNKNOWN_KIND, "kinds")
        return found

    def slots(self) -> int:
        cell = self.row.cell("slots")
        found = reading.slots(cell)
        if found is None and cell.strip():
            self.say(remarks.TIMES_UNREAD, "slots")
        return found or 0

    def found(self, name: str, keys: Mapping[str, str]) -> str | None:
        said = sort_key(cleaning.line(self.row.cell(name)))
        if said and said not in keys:
            self.say(problems.PLACE_UNKNOWN, name)
        return keys.get(said)

    def day(self, name: str) -> str | None:
        cell = self.row.cell(name)
        # "nein" is an answer and no date.
        if cleaning.line(cell).casefold() in {"nein", "-", "–", "offen"}:
            return None
        day = self.taken(cleaning.date(cell), name)
        return day.isoformat() if day else None


def fold(entries: Sequence[Entry]) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Join the rows of one person: the last word counts, kinds and languages add up."""
    values = dict(entries[-1].values)
    for name in ("kinds", "skills"):
        values[name] = list(
            dict.fromkeys(code for entry in entries for code in entry.values[name])
        )
    for entry in entries:
        values["languages"] = entry.values["languages"] | values["languages"]
    return values, ()


def write(order: Order, scope: Scope) -> Written:
    """Take somebody over, or change what differs from the last list."""
    if order.object_id is None:
        made = services.take_over(
            municipality=scope.municipality,
            profile=_profile(order.values, scope, is_new=True),
            progress=_progress(order.values),
            by=scope.by,
            now=scope.now,
        )
        return Written(made.pk)
    row = Volunteer.objects.get(municipality=scope.municipality, pk=order.object_id)
    before = _snapshot(row)
    changed = {name: order.values[name] for name in order.changed if name in before}
    _correct(row, before | changed, scope)
    return Written(row.pk, before)


def _profile(
    values: Mapping[str, Any], scope: Scope, *, is_new: bool = False
) -> services.Profile:
    """Return what a service takes of the values of a row."""
    town, year = scope.municipality, values["birth_year"]
    today = timezone.localdate(scope.now)
    district, association = (
        model.objects.filter(municipality=town, pk=values[name]).first()
        for model, name in ((District, "district"), (Organisation, "association"))
    )
    ways = (("email", "MAIL"), ("phone", "TELEPHONE"), ("address", "LETTER"))
    person = {name: values[name] for name in _PERSON} | {
        "channel": next((way for name, way in ways if values[name]), "VISIT"),
        "consent_on": _day(values["consent_on"]),
    }
    about = {
        "birth_year": year,
        "association": association,
        "news_consent_on": _day(values["news_on"]),
    }
    if is_new:
        person["language"] = town.default_language
        person["is_adult"] = year is None or today.year - year > 18
        about["owner"] = scope.by
    else:
        about["district"] = district
    offered = {
        "languages": values["languages"],
        "slots": values["slots"],
        "district": district,
    }
    kinds = tuple(values["kinds"]) or (Kind.OTHER.value,)
    return services.Profile(kinds, person, about, offered)


def _progress(values: Mapping[str, Any]) -> services.Progress:
    signed = {kind: _day(values[name]) for kind, name in _SIGNED.items()}
    return services.Progress(
        talked_on=_day(values["talked_on"]),
        signed={kind: day for kind, day in signed.items() if day},
        is_paused=values["is_paused"],
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _correct(row: Volunteer, values: Mapping[str, Any], scope: Scope) -> None:
    services.correct(
        volunteer=row, profile=_profile(values, scope), by=scope.by, now=scope.now
    )


def _snapshot(row: Volunteer) -> dict[str, Any]:
    """Return somebody as a list would have it, to take an import back."""
    helper = row.helper
    living = Offer.objects.filter(helper=helper, closed_at__isnull=True)
    offer = living.order_by("pk").first() or Offer()
    consents = {"consent_on": helper.consent_on, "news_on": row.news_consent_on}
    return {
        **{name: getattr(helper, name) for name in _PERSON},
        **{name: day.isoformat() if day else None for name, day in consents.items()},
        "birth_year": row.birth_year,
        "kinds": row.kinds,
        "languages": offer.languages,
        "slots": offer.slots,
        "district": str(row.district_id) if row.district_id else None,
        "association": str(row.association_id) if row.association_id else None,
    }


def take_back(back: Return, scope: Scope) -> None:
    """Remove who was taken over, or restore what stood there before."""
    row = Volunteer.objects.get(municipality=scope.municipality, pk=back.object_id)
    if back.was_created:
        services.remove(volunteer=row, by=scope.by)
    else:
        _correct(row, back.before, scope)


def versions(ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    return queries.states_of(scope.municipality, ids)


def likeness(entry: Entry) -> LikenessEntry:
    said = entry.values
    return likeness_of(name=said["name"], email=said["email"], phone=said["phone"])


def known(scope: Scope) -> dict[UUID, LikenessEntry]:
    """Return who is there already, for comparison."""
    rows = Volunteer.objects.filter(municipality=scope.municipality)
    return {
        row.pk: likeness_of(
            name=row.name, email=row.helper.email, phone=row.helper.phone
        )
        for row in rows.select_related("helper")
    }


VOLUNTEERS = Importer(
    key="volunteers",
    label=pgettext_lazy("volunteering", "Volunteers"),
    fields=FIELDS,
    clean=clean,
    fold=fold,
    write=write,
    take_back=take_back,
    versions=versions,
    likeness=likeness,
    known=known,
    permission=EDIT_VOLUNTEER,
    can_publish=False,
)
