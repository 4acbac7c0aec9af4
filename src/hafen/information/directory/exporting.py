"""The list of offers as a table, in the German headings that imports know too."""

import csv
import io
from typing import Any

from hafen.core.db.workbooks import Tab, harmless, workbook
from hafen.information.directory.models import ServiceQuerySet

COLUMNS = (
    "Kennung",
    "Name",
    "Organisation",
    "Status",
    "Kurztext",
    "Beschreibung",
    "Themen",
    "Adresse",
    "Stadtteil",
    "Breite",
    "Länge",
    "Telefon",
    "E-Mail",
    "Website",
    "Sprachen",
    "Schlagworte",
    "Zuletzt geprüft",
    "Nächste Prüfung",
    "Übersetzungen fertig",
)
_WIDTHS = {"Name": 40, "Beschreibung": 60, "Kurztext": 40, "Adresse": 40}

Record = dict[str, Any]


def export_rows(services: ServiceQuerySet) -> list[Record]:
    """Return the offers as flat records, in a fixed number of queries."""
    loaded = services.prefetch_related("phones", "emails", "languages", "topics__term")
    return [_record(service) for service in loaded]


def _record(service: Any) -> Record:
    place = service.loaded_places[0].location if service.loaded_places else None
    return dict(
        zip(
            COLUMNS,
            (
                service.short_id,
                service.name,
                service.organisation.name,
                str(service.get_state_display()),
                service.summary,
                service.description,
                "; ".join(topic.term.code for topic in service.topics.all()),
                place.one_line if place else "",
                place.district.name if place and place.district else "",
                place.latitude if place else None,
                place.longitude if place else None,
                "; ".join(row.number for row in service.phones.all()),
                "; ".join(row.address for row in service.emails.all()),
                service.website,
                "; ".join(row.language_id for row in service.languages.all()),
                "; ".join(service.keywords),
                _iso(service.last_checked_on),
                _iso(service.next_check_on),
                service.done_count,
            ),
            strict=True,
        )
    )


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def as_csv(rows: list[Record]) -> bytes:
    """Return the table as spreadsheets of German offices open it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(row[name]) for name in COLUMNS] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(rows: list[Record]) -> bytes:
    """Return the table as a workbook with a fixed heading."""
    return workbook(
        Tab(
            title="Angebote",
            headings=COLUMNS,
            widths=[_WIDTHS.get(name, 18) for name in COLUMNS],
            rows=([row[name] for name in COLUMNS] for row in rows),
        )
    )
