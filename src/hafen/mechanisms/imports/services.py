"""Load a list, plan it, write it in one transaction, take it back."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db import work
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality
from hafen.mechanisms.imports import mapping, planning, problems, results, wording
from hafen.mechanisms.imports.models import (
    KEEP_ROWS_FOR,
    Import,
    ImportedRow,
    ImportProgress,
    SavedMapping,
    StagedRow,
)
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import (
    ChangedSince,
    Importer,
    Return,
    Scope,
    Written,
)
from hafen.mechanisms.imports.results import Result
from hafen.mechanisms.imports.tables import Row, Table
from hafen.mechanisms.imports.wording import Meanings

Fate = StagedRow.Fate
_BATCH = 1_000
Tell = Callable[[int, int], None]


def _tell_nobody(_done: int, _total: int) -> None:
    """Do nothing: nobody waits."""


class NotPlanned(DomainError):
    """The import was written or taken back already."""


class NotApplied(DomainError):
    """Only an import that was written can be taken back, and only once."""


class TooLate(DomainError):
    """What it takes to take the import back was deleted after its time."""


@dataclass(frozen=True)
class Skipped:
    """A row that was not taken back, because somebody changed it since."""

    row: int
    title: str


@dataclass(frozen=True)
class Undone:
    """What taking back an import did."""

    removed: int
    restored: int
    skipped: tuple[Skipped, ...]


@transaction.atomic
def load(
    table: Table,
    *,
    importer: Importer,
    municipality: Municipality,
    file_name: str,
    by: User | None,
    options: Mapping[str, Any] | None = None,
) -> Import:
    """
    Keep the rows of a list as they were read, with guessed columns.

    :raises Unrecognised: if nothing known has such columns
    """
    importer = importer.fitted(municipality, table.columns, options or {})
    run = Import.objects.create(
        municipality=municipality,
        importer=importer.key,
        file_name=file_name[-200:],
        columns=list(table.columns),
        mapping=mapping.guessed(importer, table.columns),
        options={**(options or {}), **_sheets(table)},
        by=by,
    )
    StagedRow.objects.bulk_create(
        [_staged(run, row) for row in table.rows], batch_size=_BATCH
    )
    return run


def _sheets(table: Table) -> dict[str, Any]:
    """Return which sheet of a workbook was read, and which were not."""
    if not table.sheet:
        return {}
    return {"sheet": table.sheet, "other_sheets": list(table.ignored_sheets)}


def _staged(run: Import, row: Row) -> StagedRow:
    return StagedRow(
        municipality_id=run.municipality_id,
        of=run,
        number=row.number,
        cells=row.cells,
        reading=[problem.as_json() for problem in row.problems],
    )


@transaction.atomic
def plan(
    run: Import,
    *,
    columns: Mapping[str, str] | None,
    now: dt.datetime,
    words: Meanings | None = None,
    is_kept: bool = True,
) -> Result:
    """Decide the fate of every row and keep it for the preview.

    :param columns: heading of each field; None for those of the import
    :param words: by field, what words mean that are not known; None for those told
        before
    :param is_kept: no for a dry run, whose result names no import
    :raises UnusableMapping: when a required field has no column
    :raises NotPlanned: when it was written already
    """
    run = _locked(run)
    importer = planning.importer_of(run)
    wanted = run.mapping if columns is None else columns
    run.mapping = mapping.checked(importer, run.columns, wanted)
    if words is not None:
        run.options = {**run.options, "words": wording.folded(words)}
    rows = _rows(run)
    planning.plan(rows, importer, run, _scope(run, now))
    _save(rows)
    found = results.result(run, rows, is_kept=is_kept)
    run.counts = found.counts
    run.save()
    return found


def _locked(run: Import) -> Import:
    run = Import.objects.select_for_update().get(
        pk=run.pk, municipality=run.municipality_id
    )
    if not run.is_open:
        raise NotPlanned
    return run


def _rows(run: Import) -> list[StagedRow]:
    found = StagedRow.objects.filter(municipality=run.municipality_id, of=run)
    return list(found.order_by("number"))


def _scope(run: Import, now: dt.datetime) -> Scope:
    return Scope(run.municipality, run.by, now, run.options)


def _save(rows: Sequence[StagedRow]) -> None:
    StagedRow.objects.bulk_update(
        rows,
        ["title", "values", "key", "fate", "joined_with", "problems", "object_id",
         "before"],
        batch_size=_BATCH,
    )  # fmt: skip


@transaction.atomic
def queue(run: Import, *, by: User) -> None:
    """Let a worker write the list; its page shows how far it is.

    :raises NotPlanned: when it was written already
    """
    run = _locked(run)
    run.state, run.by = Import.State.QUEUED, by
    run.version += 1
    run.save()
    work.defer(
        "imports.apply",
        municipality=run.municipality_id,
        actor=by.pk,
        key=run.job_key,
        run=run.pk,
    )


@transaction.atomic
def apply(
    run: Import, *, by: User | None, now: dt.datetime, tell: Tell = _tell_nobody
) -> Result:
    """Write all good rows, or nothing at all.

    The plan is made anew first: since the preview another import may have
    written, or somebody edited.

    :param tell: hears after each row how many of how many are done
    :raises NotPlanned: when it was written already
    """
    _one_at_a_time(run)
    run = _locked(run)
    importer = planning.importer_of(run)
    scope = _scope(run, now)
    rows = _rows(run)
    planning.plan(rows, importer, run, scope)
    for done, row in enumerate(rows, start=1):
        if row.fate in {Fate.CREATE, Fate.UPDATE}:
            _write(row, run, importer, scope)
        tell(done, len(rows))
    _remember(rows, importer, run, scope)
    _save(rows)
    found = results.result(run, rows)
    run.state, run.applied_at, run.counts = Import.State.APPLIED, now, found.counts
    run.by = by
    run.save()
    audit.record(
        action="imports.import.applied", subject=run, by=by, details=run.counts
    )
    return found


def _one_at_a_time(run: Import) -> None:
    """Let lists of one kind wait for each other: each must know what is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"imports:{run.importer}:{run.municipality_id}"],
        )


