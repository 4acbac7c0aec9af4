"""`./hafen doctor`: what is wrong with an installation, and what to do."""

import argparse
from collections.abc import Callable, Iterable, Iterator

from hafen.config.maintenance import database_checks, machine_checks
from hafen.config.maintenance.findings import Finding, trouble
from hafen.core.db.commands import Outcome

Check = Callable[[], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (*machine_checks.ALL, database_checks.everything)


def doctor(_options: argparse.Namespace) -> Outcome:
    """`./hafen doctor`"""
    return outcome(list(examine(CHECKS)))


def examine(checks: Iterable[Check]) -> Iterator[Finding]:
    """Yield all findings; a check that breaks down is one."""
    for check in checks:
        try:
            yield from check()
        except Exception as fault:  # noqa: BLE001 - the doctor looks at all the rest too
            yield trouble(
                check.__name__,
                f"The check itself failed: {type(fault).__name__}.",
                "Please report this as a mistake of Hafen.",
            )


def outcome(findings: list[Finding]) -> Outcome:
    count = {
        state: sum(finding.state == state for finding in findings)
        for state in ("good", "warning", "trouble")
    }
    last = (
        "Nothing is wrong."
        if count["trouble"] == count["warning"] == 0
        else f"{count['trouble']} troubles, {count['warning']} warnings."
    )
    data = {
        "healthy": count["trouble"] == 0,
        "findings": [
            {
                "check": finding.check,
                "state": finding.state,
                "says": finding.says,
                "remedy": finding.remedy,
            }
            for finding in findings
        ],
    }
    lines = [line for finding in findings for line in finding.lines]
    return Outcome(data, [*lines, "", last], int(count["trouble"] > 0))
