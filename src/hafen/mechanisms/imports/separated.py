"""Lists as text: CSV with whatever separator and encoding an office's program wrote."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import chain

from hafen.mechanisms.imports import problems, tables
from hafen.mechanisms.imports.problems import Unreadable
from hafen.mechanisms.imports.tables import Table

_SEPARATORS = ";,\t|"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Excel's own hint about the separator, a line before the headings.
_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE = 20
# A last line of ours: it is a record of its own unless a quotation mark is open.
_END = "\x1eend\x1e"


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or the Western Windows code page.

    :raises Unreadable: when it is no text at all
    """
    text = _decoded(content)
    controls = len(_CONTROLS.findall(text))
    # A stray NUL is a problem of its row; a file full of controls is a program.
    if controls > 8 and controls * 50 > len(text):
        raise Unreadable(problems.UNKNOWN_FORMAT)
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if byte_order := _unmarked_utf16(content):
        return content.decode(byte_order, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Windows-1252 is Latin-1 plus the characters that Office really writes;
        # its five holes are read as Latin-1 does.
        return content.decode("cp1252", errors="holes_as_latin1")


def _unmarked_utf16(content: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: every second byte is NUL."""
    sample = content[:2000]
    half = len(sample) // 2
    if half < 4:
        return None
    if sample[1::2].count(0) > half * 0.7:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > half * 0.7 else None


def _holes_as_latin1(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    return fault.object[fault.start : fault.end].decode("latin-1"), fault.end


codecs.register_error("holes_as_latin1", _holes_as_latin1)


def read(text: str) -> Table:
    """Return the list in the text.

    :raises Unreadable: with a sentence that says what is wrong and what to do
    """
    hint = _HINT.match(text)
    separator = hint.group(1) if hint else _separator(text)
    records = _records(text[hint.end() :] if hint else text, separator)
    heading = next((cells for _, cells in records if any(map(str.strip, cells))), [])
    tables.check_headings(heading)
    columns = tables.headings(heading)
    return tables.table(
        columns, (tables.row(number, columns, cells) for number, cells in records)
    )


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records with the row that a spreadsheet shows them in.

    :raises Unreadable: when the text ends within quotation marks
    """
    # A field may be as long as the file: the limit of a cell is ours to word.
    csv.field_size_limit(2 * tables.MAX_BYTES)
    lines = chain(io.StringIO(text, newline=""), [_END])
    number = 0
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=separator), 1):
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                raise Unreadable(problems.OPEN_QUOTE, {"row": number})
            yield number, cells
    except csv.Error as fault:
        raise Unreadable(problems.OPEN_QUOTE, {"row": number + 1}) from fault


def _separator(text: str) -> str:
    """Return the separator that cuts the first lines most evenly."""
    return max(_SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths: list[int] = []
    try:
        for cells in reader:
            if cells:
                widths.append(len(cells))
            if len(widths) == _SAMPLE:
                break
    except csv.Error:
        return 0, 0
    if not widths or widths[0] < 2:
        return 0, 0
    return widths.count(widths[0]) / len(widths), widths[0]
