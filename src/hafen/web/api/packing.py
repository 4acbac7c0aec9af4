"""Everything as tables: one CSV file each and their description, in a ZIP.

The inverse of `bringing.csv_tables`, whose names of tables and keys are used.
What goes beyond the standard has no column there and is left to the JSON.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from hafen.web.api.bringing.csv_tables import LISTS, PARENTS, SINGLE

Said = dict[str, Any]

COLUMNS = {
    name: tuple(columns.split())
    for name, columns in {
        "accessibility": "id location_id description details url",
        "addresses": "id location_id attention address_1 address_2 city region"
        " state_province postal_code country address_type",
        "attributes": "id link_id taxonomy_term_id link_type link_entity value",
        "contacts": "id organization_id service_id service_at_location_id location_id"
        " name title department email",
        "cost_options": "id service_id valid_from valid_to option currency amount"
        " amount_description",
        "funding": "id organization_id service_id source",
        "languages": "id service_id location_id phone_id name code note",
        "locations": "id location_type url organization_id name alternate_name"
        " description transportation latitude longitude external_identifier"
        " external_identifier_type",
        "organization_identifiers": "id organization_id identifier_scheme"
        " identifier_type identifier",
        "organizations": "id name alternate_name description email website tax_status"
        " tax_id year_incorporated legal_status logo uri parent_organization_id",
        "phones": "id location_id service_id organization_id contact_id"
        " service_at_location_id number extension type description",
        "programs": "id organization_id name alternate_name description",
        "required_documents": "id service_id document uri",
        "schedules": "id service_id location_id service_at_location_id valid_from"
        " valid_to dtstart timezone until count wkst freq interval byday byweekno"
        " bymonthday byyearday description opens_at closes_at schedule_link"
        " attending_type notes",
        "service_areas": "id service_id name description extent extent_type uri",
        "service_at_location": "id service_id location_id description",
        "services": "id organization_id program_id name alternate_name description url"
        " email status interpretation_services application_process fees_description"
        " wait_time fees accreditations eligibility_description minimum_age"
        " maximum_age assured_date assurer_email licenses alert last_modified",
        "taxonomies": "id name description uri version",
        "taxonomy_terms": "id code name description parent_id taxonomy language"
        " taxonomy_id term_uri",
    }.items()
}


def package(services: Iterable[Said], organizations: Iterable[Said]) -> IO[bytes]:
    """Return the archive as an open file; entries are read one by one.

    :param services: whole entries, as the API answers them
    :param organizations: likewise; what a service has told already comes once
    """
    tables = _Tables()
    for said in services:
        tables.take("services", said)
    for said in organizations:
        tables.take("organizations", said)
    file = TemporaryFile()  # noqa: SIM115  # whoever answers with it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.written():
            archive.writestr(f"{name}.csv", text)
        description = json.dumps(_description(tables.names), indent=2)
        archive.writestr("datapackage.json", description)
    file.seek(0)
    return file


class _Tables:
    """Rows by table and key; what hangs at two things is one row with both keys."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Said]] = {}

    @property
    def names(self) -> list[str]:
        return sorted(self._rows)

    def take(self, table: str, said: Said, **keys: str) -> None:
        """Write a row, and rows of their own for what hangs at it."""
        row = {name: value for name, value in said.items() if name in COLUMNS[table]}
        row |= keys
        for name, (column, other) in SINGLE.get(table, {}).items():
            if isinstance(said.get(name), dict):
                row[column] = said[name]["id"]
                self.take(other, said[name])
        if not self._write(table, row):
            return
        for name, (other, column) in LISTS.get(table, {}).items():
            for each in said.get(name) or ():
                self.take(other, each, **{column: said["id"]})
        for each in said.get("attributes") or ():
            self.take("attributes", each, link_id=said["id"])

    def _write(self, table: str, row: Said) -> bool:
        """Keep a row; return whether it is the first with this key."""
        rows = self._rows.setdefault(table, {})
        known = rows.setdefault(str(row["id"]), row)
        if known is row:
            return True
        for name, value in row.items():
            known.setdefault(name, value)
        return False

    def written(self) -> Iterator[tuple[str, str]]:
        for name in self.names:
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, COLUMNS[name])
            writer.writeheader()
            writer.writerows(self._rows[name].values())
            yield name, text.getvalue()


def _description(names: list[str]) -> Said:
    """Return what the archive holds, as a tabular data package."""
    return {
        "profile": "tabular-data-package",
        "name": "human_services_data",
        "title": "Human Services Data Specification 3.0",
        "resources": [_resource(name) for name in names],
    }


def _resource(name: str) -> Said:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [{"name": each, "type": "string"} for each in COLUMNS[name]],
            "primaryKey": "id",
            "foreignKeys": [
                {
                    "fields": column,
                    "reference": {"resource": other, "fields": "id"},
                }
                for column, other in _keys(name)
            ],
        },
    }


def _keys(name: str) -> Iterator[tuple[str, str]]:
    """Give the columns of a table that lead to others."""
    for parent, lists in LISTS.items():
        for child, column in lists.values():
            if child == name:
                yield column, parent
    yield from SINGLE.get(name, {}).values()
    if name in PARENTS:
        yield PARENTS[name]
