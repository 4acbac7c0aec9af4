"""A report as it is told and kept: tables with their definitions, no rows."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from hafen.evidence.reports.measuring import Cell, Figure, Frame, Row, Table


@dataclass(frozen=True)
class Told:
    """One figure with its definition in words and its tables."""

    key: str
    name: str
    unit: str
    kind: str
    within: str
    by: str
    source: str
    version: int
    note: str
    tables: Sequence[Table]
    texts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Report:
    """All that a report prints.

    :param least: counts below were hidden; 0: none
    :param data_hash: equal while no counted row has changed
    """

    template: str
    title: str
    town: str
    first: date
    last: date
    as_of: str
    least: int
    given: Mapping[str, str]
    sections: Sequence[tuple[str, Sequence[Told]]]
    data_hash: str = ""

    @property
    def figures(self) -> Iterator[Told]:
        for _title, figures in self.sections:
            yield from figures

    @property
    def hides(self) -> bool:
        return any(
            cell.is_hidden
            for told in self.figures
            for table in told.tables
            for cell in table.cells
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "report": self.template,
            "title": self.title,
            "municipality": self.town,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "as_of": self.as_of,
            "smallest_count_shown": self.least,
            "given": dict(self.given),
            "data_hash": self.data_hash,
            "sections": [
                {"title": title, "figures": [_figure(told) for told in figures]}
                for title, figures in self.sections
            ],
        }


def told(figure: Figure, tables: Sequence[Table], frame: Frame) -> Told:
    """Return a figure in the words of the active language."""
    notes = [str(figure.note)]
    if frame.programme and not figure.by_programme:
        notes.append(gettext("Of the whole town, not of the programme alone."))
    return Told(
        key=figure.key,
        name=str(figure.name),
        unit=str(figure.unit),
        kind=str(figure.kind.value),
        within=str(figure.within),
        by=str(figure.by),
        source=str(figure.source),
        version=figure.version,
        note=" ".join(filter(None, notes)),
        tables=tables,
        texts=figure.texts(frame) if figure.texts else (),
    )


def _figure(said: Told) -> dict[str, Any]:
    definition = {
        name: getattr(said, name)
        for name in ("name", "unit", "kind", "within", "by", "source", "version")
    }
    tables = [
        {
            "caption": table.caption,
            "heads": list(table.heads),
            "rows": [
                {
                    "label": row.label,
                    "key": row.key,
                    "cells": [
                        None if cell.is_hidden else cell.value for cell in row.cells
                    ],
                    "hidden": [
                        place for place, c in enumerate(row.cells) if c.is_hidden
                    ],
                }
                for row in table.rows
            ],
        }
        for table in said.tables
    ]
    texts = {"texts": [list(text) for text in said.texts]} if said.texts else {}
    return {
        "key": said.key,
        **definition,
        "note": said.note,
        "tables": tables,
        **texts,
    }


def from_json(kept: Mapping[str, Any]) -> Report:
    """Return a report as it was released."""
    return Report(
        template=kept["report"],
        title=kept["title"],
        town=kept["municipality"],
        first=date.fromisoformat(kept["from"]),
        last=date.fromisoformat(kept["to"]),
        as_of=kept["as_of"],
        least=kept["smallest_count_shown"],
        given=kept["given"],
        data_hash=kept["data_hash"],
        sections=[
            (section["title"], [_told(figure) for figure in section["figures"]])
            for section in kept["sections"]
        ],
    )


def _told(kept: Mapping[str, Any]) -> Told:
    tables = [
        Table(
            tuple(table["heads"]),
            tuple(_row(row) for row in table["rows"]),
            table["caption"],
        )
        for table in kept["tables"]
    ]
    texts = [(title, text) for title, text in kept.get("texts", ())]
    return Told(**{**kept, "tables": tables, "texts": texts})


def _row(kept: Mapping[str, Any]) -> Row:
    cells = tuple(
        Cell(value, is_hidden=place in kept["hidden"])
        for place, value in enumerate(kept["cells"])
    )
    return Row(kept["label"], cells, kept["key"])


def digest(value: object) -> str:
    """Return the hash of what JSON can hold."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
