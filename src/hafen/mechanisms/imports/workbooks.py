"""Workbooks (XLSX): looked over before they are opened, then read as text."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence

import python_calamine

from hafen.mechanisms.imports import problems, tables
from hafen.mechanisms.imports.problems import Unreadable
from hafen.mechanisms.imports.tables import Table

MAX_UNPACKED = 150_000_000
MAX_CELLS = 5_000_000
_CHUNK = 1_000_000
# "XFD1048576" in a cell, "1048576" in a row. The reader reserves memory for the
# whole rectangle up to the last one, so a file of 1 KB could ask for terabytes.
_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,3})([0-9]{1,9})""")
_OVERLAP = 64


def read(content: bytes, *, sheet: str = "") -> Table:
    """Return the named sheet, else the first one that holds something.

    :raises Unreadable: with a sentence that says what is wrong and what to do
    """
    _look_over(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        ]
    # The reader's errors share no base below Exception, a panic in it not even that.
    except Exception as fault:
        raise Unreadable(problems.BROKEN_WORKBOOK) from fault
    filled = [(name, cells) for name, cells in sheets if _has_content(cells)]
    if not filled:
        raise Unreadable(problems.EMPTY_FILE)
    wanted = sheet.strip().casefold()
    found = [pair for pair in filled if wanted in ("", pair[0].strip().casefold())]
    if not found:
        names = ", ".join(name for name, _ in filled)
        raise Unreadable(problems.NO_SUCH_SHEET, {"sheet": sheet, "names": names})
    name, cells = found[0]
    return _table(cells, sheet=name, others=[n for n, _ in filled if n != name])


def _look_over(content: bytes) -> None:
    """Refuse what is no workbook, is damaged, or would unpack to far too much.

    Every part is unpacked once in pieces: the sizes that the file declares are
    proven by its check sums.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                is_open = {"mimetype", "content.xml"} <= names
                raise Unreadable(
                    problems.OPEN_DOCUMENT if is_open else problems.UNKNOWN_FORMAT
                )
            if len(parts) > 2_000 or sum(p.file_size for p in parts) > MAX_UNPACKED:
                raise Unreadable(problems.UNPACKS_TOO_LARGE)
            for part in parts:
                _check_extent(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError) as fault:
        raise Unreadable(problems.BROKEN_WORKBOOK) from fault
    except (NotImplementedError, RuntimeError) as fault:
        raise Unreadable(problems.PROTECTED_WORKBOOK) from fault
    except ValueError as fault:
        raise Unreadable(problems.BROKEN_WORKBOOK) from fault


def _check_extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    columns = rows = 0
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            for letters, digits in _REFERENCE.findall(tail + chunk):
                columns = max(columns, _column(letters))
                rows = max(rows, int(digits))
            tail = chunk[-_OVERLAP:]
    if part.filename.startswith("xl/worksheets/") and columns * rows > MAX_CELLS:
        raise Unreadable(problems.UNPACKS_TOO_LARGE)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _has_content(cells: Sequence[Sequence[object]]) -> bool:
    return any(value not in ("", None) for row in cells for value in row)


def _table(
    cells: Sequence[Sequence[object]], *, sheet: str, others: Iterable[str]
) -> Table:
    records = _records(cells)
    heading = next(([_text(v) for v in r] for _, r in records if _has_content([r])), [])
    while heading and not heading[-1].strip():
        heading.pop()
    tables.check_headings(heading)
    columns = tables.headings(heading)
    rows = (tables.row(n, columns, map(_text, values)) for n, values in records)
    return tables.table(columns, rows, sheet=sheet, ignored_sheets=tuple(others))


def _records(
    cells: Sequence[Sequence[object]],
) -> Iterator[tuple[int, Sequence[object]]]:
    yield from enumerate(cells, start=1)


def _text(value: object) -> str:
    """Return a cell as a person would type it: 48153 and not 48153.0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return str(value)
