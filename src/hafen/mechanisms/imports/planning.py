"""What becomes of each row of a list, before anything is written."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hafen.mechanisms.imports import folding, likeness, problems, wording
from hafen.mechanisms.imports.models import Import, ImportedRow, StagedRow
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import (
    Entry,
    Importer,
    Order,
    Scope,
    SourceRow,
    Words,
    importers,
)

Fate = StagedRow.Fate
Pair = tuple[StagedRow, Entry]


@dataclass(frozen=True)
class Origin:
    """What is known of an entry from an earlier import; the object is still there."""

    object_id: UUID
    is_edited: bool
    hashes: Mapping[str, str]


def importer_of(run: Import) -> Importer:
    """
    Return how the list of an import is read and written.

    :raises Unrecognised: if what it was about is gone
    """
    return importers[run.importer].fitted(run.municipality, run.columns, run.options)


def words_of(run: Import, scope: Scope) -> Mapping[str, Words]:
    """Return by field which words its list may hold; none where any word will do."""
    importer = importer_of(run)
    return importer.words(scope) if importer.words else {}


def plan(
    rows: Sequence[StagedRow], importer: Importer, run: Import, scope: Scope
) -> None:
    """Give each row its fate, values and remarks; nothing is saved here."""
    entries = importer.clean([_source(row, run) for row in rows], scope)
    pairs = list(zip(rows, entries, strict=True))
    for row, entry in pairs:
        _take(row, entry)
    good = [pair for pair in pairs if pair[0].fate != Fate.ERROR]
    groups = folding.fold(good, key=lambda pair: pair[1].key)
    origins = _origins(importer, [group[0][0].key for group in groups], scope)
    for group in groups:
        _decide(group, importer, origins)
    _tell_differences([group[0][0] for group in groups], importer, run, scope)
    column = next((run.mapping.get(f.name, "") for f in importer.fields), "")
    _propose([group[0] for group in groups], importer, scope, column)


def _source(row: StagedRow, run: Import) -> SourceRow:
    told = run.options.get("words", {})
    cells = {
        field: wording.said(row.cells.get(heading, ""), told.get(field, {}))
        for field, heading in run.mapping.items()
    }
    return SourceRow(row.number, cells, run.mapping)


def _take(row: StagedRow, entry: Entry) -> None:
    """Copy the entry into the row; remarks of the reader stand in front."""
    row.problems = row.reading + [problem.as_json() for problem in entry.problems]
    is_error = any(problem["is_error"] for problem in row.problems)
    row.fate = Fate.ERROR if is_error else Fate.CREATE
    row.title = entry.title[:300]
    row.values = dict(entry.values)
    row.key = "" if is_error else digest(entry.key)
    row.joined_with = row.object_id = None
    row.before = {}


def digest(value: object) -> str:
    """Return a hash that is equal for equal contents."""
    told = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def hashes(values: Mapping[str, object]) -> dict[str, str]:
    return {name: digest(value)[:20] for name, value in values.items()}


def changed(values: Mapping[str, object], before: Mapping[str, str]) -> frozenset[str]:
    """Return the names of the values that are not those of the last import."""
    return frozenset(n for n, h in hashes(values).items() if before.get(n) != h)


def _origins(
    importer: Importer, keys: Sequence[str], scope: Scope
) -> dict[str, Origin]:
    found = ImportedRow.objects.filter(
        municipality=scope.municipality, importer=importer.key, key__in=keys
    )
    rows = list(found)
    versions = importer.versions([row.object_id for row in rows], scope)
    return {
        row.key: Origin(
            row.object_id, versions[row.object_id] != row.object_version, row.hashes
        )
        for row in rows
        if row.object_id in versions
    }


def _decide(
    group: Sequence[Pair], importer: Importer, origins: Mapping[str, Origin]
) -> None:
    bearer = group[0][0]
    if len(group) > 1:
        values, remarks = importer.fold([entry for _, entry in group])
        bearer.values = dict(values)
        bearer.problems += [problem.as_json() for problem in remarks]
        for row, _ in group[1:]:
            row.fate, row.joined_with = Fate.MERGE, bearer.number
    origin = origins.get(bearer.key)
    if origin is None:
        return
    bearer.object_id = origin.object_id
    bearer.before = {"hashes": dict(origin.hashes)}
    differs = changed(bearer.values, origin.hashes)
    bearer.fate = Fate.UPDATE if differs else Fate.UNCHANGED
    if differs and origin.is_edited and importer.differences is None:
        bearer.problems.append(Problem(problems.EDITED_SINCE).as_json())


def order_of(row: StagedRow, run: Import) -> Order:
    """Return what is to be written of a row."""
    former = row.before.get("hashes", {})
    differs = changed(row.values, former)
    return Order(row.values, row.object_id, differs, row.key, former, run.mapping)


def _tell_differences(
    rows: Sequence[StagedRow], importer: Importer, run: Import, scope: Scope
) -> None:
    """Say of each row that will be changed what stood there, and what stays."""
    changing = [row for row in rows if row.fate == Fate.UPDATE]
    if importer.differences is None or not changing:
        return
    told = importer.differences([order_of(row, run) for row in changing], scope)
    for row, problems_of_row in zip(changing, told, strict=True):
        row.problems += [problem.as_json() for problem in problems_of_row]


def _propose(
    pairs: Sequence[Pair], importer: Importer, scope: Scope, column: str
) -> None:
    """Add a remark to a new row that is much like another, new or known."""
    new = {f"row {row.number}": (row, e) for row, e in pairs if row.fate == Fate.CREATE}
    if not new or importer.likeness is None:
        return
    taken = {row.object_id for row, _ in pairs}
    present = importer.known(scope) if importer.known else {}
    known = {str(k): v for k, v in present.items() if k not in taken}
    entries = [_renamed(key, importer.likeness(e)) for key, (_, e) in new.items()]
    entries += [_renamed(key, entry) for key, entry in known.items()]
    told: set[int] = set()
    for pair in likeness.likely_duplicates(entries):
        rows = sorted(_rows(pair, new), key=lambda row: row.number)
        # The likeliest one is enough; whoever looks there sees the others.
        if rows and rows[-1].number not in told:
            told.add(rows[-1].number)
            _remark(rows, _others(pair, known), column)


def _renamed(key: str, entry: likeness.Entry) -> likeness.Entry:
    return likeness.Entry(key, entry.name, entry.address, entry.contacts)


def _rows(pair: likeness.Likeness, new: Mapping[str, Pair]) -> list[StagedRow]:
    return [new[end][0] for end in (pair.first, pair.second) if end in new]


def _others(
    pair: likeness.Likeness, known: Mapping[str, likeness.Entry]
) -> list[likeness.Entry]:
    return [known[end] for end in (pair.first, pair.second) if end in known]


def _remark(
    rows: Sequence[StagedRow], others: Sequence[likeness.Entry], column: str
) -> None:
    if others:
        sentence, params = problems.LIKE_KNOWN, {"name": others[0].name}
    else:
        sentence = problems.LIKE_ROW
        params = {"row": str(rows[0].number), "name": rows[0].title}
    told = tuple(params.items())
    remark = Problem(sentence, column, rows[-1].title, params=told)
    rows[-1].problems.append(remark.as_json())
