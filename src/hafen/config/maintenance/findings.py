"""What a check of the doctor finds."""

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "warning", "trouble"]
SIGNS: dict[State, str] = {"good": "✓", "warning": "!", "trouble": "✗"}


@dataclass(frozen=True)
class Finding:
    """One finding, in plain words.

    :param check: a short name that does not change, for programs
    :param says: what is the case
    :param remedy: what to do; empty where nothing is to be done
    """

    check: str
    state: State
    says: str
    remedy: str = ""

    @property
    def lines(self) -> list[str]:
        first = f"{SIGNS[self.state]} {self.says}"
        return [first, f"    → {self.remedy}"] if self.remedy else [first]


def good(check: str, says: str) -> Finding:
    return Finding(check, "good", says)


def warning(check: str, says: str, remedy: str) -> Finding:
    return Finding(check, "warning", says, remedy)


def trouble(check: str, says: str, remedy: str) -> Finding:
    return Finding(check, "trouble", says, remedy)
