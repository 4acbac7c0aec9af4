"""HSDS as files: an object, a list, a page, one object a line, or tables in a ZIP."""

import json
from typing import Any

from hafen.mechanisms.imports import problems
from hafen.mechanisms.imports.problems import Problem, Unreadable
from hafen.mechanisms.imports.tables import MAX_ROWS, Row, Table
from hafen.web.api.bringing import csv_tables

COLUMN = "HSDS"


def read(content: bytes) -> Table:
    """Return a table of one column that holds one whole object a row.

    :raises Unreadable: with a sentence that says what is wrong and what to do
    """
    remarks: list[Problem] = []
    if content.startswith(b"PK\x03\x04"):
        found = csv_tables.assembled(content)
        documents: list[Any] = list(found.documents)
        remarks = found.remarks
    else:
        documents = _documents(content)
    if len(documents) > MAX_ROWS:
        raise Unreadable(problems.TOO_MANY_ROWS, {"limit": MAX_ROWS})
    rows = [
        Row(
            number,
            {COLUMN: json.dumps(document, ensure_ascii=False)},
            tuple(remarks) if number == 1 else (),
        )
        for number, document in enumerate(documents, start=1)
    ]
    return Table((COLUMN,), tuple(rows))


def _documents(content: bytes) -> list[Any]:
    text = content.decode("utf-8-sig", "replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return _lines(text)
    if isinstance(found, dict) and isinstance(found.get("contents"), list):
        found = found["contents"]
    listed = found if isinstance(found, list) else [found]
    if not listed:
        raise Unreadable(problems.EMPTY_FILE)
    return listed


def _lines(text: str) -> list[Any]:
    """Return the objects of a stream, one a line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except (ValueError, RecursionError) as fault:
                raise Unreadable(problems.BROKEN_JSON, {"line": number}) from fault
    if not found:
        raise Unreadable(problems.EMPTY_FILE)
    return found
