"""What a command of `./hafen` answers: words for a person, or one JSON value."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """The answer of a command.

    :param data: what `--json` prints; anything that json can write
    :param lines: what a person reads
    :param code: the exit code; 0 for done
    """

    data: Any
    lines: list[str] = field(default_factory=list)
    code: int = 0


@dataclass(frozen=True)
class Argument:
    """One argument, as argparse takes it."""

    names: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=dict)


def argument(*names: str, **options: Any) -> Argument:
    return Argument(names, options)


Handler = Callable[[argparse.Namespace], Outcome]
