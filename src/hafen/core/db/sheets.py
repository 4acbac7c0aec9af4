"""Every list of the desk prints and goes into a spreadsheet, in the order shown.

A room declares the columns of a list once, as a `Sheet`; its view asks
`answer()` before it renders the page. Taking a list away as a file is a right
of its own and leaves a trace; printing shows what the page shows.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import slugify

from hafen.core.db.navigation import Label
from hafen.core.db.permissions import Permission, permission
from hafen.core.db.registry import Registry
from hafen.core.db.roles import STAFF, Role
from hafen.core.db.workbooks import Tab, harmless, local, workbook

EXPORT_LIST = permission("lists.export", roles=STAFF - {Role.INTERN})
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | Decimal | date | None
_NARROW = 5  # more columns than these are printed across


@dataclass(frozen=True)
class Column:
    """A column: its heading, and what of a row stands in it.

    :param width: in characters, in the workbook
    """

    heading: Label
    value: Callable[[Any], Cell | Promise]
    width: int = 20


@dataclass(frozen=True)
class Sheet:
    """What a list looks like outside of its page.

    :param name: of the file, without its ending: "organisations"
    :param blank: headings of columns that are filled in by hand, on paper alone
    """

    name: str
    title: Label
    columns: Sequence[Column]
    blank: Sequence[Label] = ()


@dataclass(frozen=True)
class Listener:
    """Told after each file that was made: the request, the sheet, its rows."""

    name: str
    hear: Callable[[HttpRequest, Sheet, int], None]


listeners: Registry[Listener] = Registry(key=lambda listener: listener.name)


def answer(
    request: HttpRequest,
    sheet: Sheet,
    rows: Iterable[Any],
    *,
    right: Permission = EXPORT_LIST,
) -> HttpResponse | None:
    """Return the list as `?as=` asks for it; None where the page is wanted.

    `print`, `xlsx`, or `csv` as spreadsheets of German offices open it.

    :param rows: what the person may see, filtered and sorted as on the page
    :param right: what a file needs; for lists with a narrower right of their own
    :raises Http404: for a file, without the right to take lists away
    """
    wanted = request.GET.get("as", "")
    if wanted == "print":
        return _printed(request, sheet, rows)
    if wanted not in _KINDS:
        return None
    if not right.held_by(request.user):  # type: ignore[arg-type]  # ours
        raise Http404
    make, content_type = _KINDS[wanted]
    content, count = make(sheet, rows)
    for listener in listeners:
        listener.hear(request, sheet, count)
    response = HttpResponse(content, content_type=content_type)
    name = f"{slugify(sheet.name)}-{timezone.localdate():%Y-%m-%d}.{wanted}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _printed(request: HttpRequest, sheet: Sheet, rows: Iterable[Any]) -> HttpResponse:
    lines = [[shown(column.value(row)) for column in sheet.columns] for row in rows]
    context = {
        "sheet": sheet,
        "lines": lines,
        "moment": timezone.localtime(),
        "is_wide": len(sheet.columns) + len(sheet.blank) > _NARROW,
    }
    return render(request, "ui/sheet.html", context)


def shown(value: Cell | Promise) -> str:
    """Return a cell as a page of this language writes it."""
    if isinstance(value, datetime):
        return date_format(local(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return "" if value is None else str(value)


def as_workbook(sheet: Sheet, rows: Iterable[Any]) -> tuple[bytes, int]:
    """Return the file, with fixed and bold headings, and its number of rows."""
    count = 0

    def lines() -> Iterator[list[Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield [column.value(row) for column in sheet.columns]

    file = workbook(
        Tab(
            title=str(sheet.title),
            headings=[str(column.heading) for column in sheet.columns],
            widths=[column.width for column in sheet.columns],
            rows=lines(),
        )
    )
    return file, count


def as_csv(sheet: Sheet, rows: Iterable[Any]) -> tuple[bytes, int]:
    """Return the file in UTF-8 with its mark, and its number of rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([harmless(column.heading) for column in sheet.columns])
    count = 0
    for row in rows:
        cells = (harmless(column.value(row)) for column in sheet.columns)
        writer.writerow(["" if cell is None else cell for cell in cells])
        count += 1
    return text.getvalue().encode("utf-8-sig"), count


_KINDS = {
    "xlsx": (as_workbook, WORKBOOK),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}
