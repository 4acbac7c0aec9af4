"""The tables of HSDS (one CSV file each, in a ZIP) put together to objects."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hafen.mechanisms.imports import problems
from hafen.mechanisms.imports.problems import Problem, Unreadable
from hafen.mechanisms.imports.tables import MAX_BYTES
from hafen.web.api.bringing.sentences import DANGLING

Said = dict[str, Any]

# Table: its lists, each with the table and the column that leads back.
LISTS: dict[str, dict[str, tuple[str, str]]] = {
    "organizations": {
        name: (name, "organization_id")
        for name in (
            "funding",
            "contacts",
            "phones",
            "locations",
            "programs",
            "organization_identifiers",
        )
    },
    "services": {
        **{
            name: (name, "service_id")
            for name in (
                "phones",
                "schedules",
                "service_areas",
                "languages",
                "funding",
                "cost_options",
                "required_documents",
                "contacts",
            )
        },
        "service_at_locations": ("service_at_location", "service_id"),
    },
    "service_at_location": {
        name: (name, "service_at_location_id")
        for name in ("contacts", "phones", "schedules")
    },
    "locations": {
        name: (name, "location_id")
        for name in (
            "languages",
            "addresses",
            "contacts",
            "accessibility",
            "phones",
            "schedules",
        )
    },
    "contacts": {"phones": ("phones", "contact_id")},
    "phones": {"languages": ("languages", "phone_id")},
}
# Table: its single objects, each with the column and the table.
SINGLE = {
    "services": {
        "organization": ("organization_id", "organizations"),
        "program": ("program_id", "programs"),
    },
    "service_at_location": {"location": ("location_id", "locations")},
    "attributes": {"taxonomy_term": ("taxonomy_term_id", "taxonomy_terms")},
    "taxonomy_terms": {"taxonomy_detail": ("taxonomy_id", "taxonomies")},
}
# Keys that the standard itself does not declare as such.
PARENTS = {
    "organizations": ("parent_organization_id", "organizations"),
    "taxonomy_terms": ("parent_id", "taxonomy_terms"),
}
_NUMBERS = frozenset(
    {
        "latitude",
        "longitude",
        "minimum_age",
        "maximum_age",
        "amount",
        "extension",
        "year_incorporated",
        "timezone",
        "count",
        "interval",
    }
)


@dataclass(frozen=True)
class Assembled:
    """Objects with all that hangs at them, and the keys that lead nowhere."""

    documents: list[Said]
    remarks: list[Problem]


def assembled(content: bytes) -> Assembled:
    """Return the services of an archive, and the organisations without any.

    :raises Unreadable: when it holds no table of the standard
    """
    tables = _tables(content)
    if not tables.keys() & {"services", "organizations"}:
        raise Unreadable(problems.UNKNOWN_FORMAT)
    whole = _Whole(tables)
    documents = [whole.built("services", row) for row in tables.get("services", ())]
    owners = {row.get("organization_id") for row in tables.get("services", ())}
    documents += [
        whole.built("organizations", row)
        for row in tables.get("organizations", ())
        if row.get("id") not in owners
    ]
    return Assembled(documents, list(whole.dangling()))


def _tables(content: bytes) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_BYTES:
                raise Unreadable(problems.TOO_LARGE, {"size": "?", "limit": 20})
            for name in archive.namelist():
                if name.endswith(".csv") and "/__" not in name:
                    stem = name.rpartition("/")[2].removesuffix(".csv")
                    text = archive.read(name).decode("utf-8-sig", "replace")
                    found[stem] = [
                        _row(row)
                        for row in csv.DictReader(text.splitlines(keepends=True))
                    ]
    except zipfile.BadZipFile as fault:
        raise Unreadable(problems.UNKNOWN_FORMAT) from fault
    return found


def _row(row: dict[str, Any]) -> Said:
    return {
        name: _number(value) if name in _NUMBERS else value
        for name, value in row.items()
        if name and isinstance(value, str) and value != ""
    }


def _number(text: str) -> Any:
    try:
        found = float(text)
    except ValueError:
        return text
    return int(found) if found.is_integer() else found


class _Whole:
    def __init__(self, tables: dict[str, list[Said]]) -> None:
        self.tables = tables
        self.keys = {
            name: {row.get("id"): row for row in rows} for name, rows in tables.items()
        }

    def built(self, table: str, row: Said) -> Said:
        """Return the object of a row without the keys that its nesting says."""
        found = {name: value for name, value in row.items() if name not in _NESTING}
        for name, (child, column) in LISTS.get(table, {}).items():
            rows = self.tables.get(child, ())
            listed = [self.built(child, r) for r in rows if r.get(column) == row["id"]]
            if listed:
                found[name] = listed
        for name, (column, other) in SINGLE.get(table, {}).items():
            target = self.keys.get(other, {}).get(row.get(column))
            if target is not None:
                found[name] = self.built(other, target)
        linked = [
            self.built("attributes", r)
            for r in self.tables.get("attributes", ())
            if r.get("link_id") == row["id"] and table != "attributes"
        ]
        return found | ({"attributes": linked} if linked else {})

    def dangling(self) -> Iterator[Problem]:
        """Give a remark for each key that leads to no row."""
        for table, column, other in _references():
            known = self.keys.get(other, {})
            for row in self.tables.get(table, ()):
                key = row.get(column)
                if key is not None and key not in known:
                    yield Problem(
                        DANGLING,
                        f"{table}.{column}",
                        str(key),
                        params=(("table", other),),
                    )


def _references() -> Iterator[tuple[str, str, str]]:
    for table, lists in LISTS.items():
        for child, column in lists.values():
            yield child, column, table
    for table, singles in SINGLE.items():
        for column, other in singles.values():
            yield table, column, other
    for table, (column, other) in PARENTS.items():
        yield table, column, other


_NESTING = (
    {column for lists in LISTS.values() for _child, column in lists.values()}
    | {column for singles in SINGLE.values() for column, _other in singles.values()}
    | {"link_id"}
)
