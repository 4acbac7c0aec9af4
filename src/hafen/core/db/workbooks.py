"""Workbooks (XLSX): tabs of rows under one fixed, bold heading."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

# What spreadsheet programs take for a formula, wide signs of East Asia included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
_LONGEST = 32_767  # what a cell of a workbook holds


@dataclass(frozen=True)
class Tab:
    """One table of a workbook.

    :param title: cut to what a tab may be named: no brackets, at most 31 signs
    :param widths: of the columns, in characters
    :param rows: of cells; what a spreadsheet would run is made harmless
    :param wraps: whether long text breaks into lines within its cell
    """

    title: str
    headings: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[Any]]
    wraps: bool = False


def workbook(*tabs: Tab) -> bytes:
    """Return the file; rows are read one after the other, never all at once."""
    # A tenth of a second of every start, for what few ask for.
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    for tab in tabs:
        _fill(book.create_sheet(_name(tab.title)), tab)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(page: Any, tab: Tab) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see above
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - see above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see above

    alignment, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)

    def wrapped(value: Any, font: Font | None = None) -> Any:
        cell: Any = WriteOnlyCell(page, value=value)
        cell.alignment = alignment
        if font:
            cell.font = font
        return cell

    page.freeze_panes = "A2"
    for number, width in enumerate(tab.widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.append([wrapped(heading, bold) for heading in tab.headings])
    for row in tab.rows:
        cells = [harmless(cell) for cell in row]
        page.append([wrapped(cell) for cell in cells] if tab.wraps else cells)


def _name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\")[:31]


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet runs; numbers and days stay what they are.

    Whoever writes a name must not make other people's computers work, so what
    would be taken for a formula gets an apostrophe before it.
    """
    if isinstance(value, datetime):
        return local(value).replace(tzinfo=None)
    if isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, str):
        return value
    text = "".join(sign for sign in value if sign >= " " or sign in "\n\t")
    return (f"'{text}" if text.startswith(_FORMULA) else text)[:_LONGEST]


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
