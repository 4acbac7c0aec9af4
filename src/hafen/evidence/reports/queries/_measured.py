"""A report is measured: definitions over live rows, then small counts hidden.

The caller reads at one moment (`context.one_moment`, `@at_one_moment`).
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.formats import date_format

from hafen.casework.cases.models import Programme
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality
from hafen.evidence.reports.figures._cases import PROGRAMME
from hafen.evidence.reports.measuring import (
    Figure,
    Frame,
    Table,
    Template,
    counted_for,
    figures,
)
from hafen.evidence.reports.models import TemplateSettings
from hafen.evidence.reports.suppression import family, hidden, masked
from hafen.evidence.reports.telling import Report, digest, told


class UnknownProgramme(DomainError):
    """There is no programme of this name."""


def frame_of(
    municipality: Municipality,
    *,
    first: date,
    last: date,
    today: date,
    given: Mapping[str, str] | None = None,
) -> Frame:
    """
    Return for what is measured.

    :raises UnknownProgramme: when the town has no programme of the given name
    """
    found = dict(given or {})
    programme = None
    if name := found.get(PROGRAMME.name):
        rows = Programme.objects.filter(municipality=municipality, name=name)
        row = rows.order_by("pk").first()
        if row is None:
            raise UnknownProgramme
        programme = str(row.pk)
    return Frame(municipality, first, last, today, found, programme)


def settings_of(municipality: Municipality, template: Template) -> TemplateSettings:
    """Return what the town decided, or what the template ships."""
    rows = TemplateSettings.objects.filter(municipality=municipality)
    found = rows.filter(template=template.key).first()
    return found or TemplateSettings(municipality=municipality, template=template.key)


def measured(
    template: Template,
    frame: Frame,
    *,
    now: datetime,
    data_hash: str = "",
    gone: frozenset[str] | None = None,
) -> Report:
    """Return the report in the active language.

    :param gone: names of the counts to hide; None: what this report alone asks for
    """
    chosen = _chosen(template, frame)
    least = least_of(template, chosen)
    found = found_in(template, frame)
    if gone is None:
        gone = hidden(family(t for tables in found.values() for t in tables), least)
    safe = {key: masked(tables, gone) for key, tables in found.items()}
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
            (title, [told(figures[key], safe[key], frame) for key in keys])
            for title, keys in _shown(template, chosen)
            if keys
        ],
    )


def found_in(template: Template, frame: Frame) -> dict[str, list[Table]]:
    """Return the tables of each figure that the town shows; nothing is hidden."""
    return frame.once(f"tables.{template.key}", partial(_found_in, template))


def _found_in(template: Template, frame: Frame) -> dict[str, list[Table]]:
    shown = _shown(template, _chosen(template, frame))
    keys = [key for _title, keys in shown for key in keys]
    return {key: tables_of(figures[key], frame) for key in keys}


def tables_of(figure: Figure, frame: Frame) -> list[Table]:
    """Return what a figure counts: of the programme, if it can, or of the town."""
    if frame.programme is None or not figure.by_programme:
        return list(figure.measure(frame.of_town))
    return counted_for(frame.programme, figure.measure(frame))


def _chosen(template: Template, frame: Frame) -> TemplateSettings:
    return frame.once(
        f"settings.{template.key}", lambda f: settings_of(f.municipality, template)
    )


def least_of(template: Template, chosen: TemplateSettings) -> int:
    return template.least if chosen.least is None else chosen.least


def data_state(template: Template, frame: Frame) -> str:
    """Return a hash that is equal while no counted row has changed."""
    found = found_in(template, frame)
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


def _is_on(key: str, chosen: TemplateSettings) -> bool:
    if figures[key].is_staff and not chosen.shows_staff:
        return False
    return key not in chosen.off


def shaped(template: Template, frame: Frame) -> dict[str, Any] | None:
    """Return the object of a template that has a shape of its own.

    Only where nothing is hidden: such a shape knows no hidden counts.
    """
    if template.as_json is None:
        return None
    least = least_of(template, _chosen(template, frame))
    return template.as_json(frame) if least <= 1 else None
