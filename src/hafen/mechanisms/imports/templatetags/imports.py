from django import template

from hafen.mechanisms.imports import results
from hafen.mechanisms.imports.models import StagedRow
from hafen.mechanisms.imports.problems import Problem

register = template.Library()

_LOOKS = {
    StagedRow.Fate.CREATE: "success",
    StagedRow.Fate.UPDATE: "info",
    StagedRow.Fate.ERROR: "danger",
}


@register.filter
def said(problem: Problem) -> str:
    """Return the sentence of a remark in the language of the page."""
    return results.said(problem)


@register.filter
def look(row: StagedRow) -> str:
    """Return the colour of a fate's badge; its words say the same."""
    return _LOOKS.get(StagedRow.Fate(row.fate), "")
