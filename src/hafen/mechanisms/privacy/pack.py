"""The pack for the data protection officer: one workbook, made from what is."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from hafen.core.db.sheets import harmless
from hafen.mechanisms.privacy import measures, queries
from hafen.mechanisms.privacy.queries import State

Cell = str | int | Promise | None
_WIDTH = 34


def workbook(states: list[State]) -> bytes:
    """Return an XLSX file: decisions, record of processing, measures, roles."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, _("Decisions"), _decisions(states))
    _sheet(book, _("Record of processing"), _record())
    _sheet(book, _("Measures"), _measures())
    _sheet(book, _("Roles"), _roles())
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet(book: Workbook, title: str, rows: Iterable[list[Cell]]) -> None:
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def _decisions(states: list[State]) -> Iterable[list[Cell]]:
    yield [
        _("Code"),
        _("Decision"),
        _("Decided by"),
        pgettext("who decided", "Office"),
        _("On"),
        _("Note"),
    ]
    for state in states:
        made = state.confirmation
        yield [
            state.decision.code,
            state.decision.title,
            made.decided_by if made else _("open"),
            made.office if made else "",
            made.decided_on.isoformat() if made else "",
            made.note if made else "",
        ]


def _record() -> Iterable[list[Cell]]:
    yield [
        *(_("Room"), _("Data"), _("Fields"), _("Purpose"), _("Legal basis")),
        *(_("Class"), _("Days kept"), _("Why so long"), _("Recipients")),
    ]
    for activity in queries.record_of_processing():
        declaration = activity.declaration
        yield [
            activity.room,
            activity.name,
            ", ".join(str(name) for name in activity.fields),
            declaration.purpose,
            declaration.legal_basis,
            f"{declaration.data_class.name} {declaration.data_class.value}",
            declaration.keep_for,
            declaration.keep_because,
            ", ".join(declaration.recipients),
        ]


def _measures() -> Iterable[list[Cell]]:
    yield [_("Measure"), _("What it does"), _("In force")]
    for measure in measures.measures():
        yield [measure.title, measure.detail, _("yes") if measure.in_force else _("NO")]


def _roles() -> Iterable[list[Cell]]:
    yield [_("Code"), _("Role"), _("Rights")]
    for line in queries.role_sheet():
        yield [line.role.value, line.role.label, ", ".join(line.rights)]
