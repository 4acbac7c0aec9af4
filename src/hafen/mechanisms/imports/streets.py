"""Lists of streets: which site is in charge of which house numbers.

The streets themselves lie in core, which knows no imports.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hafen.core.db.names import sort_key
from hafen.core.places.addresses import house_number, street_key
from hafen.core.places.models import District, Site, StreetRange
from hafen.core.places.rules import EDIT_TERRITORY
from hafen.core.places.services import remove_street, save_street
from hafen.mechanisms.imports import cleaning, problems
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

Parity = StreetRange.Parity
Range = tuple[int | None, int | None, str]

FIELDS = (
    Field(
        "street",
        _("Street"),
        ("straße", "strasse", "straßenname", "strassenname", "street"),
        is_required=True,
    ),
    Field(
        "numbers",
        _("House numbers"),
        ("hausnummern", "hausnummer", "hausnr", "nummern", "hnr", "von-bis"),
    ),
    Field("number_from", _("From number"), ("von", "hausnummer von", "ab nummer")),
    Field("number_to", _("To number"), ("bis", "hausnummer bis", "bis nummer")),
    Field("side", _("Side of the street"), ("seite", "gerade/ungerade", "gerade")),
    Field("postal_code", _("Postal code"), ("plz", "postleitzahl", "zip")),
    Field("site", _("Site in charge"), ("standort", "zuständig", "anlaufstelle")),
    Field(
        "district", _("District"), ("stadtteil", "stadtbezirk", "bezirk", "ortsteil")
    ),
)
_RANGE = re.compile(
    r"(?P<first>\d{1,4})\s?[a-z]?(?:\s*(?:-|–|—|bis|to)\s*(?P<last>\d{1,4})\s?[a-z]?)?"
)
_OPEN = re.compile(r"(?P<word>ab|from|bis|to)\s+(?P<number>\d{1,4})\s?[a-z]?")
_WORDS = re.compile(
    r"un\w*gerade|ungerade|gerade|odd|even|alle|all|nr\.?", re.IGNORECASE
)
_ODD, _EVEN = {"u", "odd", "ungerade"}, {"g", "even", "gerade"}


def clean(rows: Sequence[SourceRow], scope: Scope) -> list[Entry]:
    """Return one entry per row, its site and district found by their names."""
    sites = _named(Site, scope)
    districts = _named(District, scope)
    return [_entry(row, sites, districts) for row in rows]


def _named(model: Any, scope: Scope) -> dict[str, str]:
    """Return the keys of sites or districts by their names; the deepest wins."""
    rows = model.objects.filter(municipality=scope.municipality).order_by("pk")
    if model is District:
        rows = rows.order_by("level", "pk")
    return {key: str(pk) for key, pk in rows.values_list("sort_key", "pk") if key}


def _entry(
    row: SourceRow, sites: Mapping[str, str], districts: Mapping[str, str]
) -> Entry:
    street = cleaning.line(row.cell("street"))[:120]
    remarks: list[Problem] = []
    if not street_key(street):
        remarks.append(_error(problems.NO_STREET, row, "street"))
    first, last, parity = _numbers(row, remarks)
    site = _found(row, "site", sites, remarks)
    district = _found(row, "district", districts, remarks)
    if site is None and district is None:
        remarks.append(_error(problems.LEADS_NOWHERE, row, "site"))
    values = {
        "street": street,
        "postal_code": cleaning.line(row.cell("postal_code"))[:10],
        "number_from": first,
        "number_to": last,
        "parity": parity,
        "site": site,
        "district": district,
    }
    key = (street_key(street), values["postal_code"], first, last, parity)
    return Entry("|".join(map(str, key)), _title(values), values, tuple(remarks))


def _title(values: Mapping[str, Any]) -> str:
    first, last = values["number_from"], values["number_to"]
    numbers = "–".join(str(number) for number in (first, last) if number is not None)
    return f"{values['street']} {numbers}".strip()


def _error(sentence: str, row: SourceRow, name: str) -> Problem:
    return Problem(sentence, row.heading(name), row.cell(name), is_error=True)


def _found(
    row: SourceRow, name: str, known: Mapping[str, str], remarks: list[Problem]
) -> str | None:
    """Return the key of what the cell names; a remark where there is no such."""
    said = cleaning.line(row.cell(name))
    key = known.get(sort_key(said)) if said else None
    if said and key is None:
        remarks.append(Problem(problems.PLACE_UNKNOWN, row.heading(name), said))
    return key


def _numbers(row: SourceRow, remarks: list[Problem]) -> Range:
    """Return the house numbers of a row: from one cell, or from two."""
    said = cleaning.line(row.cell("numbers")).casefold()
    side = cleaning.line(row.cell("side")).casefold()
    found = _read(said)
    if found is None:
        remarks.append(_error(problems.NUMBERS_UNREAD, row, "numbers"))
        return None, None, Parity.ALL
    first = house_number(row.cell("number_from")) or found[0]
    last = house_number(row.cell("number_to")) or found[1]
    if first is not None and last is not None and last < first:
        name = "number_to" if row.cell("number_to") else "numbers"
        remarks.append(_error(problems.NUMBERS_BACKWARDS, row, name))
    return first, last, _parity(f"{said} {side}")


def _parity(said: str) -> str:
    words = set(re.findall(r"\w+", said))
    if words & _ODD:
        return Parity.ODD
    return Parity.EVEN if words & _EVEN else Parity.ALL


def _read(said: str) -> tuple[int | None, int | None] | None:
    """Return first and last of "1–35 ungerade", "ab 12", "7"; None if unreadable."""
    plain = _WORDS.sub(" ", said).strip(" ,;()")
    if not plain:
        return None, None
    if half := _OPEN.fullmatch(plain):
        number = int(half["number"])
        return (number, None) if half["word"] in {"ab", "from"} else (None, number)
    found = _RANGE.fullmatch(plain)
    if found is None:
        return None
    first = int(found["first"])
    return first, int(found["last"] or first)


def fold(entries: Sequence[Entry]) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the last of several rows on the same numbers."""
    return entries[-1].values, ()


