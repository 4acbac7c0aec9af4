"""The pack for the data protection officer: one workbook, made from what is."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hafen.core.db.workbooks import Tab
from hafen.core.db.workbooks import workbook as workbook_of
from hafen.mechanisms.privacy import measures, queries
from hafen.mechanisms.privacy.queries import State

Cell = str | int | Promise | None
_WIDTH = 34


def workbook(states: list[State]) -> bytes:
    """Return an XLSX file: decisions, record of processing, measures, roles."""
    return workbook_of(
        _tab(_("Decisions"), _decisions(states)),
        _tab(_("Record of processing"), _record()),
        _tab(_("Measures"), _measures()),
        _tab(_("Roles"), _roles()),
    )


def _tab(title: str, lines: Iterable[list[Cell]]) -> Tab:
    headings, *rows = lines
    return Tab(
        title,
        [str(cell) for cell in headings],
        [_WIDTH] * len(headings),
        rows,
        wraps=True,
    )


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
    for activity in queries.record_of_processing(timezone.localdate()):
        declaration = activity.declaration
        yield [
            activity.room,
            activity.name,
            ", ".join(str(name) for name in activity.fields),
            declaration.purpose,
            declaration.legal_basis,
            f"{declaration.data_class.name} {declaration.data_class.value}",
            activity.days,
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
