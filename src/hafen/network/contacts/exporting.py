"""Lists and figures as files that spreadsheets of offices open."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Font

from hafen.mechanisms.imports.exports import neutral

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("csv", "xlsx")


def as_file(
    heads: Sequence[Any], rows: Iterable[Sequence[Any]], *, kind: str, name: str
) -> HttpResponse:
    """Return the table as CSV or XLSX; no cell is run as a formula.

    :raises KeyError: when there is no such kind of file
    """
    write, content_type = {
        "csv": (_csv, "text/csv; charset=utf-8"),
        "xlsx": (_workbook, _XLSX),
    }[kind]
    table = [[_cell(value) for value in row] for row in (heads, *rows)]
    response = HttpResponse(write(table), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    return neutral(str(value))


def _csv(table: list[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(table)
    return text.getvalue().encode("utf-8-sig")


def _workbook(table: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in table:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 22
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
