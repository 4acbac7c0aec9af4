"""How figures are written and drawn."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from hafen.core.places.drawing import draw
from hafen.core.places.models import District
from hafen.evidence.reports import papers
from hafen.evidence.reports.measuring import Cell, Door, Row, Table
from hafen.evidence.reports.telling import Report

register = template.Library()
_WIDTH = 160


@register.filter
def shown(cell: Cell) -> SafeString | str:
    """Write a number; a hidden one is said to a screen reader too."""
    if not cell.is_hidden:
        return papers.shown(cell)
    return format_html(
        '<span aria-hidden="true">{}</span><span class="kern-sr-only">{}</span>',
        papers.HIDDEN,
        gettext("hidden"),
    )


@register.simple_tag
def bar_of(table: Table, row: Row) -> SafeString | str:
    """Draw a line's number as a bar; the cell beside says it."""
    part = papers.bar(table, row)
    if part is None:
        return ""
    length = round(_WIDTH * part)
    start = _WIDTH - length if get_language_bidi() else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 {0} 16" width="{0}" height="16"'
        ' aria-hidden="true" focusable="false">'
        '<rect x="0" y="15" width="{0}" height="1" opacity="0.4"/>'
        '<rect x="{1}" width="{2}" height="16"/></svg>',
        _WIDTH,
        start,
        length,
    )


@register.simple_tag(takes_context=True)
def opened(context: template.Context, door: Any, cell: Cell) -> str:
    """Return the address of the rows that a number counts; empty for none."""
    filter_of_it = door.narrowed(cell) if isinstance(door, Door) else None
    if filter_of_it is None:
        return ""
    return str(door.address(context["municipality"], **filter_of_it))


@register.simple_tag
def period_of(report: Report) -> str:
    return papers.period(report)


@register.simple_tag
def remarks_of(report: Report) -> list[str]:
    return papers.remarks(report)


@register.inclusion_tag("reports/map.html", takes_context=True)
def map_of(context: template.Context, table: Table) -> dict[str, Any]:
    """Draw the districts of a table, each in the shade of its number."""
    cells = {row.key: row.cells[-1] for row in table.rows if len(row.key) > 1}
    rows = District.objects.filter(
        municipality=context["municipality"], pk__in=list(cells)
    )
    drawing = draw(rows)
    most = max((cell.count for cell in cells.values()), default=0) or 1
    shapes = []
    for shape in drawing.shapes if drawing else ():
        cell = cells[str(shape.district.pk)]
        shade = "0" if cell.is_hidden else f"{0.05 + 0.3 * cell.count / most:.2f}"
        shapes.append((shape, shade, papers.shown(cell)))
    return {"drawing": drawing, "shapes": shapes}