def _write(row: StagedRow, run: Import, importer: Importer, scope: Scope) -> None:
    """Write one row; what the database refuses is an error of this row alone."""
    order = planning.order_of(row, run)
    try:
        with transaction.atomic():
            written: Written = importer.write(order, scope)
    except (DataError, IntegrityError):
        row.fate = Fate.ERROR
        refused = Problem(problems.NOT_WRITTEN, "", row.title, is_error=True)
        row.problems.append(refused.as_json())
        return
    row.object_id = written.object_id
    row.before = {"object": dict(written.before), "hashes": order.former}


def _remember(
    rows: Sequence[StagedRow], importer: Importer, run: Import, scope: Scope
) -> None:
    """Keep origin and version of what was written, once all of it is.

    A later row of the same list may have counted up the version of an earlier.
    """
    written = [row for row in rows if row.fate in {Fate.CREATE, Fate.UPDATE}]
    ids = [row.object_id for row in written if row.object_id]
    versions = importer.versions(ids, scope)
    origins = [
        ImportedRow(
            municipality=scope.municipality,
            importer=importer.key,
            key=row.key,
            object_id=row.object_id,
            object_version=versions[row.object_id],
            hashes=planning.hashes(row.values),
            last_import=run,
        )
        for row in written
        if row.object_id is not None and row.object_id in versions
    ]
    ImportedRow.objects.bulk_create(
        origins,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["municipality", "importer", "key"],
        update_fields=["object_id", "object_version", "hashes", "last_import"],
    )


@transaction.atomic
def undo(run: Import, *, by: User | None, now: dt.datetime) -> Undone:
    """Take back what an import wrote; what was changed since is left and listed.

    :raises NotApplied: when it is not written, or taken back already
    :raises TooLate: when its rows were deleted after their time
    """
    _one_at_a_time(run)
    run = Import.objects.select_for_update().get(
        pk=run.pk, municipality=run.municipality_id
    )
    if not run.is_applied:
        raise NotApplied
    rows = [row for row in _rows(run) if row.fate in {Fate.CREATE, Fate.UPDATE}]
    if not rows and run.counts.get("created", 0) + run.counts.get("updated", 0):
        raise TooLate
    undone = _take_back(rows, run, _scope(run, now))
    run.state, run.undone_at = Import.State.UNDONE, now
    run.save()
    figures = {"removed": undone.removed, "restored": undone.restored}
    audit.record(
        action="imports.import.undone",
        subject=run,
        by=by,
        details={**figures, "skipped": len(undone.skipped)},
    )
    return undone


def _take_back(rows: Sequence[StagedRow], run: Import, scope: Scope) -> Undone:
    importer = planning.importer_of(run)
    found = ImportedRow.objects.filter(
        municipality=scope.municipality, importer=importer.key, last_import=run
    )
    origins = {origin.key: origin for origin in found}
    versions = importer.versions([o.object_id for o in origins.values()], scope)
    removed = restored = 0
    skipped: list[Skipped] = []
    for row in reversed(rows):
        origin = origins.get(row.key)
        if origin is None or versions.get(origin.object_id) != origin.object_version:
            skipped.append(Skipped(row.number, row.title))
            continue
        was_created = row.fate == Fate.CREATE
        before = row.before.get("object", {})
        try:
            with transaction.atomic():
                importer.take_back(Return(origin.object_id, was_created, before), scope)
        except ChangedSince:
            skipped.append(Skipped(row.number, row.title))
            continue
        _forget(origin, row, importer, scope)
        removed += was_created
        restored += not was_created
    return Undone(removed, restored, tuple(reversed(skipped)))


def _forget(
    origin: ImportedRow, row: StagedRow, importer: Importer, scope: Scope
) -> None:
    if row.fate == Fate.CREATE:
        origin.delete()
        return
    origin.hashes = row.before.get("hashes", {})
    origin.object_version = importer.versions([origin.object_id], scope)[
        origin.object_id
    ]
    origin.last_import = None
    origin.save()


@transaction.atomic
def save_mapping(
    run: Import,
    *,
    columns: Mapping[str, str],
    name: str,
    words: Meanings | None = None,
) -> SavedMapping:
    """Keep columns, and what words mean, under a name; the same name is replaced."""
    kept: dict[str, Mapping[str, Any]] = {"columns": dict(columns)}
    if words is not None:
        kept["words"] = wording.folded(words)
    saved, _ = SavedMapping.objects.update_or_create(
        municipality=run.municipality,
        importer=run.importer,
        name=name,
        defaults=kept,
    )
    return saved


@transaction.atomic
def discard(run: Import) -> None:
    """Throw away a list that was never written.

    :raises NotPlanned: when it was written
    """
    _locked(run).delete()


def forget_old_rows(*, municipality: Municipality, now: dt.datetime) -> int:
    """Delete the rows of lists after their time; what they wrote stays."""
    edge = now - dt.timedelta(days=KEEP_ROWS_FOR)
    old = StagedRow.objects.filter(municipality=municipality, of__created_at__lt=edge)
    count, _ = old.delete()
    ImportProgress.objects.filter(
        municipality=municipality, created_at__lt=edge
    ).delete()
    return count
