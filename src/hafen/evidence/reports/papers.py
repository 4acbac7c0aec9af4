"""A report as a file: CSV, XLSX, DOCX and PDF/UA, all from what it tells."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from hafen.core.db.workbooks import Tab, harmless, workbook
from hafen.core.files.typesetting import direction, isolated, pdf, titled
from hafen.evidence.reports.documents import Document
from hafen.evidence.reports.measuring import Cell, Row, Table
from hafen.evidence.reports.telling import Report, Told

HIDDEN = "·"
_TEMPLATE = Path(__file__).parent / "typst" / "report.typ"
_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def made(report: Report, kind: str) -> bytes:
    """Return the report as a file of this kind, in the active language."""
    makers: dict[str, Callable[[Report], bytes]] = {
        "csv": _csv,
        "xlsx": _xlsx,
        "docx": _docx,
        "pdf": _pdf,
    }
    return makers[kind](report)


def shown(cell: Cell) -> str:
    """Return a number as people write it; a dot where it is hidden."""
    if cell.is_hidden:
        return HIDDEN
    if cell.value is None:
        return "–"
    if isinstance(cell.value, str):
        return cell.value
    places = 1 if isinstance(cell.value, float) else 0
    return number_format(cell.value, places, use_l10n=True, force_grouping=True)


def period(report: Report) -> str:
    first, last = (date_format(day, "SHORT_DATE_FORMAT") for day in _days(report))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _days(report: Report) -> tuple[Any, Any]:
    return report.first, report.last


def remarks(report: Report) -> list[str]:
    """Return what a reader must know of the whole report."""
    found = [_("As of %(moment)s") % {"moment": report.as_of}]
    if programme := report.given.get("programme"):
        found.append(_("Programme: %(name)s") % {"name": programme})
    if report.least:
        said = _(
            "Counts below %(least)s are hidden (·), and others with them, so that"
            " nobody can reckon them."
        )
        found.append(said % {"least": report.least})
    if report.data_hash:
        found.append(_("State of the data: %(hash)s") % {"hash": report.data_hash[:16]})
    return found


def definition(told: Told) -> list[tuple[str, str]]:
    """Return the definition of a figure, word by word."""
    lines = [
        (_("Unit"), told.unit),
        (_("When"), told.kind),
        (_("What counts"), told.within),
        (_("Split by"), told.by),
        (_("Source"), told.source),
        (_("Definition"), _("version %(number)s") % {"number": told.version}),
        (_("Note"), told.note),
    ]
    return [(label, text) for label, text in lines if text]


def _csv(report: Report) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    heads = (
        _("Section"), _("Figure"), _("Table"), _("Line"), _("Column"),
        pgettext("figure", "Value"), _("Unit"), _("Definition"),
    )  # fmt: skip
    writer.writerow([*heads])
    for section, figures in report.sections:
        for told in figures:
            for cells in _flat(told):
                line = (
                    section,
                    told.name,
                    *cells,
                    told.unit,
                    f"{told.key} v{told.version}",
                )
                writer.writerow([harmless(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _flat(told: Told) -> Iterator[tuple[Any, ...]]:
    for table in told.tables:
        for row in table.rows:
            for head, cell in zip(table.heads[1:], row.cells, strict=True):
                value = HIDDEN if cell.is_hidden else cell.value
                yield table.caption, row.label, head, "" if value is None else value
    for title, text in told.texts:
        yield title, "", "", text


def _xlsx(report: Report) -> bytes:
    about = [
        (report.title, report.town),
        (_("Period"), period(report)),
        *(("", remark) for remark in remarks(report)),
    ]
    tabs = [Tab(report.title, (_("Report"), ""), (30, 60), about, wraps=True)]
    for told in report.figures:
        most = max((len(table.heads) for table in told.tables), default=1)
        rows = [*_table_rows(told), ("",), *definition(told)]
        heads = [told.name, *[""] * (most - 1)]
        tabs.append(Tab(told.name, heads, (40, *[16] * (most - 1)), rows))
    return workbook(*tabs)


def _table_rows(told: Told) -> Iterator[tuple[Any, ...]]:
    for table in told.tables:
        yield (table.caption or table.heads[0], *table.heads[1:])
        for row in table.rows:
            cells = (HIDDEN if c.is_hidden else c.value for c in row.cells)
            yield (row.label, *cells)
        yield ("",)
    yield from told.texts


def _docx(report: Report) -> bytes:
    paper = Document(report.title, language=get_language() or "de")
    paper.heading(report.title, 1)
    paper.text(f"{report.town} · {period(report)}")
    for remark in remarks(report):
        paper.text(remark)
    for section, figures in report.sections:
        paper.heading(section, 2)
        for told in figures:
            _figure(paper, told)
    return paper.file()


def _figure(paper: Document, told: Told) -> None:
    paper.heading(told.name, 3)
    for table in told.tables:
        if table.caption:
            paper.heading(table.caption, 4)
        lines = [[row.label, *map(shown, row.cells)] for row in table.rows]
        paper.table(list(table.heads), lines)
    for title, text in told.texts:
        paper.text(f"{title}: {text}")
    if not told.tables:
        paper.text(_("There is nothing to show yet."))
    paper.text(" · ".join(f"{label}: {text}" for label, text in definition(told)))


def _pdf(report: Report) -> bytes:
    language = get_language() or "de"
    return pdf(
        _TEMPLATE,
        {
            "language": language.split("-")[0],
            "direction": direction(language),
            "title": report.title,
            "town": titled(report.town, language),
            "period": isolated(period(report), language),
            "remarks": [isolated(remark, language) for remark in remarks(report)],
            "empty": _("There is nothing to show yet."),
            "sections": [
                {"title": title, "figures": [_printed(told) for told in figures]}
                for title, figures in report.sections
            ],
        },
    )


def _printed(told: Told) -> dict[str, Any]:
    return {
        "name": told.name,
        "definition": [f"{label}: {text}" for label, text in definition(told)],
        "texts": [
            {"title": title, "text": isolated(text, get_language() or "de")}
            for title, text in told.texts
        ],
        "tables": [
            {
                "caption": table.caption,
                "heads": [*table.heads],
                "rows": [
                    {
                        "cells": [row.label, *map(shown, row.cells)],
                        "bar": bar(table, row),
                    }
                    for row in table.rows
                ],
                "bars": table.is_chart,
            }
            for table in told.tables
        ],
    }


def bar(table: Table, row: Row) -> float | None:
    """Return how long the bar of a line is, from 0 to 1; None for none.

    It shows the last column: the only one, or the sum of the others.
    """
    if not table.is_chart or not row.key or row.cells[-1].is_hidden:
        return None
    most = max(_length(each) for each in table.rows if each.key)
    return _length(row) / most if most else None


def _length(row: Row) -> float:
    value = row.cells[-1].value
    return float(value) if isinstance(value, int | float) else 0.0
