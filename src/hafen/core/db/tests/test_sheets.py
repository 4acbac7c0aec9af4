import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from hafen.core.db.sheets import Column, Sheet, as_workbook, shown
from hafen.core.db.workbooks import harmless

COLUMNS = (
    Column("Name", lambda row: row["name"]),
    Column("Day", lambda row: row["day"]),
)
SHEET = Sheet("things", "Things [2026]: all/most", COLUMNS)


@pytest.mark.parametrize("written", ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=cmd"])
def test_no_spreadsheet_runs_what_somebody_wrote(written):
    assert str(harmless(written)).startswith("'") or not written.strip()
    assert not str(harmless(written)).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("value", [7, 2.5, Decimal("3.20"), date(2026, 3, 1), None])
def test_numbers_and_days_stay_what_they_are(value):
    assert harmless(value) == value


def test_a_moment_is_written_as_the_clock_on_the_wall():
    moment = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert harmless(moment) == datetime(2026, 7, 1, 12, 0)  # noqa: DTZ001
    assert "12:00" in shown(moment)


def test_signs_that_no_workbook_holds_are_left_out_and_long_texts_end():
    assert harmless("a\x00b\x0bc\nd") == "abc\nd"
    assert len(str(harmless("x" * 40_000))) == 32_767


def test_the_rows_stand_in_the_order_shown_below_bold_headings():
    rows = [{"name": name, "day": date(2026, 1, 2)} for name in ("b", "a", "ä")]
    content, count = as_workbook(SHEET, rows)
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    assert count == 3
    assert [cell.value for cell in page["A"]] == ["Name", "b", "a", "ä"]
    assert page["B2"].value == datetime(2026, 1, 2)  # noqa: DTZ001
    assert page["A1"].font.b
    assert page.freeze_panes == "A2"
    assert page.title == "Things 2026 allmost"
