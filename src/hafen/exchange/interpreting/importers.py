"""Today's list of interpreters, row by row: one row is one person.

Somebody who may be in the pool already is proposed as a duplicate, whatever the
spelling of the name; nothing is ever joined because it looks alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db.names import sort_key
from hafen.core.places.models import District
from hafen.exchange.interpreting import services
from hafen.exchange.interpreting.models import Interpreter, Training
from hafen.exchange.interpreting.remarks import (
    NO_LANGUAGE,
    NO_NAME,
    UNKNOWN_LANGUAGE,
)
from hafen.exchange.interpreting.rules import EDIT_INTERPRETER
from hafen.exchange.pool import lists
from hafen.exchange.pool.models import Level
from hafen.exchange.pool.persons import likeness_of
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

FIELDS = (
    Field("name", _("Name"), ("name", "vorname name", "dolmetscher"), is_required=True),
    replace(lists.LANGUAGES, is_required=True),
    lists.EMAIL,
    lists.PHONE,
    lists.GENDER,
    replace(lists.DISTRICT, synonyms=(*lists.DISTRICT.synonyms, "wohnort")),
    Field("training", _("Training"), ("qualifikation", "ausbildung", "art")),
    Field("contract_until", _("Contract ends on"), ("vertrag bis", "vertragsende")),
    Field("secrecy_on", _("Undertaking of confidentiality of"), ("verschwiegenheit",)),
    Field("confirmed_on", _("Details checked on"), ("geprüft am", "aktualisiert am")),
)
_DAYS = ("contract_until", "secrecy_on", "confirmed_on")
_LEARNED = (
    ("vereidigt", Training.SWORN), ("beeidigt", Training.SWORN),
    ("qualifiz", Training.QUALIFIED), ("geschult", Training.QUALIFIED),
    ("zertifi", Training.QUALIFIED), ("laie", Training.LAY), ("ehrenamt", Training.LAY),
)  # fmt: skip


def clean(rows: Sequence[SourceRow], scope: Scope) -> list[Entry]:
    """Return one entry per row; languages and districts are found by their names."""
    languages = lists.Languages(timezone.localdate(scope.now))
    districts = lists.districts_of(scope.municipality)
    return [_entry(row, languages, districts) for row in rows]


def _entry(
    row: SourceRow, languages: lists.Languages, districts: Mapping[str, str]
) -> Entry:
    remarks: list[Problem] = []
    name = cleaning.line(row.cell("name"))[:120]
    if not name:
        remarks.append(_said(NO_NAME, row, "name", is_error=True))
    speeches = _speeches(row, languages, remarks)
    if not speeches:
        remarks.append(_said(NO_LANGUAGE, row, "languages", is_error=True))
    mails = cleaning.mails(row.cell("email")).value
    phone = lists.phone(row.cell("phone"))
    remarks += [each.in_column(row.heading("phone")) for each in phone.problems]
    district = cleaning.line(row.cell("district"))
    if district and sort_key(district) not in districts:
        remarks.append(_said(problems.PLACE_UNKNOWN, row, "district"))
    values: dict[str, Any] = {
        "name": name,
        "email": mails[0] if mails else "",
        "phone": phone.value,
        "gender": lists.gender(row.cell("gender")),
        "district": districts.get(sort_key(district)) if district else None,
        "training": _training(row.cell("training")),
        "speeches": speeches,
    }
    for day in _DAYS:
        found = cleaning.date(row.cell(day))
        remarks += [each.in_column(row.heading(day)) for each in found.problems]
        values[day] = found.value.isoformat() if found.value else None
    key = f"{sort_key(name)}|{values['email'] or values['phone']}"
    return Entry(key, name, values, tuple(remarks))


def _said(
    sentence: str, row: SourceRow, name: str, *, is_error: bool = False
) -> Problem:
    return Problem(sentence, row.heading(name), row.cell(name), is_error=is_error)


def _training(cell: str) -> str:
    said = cell.casefold()
    return next((found for word, found in _LEARNED if word in said), Training.LAY)


def _speeches(
    row: SourceRow, languages: lists.Languages, remarks: list[Problem]
) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for _name, beside, tag in languages.read(row.cell("languages")):
        if tag is None or tag.startswith("de"):
            # German is the other side of every talk.
            if tag is None:
                remarks.append(_said(UNKNOWN_LANGUAGE, row, "languages"))
            continue
        dialect = beside[:40]
        speech = {"language": tag, "dialect": dialect, "spoken": Level.GOOD.value}
        found[tag, dialect] = speech
    return list(found.values())


def fold(entries: Sequence[Entry]) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the last of several rows on one person."""
    return entries[-1].values, ()


