"""A report is measured: definitions over live rows, then small counts hidden.

The caller reads at one moment (`context.one_moment`, `@at_one_moment`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

from hafen.core.places.models import Municipality
from hafen.evidence.reports.measuring import Frame, Table, Template, figures
from hafen.evidence.reports.models import TemplateSettings
from hafen.evidence.reports.suppression import family, hidden, masked
from hafen.evidence.reports.telling import Report, Told, digest, told


def frame_of(
    municipality: Municipality,
    *,
    first: date,
    last: date,
    today: date,
    given: Mapping[str, str] | None = None,
) -> Frame:
    return Frame(municipality, first, last, today, dict(given or {}))


def settings_of(municipality: Municipality, template: Template) -> TemplateSettings:
    """Return what the town decided, or what the template ships."""
    rows = TemplateSettings.objects.filter(municipality=municipality)
    found = rows.filter(template=template.key).first()
    return found or TemplateSettings(municipality=municipality, template=template.key)


def measured(
    template: Template, frame: Frame, *, now: datetime, data_hash: str = ""
) -> Report:
    """Return the report in the active language."""
    chosen = settings_of(frame.municipality, template)
    least = template.least if chosen.least is None else chosen.least
    shown = [
        (str(section.title), [key for key in section.figures if _is_on(key, chosen)])
        for section in template.sections
    ]
    found = {
        key: list(figures[key].measure(frame)) for _title, keys in shown for key in keys
    }
    safe = _hidden(found, least)
    return Report(
        template=template.key,
        title=str(template.name),
        town=frame.municipality.name,
        first=frame.first,
        last=frame.last,
        as_of=date_format(now, "SHORT_DATETIME_FORMAT"),
        least=least if least > 1 else 0,
        given=frame.given,
        data_hash=data_hash,
        sections=[
            (title, [_told(key, safe[key]) for key in keys])
            for title, keys in shown
            if keys
        ],
    )


def data_state(template: Template, frame: Frame) -> str:
    """Return a hash that is equal while no counted row has changed."""
    shown = _shown(template, settings_of(frame.municipality, template))
    found = _found(shown, frame)
    tables = {
        key: [[cell.value for cell in table.cells] for table in tables]
        for key, tables in found.items()
    }
    states = {figures[key].state for key in found} - {None}
    return digest([tables, sorted(str(state(frame)) for state in states if state)])


def _shown(template: Template, chosen: TemplateSettings) -> list[tuple[str, list[str]]]:
    return [
        (str(section.title), [key for key in section.figures if _is_on(key, chosen)])
        for section in template.sections
    ]


def _found(
    shown: Sequence[tuple[str, Sequence[str]]], frame: Frame
) -> dict[str, list[Table]]:
    keys = [key for _title, keys in shown for key in keys]
    return {key: list(figures[key].measure(frame)) for key in keys}


def _told(key: str, tables: Sequence[Table]) -> Told:
    return told(figures[key], tables)


def _is_on(key: str, chosen: TemplateSettings) -> bool:
    if figures[key].is_staff and not chosen.shows_staff:
        return False
    return key not in chosen.off


def _hidden(found: dict[str, list[Table]], least: int) -> dict[str, list[Table]]:
    """Hide small counts; all tables of a report are one family."""
    gone = hidden(family(t for tables in found.values() for t in tables), least)
    return {key: masked(tables, gone) for key, tables in found.items()}


def shaped(template: Template, frame: Frame) -> dict[str, Any] | None:
    """Return the object of a template that has a shape of its own.

    Only where nothing is hidden: such a shape knows no hidden counts.
    """
    if template.as_json is None:
        return None
    chosen = settings_of(frame.municipality, template)
    least = template.least if chosen.least is None else chosen.least
    return template.as_json(frame) if least <= 1 else None
