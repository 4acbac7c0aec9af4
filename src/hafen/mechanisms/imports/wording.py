"""Which word of a list is what: those that nobody here knows are told by a person."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from hafen.core.db.names import sort_key
from hafen.mechanisms.imports.models import Import, StagedRow
from hafen.mechanisms.imports.registry import Words

_BETWEEN = re.compile(r"\s*[,;]\s*")
# A column with more different words is no list of kinds but a text.
_MOST_WORDS = 60

Meanings = Mapping[str, Mapping[str, str]]


def said(cell: str, meanings: Mapping[str, str]) -> str:
    """Return a cell with the words that a person told the meaning of replaced."""
    if not meanings:
        return cell
    if whole := meanings.get(sort_key(cell)):
        return whole
    parts = _BETWEEN.split(cell)
    found = [meanings.get(sort_key(part)) for part in parts]
    if not any(found):
        return cell
    return ", ".join(new or old for new, old in zip(found, parts, strict=True))


def unknown(
    run: Import, rows: Iterable[StagedRow], words: Mapping[str, Words]
) -> dict[str, list[tuple[str, int]]]:
    """Return by field the words that nobody knows, with how often they stand there."""
    found = {}
    for field, known in words.items():
        if heading := run.mapping.get(field):
            cells = (row.cells.get(heading, "") for row in rows)
            if told := _unknown(cells, known):
                found[field] = told
    return found


def _unknown(cells: Iterable[str], known: Words) -> list[tuple[str, int]]:
    times: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for cell in cells:
        if known.knows(cell):
            continue
        for part in _BETWEEN.split(cell) if known.is_list else [cell]:
            word = " ".join(part.split())
            if word and not known.knows(word):
                key = sort_key(word)
                times[key] += 1
                shown.setdefault(key, word)
    return [(shown[key], count) for key, count in times.most_common(_MOST_WORDS)]


def folded(meanings: Meanings) -> dict[str, dict[str, str]]:
    """Return words and their meanings as rows of an import are compared with them."""
    return {
        field: {sort_key(word): meant for word, meant in told.items() if meant}
        for field, told in meanings.items()
        if any(told.values())
    }
