"""Neighbours that ask the same of several things: the rows of one table."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from hafen.mechanisms.questions.models import Question


def parts(questions: Iterable[Question]) -> list[list[Question]]:
    """Return the questions in their order: each alone, or all rows of a table."""
    found: list[list[Question]] = []
    for stems, group in groupby(questions, key=_table):
        rows = list(group)
        found += [rows] if stems else [[row] for row in rows]
    return found


def _table(row: Question) -> tuple[Any, ...]:
    """Return what makes questions rows of the same table; empty for a single one."""
    if not row.stems:
        return ()
    answers = [tuple(sorted(option["texts"].items())) for option in row.options]
    return tuple(sorted(row.stems.items())), row.kind, tuple(answers)
