"""What an import did, in the form that a program and a person can read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext

from hafen.mechanisms.imports.models import Import, StagedRow
from hafen.mechanisms.imports.problems import Problem

Fate = StagedRow.Fate


@dataclass(frozen=True)
class Remark:
    """One entry of the lists of errors and warnings."""

    row: int
    column: str
    value: str
    problem: str


@dataclass(frozen=True)
class Result:
    """The figures of one import, planned or done.

    rows = created + updated + unchanged + merged + rows with errors

    :param import_id: None where nothing was kept (a dry run)
    :param changes: what becomes of values, where the kind of list says it
    """

    rows: int
    created: int
    updated: int
    unchanged: int
    merged: int
    import_id: str | None
    errors: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    changes: tuple[Remark, ...] = ()

    @property
    def rows_with_errors(self) -> int:
        return len({remark.row for remark in self.errors})

    @property
    def counts(self) -> dict[str, int]:
        """What the list of imports shows of it."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "merged": self.merged,
            "errors": self.rows_with_errors,
            "warnings": len(self.warnings),
        }

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def said(problem: Problem) -> str:
    """Return the sentence in the language of the moment."""
    return gettext(problem.sentence) % dict(problem.params)


def result(run: Import, rows: Iterable[StagedRow], *, is_kept: bool = True) -> Result:
    counts: Counter[str] = Counter()
    errors: list[Remark] = []
    warnings: list[Remark] = []
    changes: list[Remark] = []
    for row in rows:
        counts[row.fate] += 1
        for problem in row.remarks:
            kind = errors if problem.is_error else warnings
            kind = changes if problem.is_change else kind
            kind.append(
                Remark(row.number, problem.column, problem.value, said(problem))
            )
    return Result(
        rows=sum(counts.values()),
        created=counts[Fate.CREATE],
        updated=counts[Fate.UPDATE],
        unchanged=counts[Fate.UNCHANGED],
        merged=counts[Fate.MERGE],
        import_id=str(run.pk) if is_kept else None,
        errors=tuple(errors),
        warnings=tuple(warnings),
        changes=tuple(changes),
    )
