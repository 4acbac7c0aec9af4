"""Lists of objects: JSON as programs export it, and GeoJSON FeatureCollections."""

import json
from collections.abc import Iterable, Sequence

from hafen.mechanisms.imports import problems, tables
from hafen.mechanisms.imports.problems import Problem, Unreadable
from hafen.mechanisms.imports.tables import Row, Table

LONGITUDE, LATITUDE = "geometry: longitude", "geometry: latitude"


def read(text: str) -> Table:
    """Return the list in the text; rows are counted from 1, there is no heading.

    :raises Unreadable: with a sentence that says what is wrong and what to do
    """
    try:
        content = json.loads(text, parse_constant=str)
    except (ValueError, RecursionError) as fault:
        line = fault.lineno if isinstance(fault, json.JSONDecodeError) else 1
        raise Unreadable(problems.BROKEN_JSON, {"line": line}) from fault
    if isinstance(content, dict) and content.get("type") == "FeatureCollection":
        return _features(content.get("features"))
    if not isinstance(content, list):
        raise Unreadable(problems.NO_LIST)
    return _table(content, [()] * len(content))


def _features(features: object) -> Table:
    if not isinstance(features, list):
        raise Unreadable(problems.NO_LIST)
    entries: list[object] = []
    remarks: list[tuple[Problem, ...]] = []
    for feature in features:
        entry, remark = _feature(feature)
        entries.append(entry)
        remarks.append(remark)
    return _table(entries, remarks)


def _feature(feature: object) -> tuple[object, tuple[Problem, ...]]:
    if not isinstance(feature, dict):
        return feature, ()
    properties = feature.get("properties")
    entry = dict(properties) if isinstance(properties, dict) else {}
    geometry = feature.get("geometry")
    if geometry is None:
        return entry, ()
    point = geometry.get("coordinates") if isinstance(geometry, dict) else None
    is_point = isinstance(geometry, dict) and geometry.get("type") == "Point"
    if not is_point or not isinstance(point, list) or len(point) < 2:
        return entry, (Problem(problems.NO_POINT),)
    return entry | {LONGITUDE: point[0], LATITUDE: point[1]}, ()


def _table(entries: Sequence[object], remarks: Sequence[tuple[Problem, ...]]) -> Table:
    keys: dict[str, None] = {}
    for entry in entries:
        if isinstance(entry, dict):
            keys.update(dict.fromkeys(entry))
    columns = tables.headings(list(keys))
    names = dict(zip(keys, columns, strict=True))
    numbered = enumerate(zip(entries, remarks, strict=True), start=1)
    rows = (_row(number, names, *pair) for number, pair in numbered)
    return tables.table(columns, rows)


def _row(
    number: int, names: dict[str, str], entry: object, remarks: Iterable[Problem]
) -> Row:
    if not isinstance(entry, dict):
        sample = tables.printable(_text(entry))[:80]
        fault = Problem(problems.NO_OBJECT, "", sample, is_error=True)
        return Row(number, {}, (fault,))
    row = tables.row(number, list(names.values()), (_text(entry.get(k)) for k in names))
    return Row(number, row.cells, (*row.problems, *remarks))


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "ja", False: "nein"}[value]
    if isinstance(value, list) and not any(isinstance(v, dict | list) for v in value):
        return ", ".join(map(_text, value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
