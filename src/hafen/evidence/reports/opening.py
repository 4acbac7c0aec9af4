"""The tables of a released report as data for everybody, as they were frozen."""

import csv
import io
from dataclasses import dataclass

from hafen.core.db.workbooks import harmless
from hafen.evidence.reports.measuring import Table, figures
from hafen.evidence.reports.models import Release
from hafen.evidence.reports.telling import Report, Told, from_json

# As offices of statistics write what is known and kept secret.
HIDDEN = "."


@dataclass(frozen=True)
class OpenTable:
    """One table, with the name of its file, a title, and what it counts."""

    name: str
    title: str
    about: str
    table: Table

    @property
    def csv(self) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";")
        writer.writerow([harmless(head) for head in self.table.heads])
        for row in self.table.rows:
            cells = [HIDDEN if cell.is_hidden else cell.value for cell in row.cells]
            line = [row.label, *("" if value is None else value for value in cells)]
            writer.writerow([harmless(value) for value in line])
        return text.getvalue().encode("utf-8-sig")


def open_tables(release: Release) -> list[OpenTable]:
    """Return what of a release may be open: no figure of single employees."""
    found: list[OpenTable] = []
    for told in _open_figures(from_json(release.result)):
        for number, table in enumerate(told.tables, start=1):
            is_one = len(told.tables) == 1
            # Two tables of one figure are told apart by what their columns say.
            apart = table.caption or ("" if is_one else ", ".join(table.heads))
            title = f"{told.name}: {apart}" if apart else told.name
            about = " ".join(filter(None, (f"{told.within}.", told.note)))
            found.append(OpenTable(f"{told.key}-{number}", title, about, table))
    return found


def _open_figures(report: Report) -> list[Told]:
    return [
        told
        for told in report.figures
        if told.key in figures and not figures[told.key].is_staff
    ]
