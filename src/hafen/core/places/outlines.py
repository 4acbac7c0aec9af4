"""Reads a GeoJSON file of districts: named outlines, and what could not be read."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hafen.core.places.errors import FileUnreadable
from hafen.core.places.geometry import Area, NotAnArea, read_area

LARGEST_FILE = 50_000_000
NAMES = (
    "name", "bezeichnung", "bez", "stadtteil", "stadtbezirk", "bezirk", "ortsteil",
    "ortschaft", "gemeinde", "quartier", "gen", "titel", "title", "label",
)  # fmt: skip
NUMBERS = (
    "nr", "nummer", "number", "schluessel", "schlüssel", "code", "kennung", "ags",
    "stadtteil_nr", "bezirk_nr", "id",
)  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What is wrong with one row of a file, in words for a person.

    :param row: 1-based element of the list
    """

    row: int
    column: str
    value: str
    problem: str


@dataclass
class Outline:
    """A named area of the file; several features of one name are one outline."""

    row: int
    name: str
    number: str
    area: Area

    @property
    def key(self) -> tuple[str, str]:
        return self.number, self.name


@dataclass
class OutlineFile:
    """What a file holds: `merged` features went into the outline before them."""

    layer: str
    rows: int = 0
    merged: int = 0
    outlines: list[Outline] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)


def read_outlines(path: Path, *, layer: str = "") -> OutlineFile:
    """Read a file of districts.

    :param layer: what its areas are called together; from the file if empty
    :raises FileUnreadable: when it is no GeoJSON, with what to do about it
    """
    document = _load(path)
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise FileUnreadable(
            _(
                "The file %(file)s is no list of areas. Export it as GeoJSON"
                " (“FeatureCollection”) and try again."
            )
            % {"file": path.name}
        )
    if not features:
        raise FileUnreadable(
            _("The file %(file)s holds no areas.") % {"file": path.name}
        )
    file = OutlineFile(layer=(layer or _own_name(document) or path.stem)[:60])
    for number, feature in enumerate(features, start=1):
        _add(file, number, feature)
    return file


def _load(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FileUnreadable(
                _(
                    "The file %(file)s is larger than 50 MB. Export the outlines"
                    " with fewer points."
                )
                % {"file": path.name}
            )
        content = path.read_bytes()
    except OSError:
        raise FileUnreadable(
            _("The file %(file)s cannot be opened. Check its name and its rights.")
            % {"file": path.name}
        ) from None
    try:
        document = json.loads(_decoded(content))
    except (ValueError, RecursionError):
        raise FileUnreadable(
            _(
                "The file %(file)s is no GeoJSON: it cannot be read as JSON."
                " Export it again."
            )
            % {"file": path.name}
        ) from None
    if not isinstance(document, dict):
        return {}
    return document


def _decoded(content: bytes) -> str:
    """Return the text, whether it is UTF-8 (with or without mark) or Latin-1."""
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in _UTF16 else _OTHERS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHERS = ("utf-8-sig",)


def _own_name(document: Mapping[str, Any]) -> str:
    name = document.get("name")
    return name.strip() if isinstance(name, str) else ""


def _add(file: OutlineFile, row: int, feature: Any) -> None:
    file.rows += 1
    try:
        outline = _outline(row, feature)
    except _Unread as unread:
        file.errors.append(Problem(row, unread.column, unread.value, unread.problem))
        return
    before = next((known for known in file.outlines if known.key == outline.key), None)
    if before is None:
        file.outlines.append(outline)
        return
    before.area = (*before.area, *outline.area)
    file.merged += 1


class _Unread(Exception):
    def __init__(self, column: str, value: object, problem: str) -> None:
        super().__init__(problem)
        self.column, self.value, self.problem = column, str(value)[:120], problem


def _outline(row: int, feature: Any) -> Outline:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise _Unread("", "", _("This element is no area with properties."))
    properties = feature["properties"]
    name = _first(properties, NAMES)
    if not name:
        raise _Unread(
            "name",
            "",
            _("The area has no name. Expected is a property “name”."),
        )
    number = _first(properties, NUMBERS)
    try:
        return Outline(row, name[:160], number[:20], read_area(feature.get("geometry")))
    except NotAnArea as wrong:
        raise _Unread("geometry", name, _geometry_problem(wrong.problem)) from None


def _first(properties: Mapping[str, Any], wanted: tuple[str, ...]) -> str:
    lowered = {str(key).lower(): value for key, value in properties.items()}
    return next(_texts(lowered, wanted), "")


def _texts(properties: Mapping[str, Any], wanted: tuple[str, ...]) -> Iterator[str]:
    for key in wanted:
        value = properties.get(key)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            if text := " ".join(str(value).replace("\x00", "").split()):
                yield text


def _geometry_problem(code: str) -> str:
    return {
        "none": _("The area has no outline."),
        "type": _("The outline is a point or a line. Expected is a polygon."),
        "numbers": _("The outline holds something that is no coordinate."),
        "degrees": _(
            "The coordinates are no degrees. Export the file in WGS 84 (EPSG:4326)."
        ),
        "ring": _("The outline has fewer than three corners."),
    }[code]