def write(order: Order, scope: Scope) -> Written:
    """Enter an interpreter, or change what differs from the last list."""
    if order.object_id is None:
        made = services.enter_interpreter(
            municipality=scope.municipality,
            by=scope.by,
            now=scope.now,
            reminds=False,
            **_parts(order.values, scope),
        )
        return Written(made.pk)
    row = Interpreter.objects.get(municipality=scope.municipality, pk=order.object_id)
    before = _snapshot(row)
    wanted = before | {name: order.values[name] for name in order.changed}
    _change(row, wanted, scope)
    return Written(row.pk, before)


def _parts(values: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """Return what a service takes of the values of a row."""
    channel = "MAIL" if values["email"] else "TELEPHONE" if values["phone"] else "VISIT"
    district = District.objects.filter(
        municipality=scope.municipality, pk=values["district"]
    ).first()
    person = {name: values[name] for name in ("name", "email", "phone", "gender")}
    days = {
        name: date.fromisoformat(values[name]) if values[name] else None
        for name in _DAYS
    }
    return {
        "person": person | {"channel": channel},
        "offer": {"district": district},
        "data": days | {"training": values["training"]},
        "speeches": values["speeches"],
    }


def _change(row: Interpreter, values: Mapping[str, Any], scope: Scope) -> None:
    services.edit_interpreter(
        interpreter=row,
        expected=None,
        by=scope.by,
        now=scope.now,
        **_parts(values, scope),
    )


def _snapshot(row: Interpreter) -> dict[str, Any]:
    """Return a profile as a list would have it, to take an import back."""
    helper, offer = row.offer.helper, row.offer
    days = {
        name: found.isoformat() if (found := getattr(row, name)) else None
        for name in _DAYS
    }
    return days | {
        "name": helper.name,
        "email": helper.email,
        "phone": helper.phone,
        "gender": helper.gender,
        "district": str(offer.district_id) if offer.district_id else None,
        "training": row.training,
        "speeches": list(
            row.speeches.values("language", "dialect", "direction", "spoken", "written")
        ),
    }


def take_back(back: Return, scope: Scope) -> None:
    """Remove who was entered, or restore what stood there before."""
    row = Interpreter.objects.get(municipality=scope.municipality, pk=back.object_id)
    if back.was_created:
        services.remove_interpreter(interpreter=row, by=scope.by)
    else:
        _change(row, back.before, scope)


def versions(ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    rows = Interpreter.objects.filter(municipality=scope.municipality, pk__in=ids)
    return {
        pk: version + offer + helper
        for pk, version, offer, helper in rows.values_list(
            "pk", "version", "offer__version", "offer__helper__version"
        )
    }


def likeness(entry: Entry) -> LikenessEntry:
    said = entry.values
    return likeness_of(name=said["name"], email=said["email"], phone=said["phone"])


def known(scope: Scope) -> dict[UUID, LikenessEntry]:
    """Return who is in the pool already, for comparison."""
    rows = Interpreter.objects.filter(municipality=scope.municipality)
    return {
        row.pk: likeness_of(
            name=row.name, email=row.offer.helper.email, phone=row.offer.helper.phone
        )
        for row in rows.select_related("offer__helper")
    }


INTERPRETERS = Importer(
    key="interpreters",
    label=_("Interpreters"),
    fields=FIELDS,
    clean=clean,
    fold=fold,
    write=write,
    take_back=take_back,
    versions=versions,
    likeness=likeness,
    known=known,
    permission=EDIT_INTERPRETER,
    can_publish=False,
)