def write(order: Order, scope: Scope) -> Written:
    """Create a range of house numbers, or say anew who is in charge of it."""
    values = _values(order.values)
    street = _present(order, values, scope)
    if street is None:
        street = StreetRange(municipality=scope.municipality)
        return Written(save_street(street, values=values).pk)
    before = {name: _stored(getattr(street, name)) for name in values}
    save_street(street, values=values)
    return Written(street.pk, before)


def _present(
    order: Order, values: Mapping[str, Any], scope: Scope
) -> StreetRange | None:
    """Return the row that the list means, even one that a person typed."""
    rows = StreetRange.objects.filter(municipality=scope.municipality)
    if order.object_id is not None:
        return rows.get(pk=order.object_id)
    named = {
        name: values[name]
        for name in ("postal_code", "number_from", "number_to", "parity")
    }
    return rows.filter(street_key=street_key(values["street"]), **named).first()


def _values(said: Mapping[str, Any]) -> dict[str, Any]:
    keys: dict[str, Callable[[Any], Any]] = dict.fromkeys(("site", "district"), _key)
    plain = {name: value for name, value in said.items() if name not in keys}
    return {
        **plain,
        **{f"{name}_id": read(said.get(name)) for name, read in keys.items()},
    }


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _stored(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def take_back(back: Return, scope: Scope) -> None:
    """Remove a created range, or restore who was in charge before."""
    rows = StreetRange.objects.filter(municipality=scope.municipality)
    street = rows.get(pk=back.object_id)
    if not back.before:
        remove_street(street)
        return
    said = dict(back.before)
    for name in ("site", "district"):
        said[name] = said.pop(f"{name}_id")
    save_street(street, values=_values(said))


def versions(ids: Sequence[UUID], scope: Scope) -> dict[UUID, int]:
    found = StreetRange.objects.filter(municipality=scope.municipality, pk__in=ids)
    return dict(found.values_list("pk", "version"))


STREETS = Importer(
    key="streets",
    label=_("Streets"),
    fields=FIELDS,
    clean=clean,
    fold=fold,
    write=write,
    take_back=take_back,
    versions=versions,
    permission=EDIT_TERRITORY,
    can_publish=False,
)
